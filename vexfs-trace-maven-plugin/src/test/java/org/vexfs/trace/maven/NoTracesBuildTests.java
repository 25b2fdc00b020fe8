package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A build whose tests look at no trace. */
class NoTracesBuildTests {

    @Test
    void failsAndSaysWhatToDo() throws IOException, InterruptedException {
        TinyProject project = TinyProject.copy("not-traced", "no-traces");

        MavenBuild build = project.verify();

        assertThat(build.log())
                .contains(
                        "Tests run: 1, Failures: 0, Errors: 0, Skipped: 0",
                        "BUILD FAILURE",
                        "MojoFailureException",
                        "no test was traced. What to do: annotate tests with @TraceVexfs");
        assertThat(project.traces()).doesNotExist();
    }

    @Test
    void succeedsWithAWarningWhereThatIsAllowed() throws IOException, InterruptedException {
        MavenBuild build = TinyProject.copy("not-traced", "no-traces-allowed")
                .verify("-Dvexfs.trace.check.failOnMissingTraces=false");

        assertThat(build.log()).contains("[WARNING] no test was traced", "BUILD SUCCESS");
    }

    @Test
    void isNoneOfAProjectThatOnlyHoldsOthersTogether() throws IOException, InterruptedException {
        MavenBuild build = TinyProject.copy("aggregator", "aggregator").verify();

        assertThat(build.log()).contains("skipped: this build runs no integration tests", "BUILD SUCCESS");
    }
}
