package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Builds whose POM has rules for operations, and whose searches took times that are known. */
class RulesBuildTests {

    @Test
    void aLimitThatIsNotKeptFailsTheBuild() throws IOException, InterruptedException {
        MavenBuild build = TinyProject.copy("limits-p99", "limit-not-kept")
                .with(Capture.ofSearches().searching(1_200_000))
                .verify();

        assertThat(build.log())
                .contains(
                        "Tests run: 1, Failures: 0, Errors: 0, Skipped: 0",
                        "1 violation:",
                        "org.vexfs.trace.example.VectorSearchIT.searchIsFastEnough(VexfsTrace)",
                        "too slow: the p99 of vexfs_vector_search is 1.3 ms in 1,000 calls; expected below 1 ms.",
                        "BUILD FAILURE");
    }

    @Test
    void aLimitThatIsKeptPasses() throws IOException, InterruptedException {
        MavenBuild build = TinyProject.copy("limits-p99", "limit-kept")
                .with(Capture.ofSearches().searching(800_000))
                .verify();

        assertThat(build.log()).contains("1 traced test, no violation", "BUILD SUCCESS");
    }

    @Test
    void aRuleThatMatchesNothingFailsTheBuild() throws IOException, InterruptedException {
        TinyProject project =
                TinyProject.copy("matches-nothing", "matches-nothing").with(Capture.ofSearches());

        assertThat(project.verify().log())
                .contains(
                        "the rule for operation ext4_* of tests * matches nothing that was traced, so it checks nothing.",
                        "BUILD FAILURE");
        assertThat(project.run("vexfs-trace:check", "-Dvexfs.trace.check.failOnUnmatchedRules=false")
                        .log())
                .contains("[WARNING] the rule for operation ext4_* of tests *", "BUILD SUCCESS");
    }

    @Test
    void aRuleThatIsNoneIsNamed() throws IOException, InterruptedException {
        assertThat(TinyProject.copy("wrong-rule", "wrong-rule")
                        .run("vexfs-trace:check")
                        .log())
                .contains(
                        "MojoFailureException",
                        "allowedRegression is 'ten percent'; expected a percentage from 0 on, such as 10%");
    }
}
