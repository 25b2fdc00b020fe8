package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Builds whose POM has rules for operations. */
class RulesBuildTests {

    @Test
    void aLimitThatIsNotKeptFailsTheBuild() throws IOException, InterruptedException {
        assertThat(check("limits-p99", 1_200_000))
                .contains(
                        "1 violation:",
                        "org.example.StoreIT.search",
                        "too slow: the p99 of vexfs_search is 1.3 ms in 1,000 calls; expected below 1 ms.",
                        "BUILD FAILURE");
    }

    @Test
    void aLimitThatIsKeptPasses() throws IOException, InterruptedException {
        assertThat(check("limits-p99", 800_000)).contains("1 traced test, no violation", "BUILD SUCCESS");
    }

    @Test
    void aRuleThatMatchesNothingFailsTheBuild() throws IOException, InterruptedException {
        assertThat(check("matches-nothing", 1_000))
                .contains(
                        "the rule for operation ext4_* of tests * matches nothing that was traced, so it checks nothing.",
                        "BUILD FAILURE");
        assertThat(check("matches-nothing", 1_000, "-Dvexfs.trace.check.failOnUnmatchedRules=false"))
                .contains("[WARNING] the rule for operation ext4_* of tests *", "BUILD SUCCESS");
    }

    @Test
    void aRuleThatIsNoneIsNamed() throws IOException, InterruptedException {
        assertThat(check("wrong-rule", 1_000))
                .contains(
                        "MojoFailureException",
                        "allowedRegression is 'ten percent'; expected a percentage from 0 on, such as 10%");
    }

    private static String check(String name, long nanos, String... arguments) throws IOException, InterruptedException {
        TinyProject project = TinyProject.copy(name, name + "-" + nanos + "-" + arguments.length);
        new RecordedRun("6.12", 1_000, nanos).into(project);
        String[] all = new String[arguments.length + 1];
        all[0] = "vexfs-trace:check";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return project.run(all).log();
    }
}
