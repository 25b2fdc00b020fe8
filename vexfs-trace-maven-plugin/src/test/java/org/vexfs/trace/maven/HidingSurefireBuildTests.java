package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A goal of a build whose Failsafe reports a failure of a whole class as passed where failed tests are run again. */
class HidingSurefireBuildTests {

    private static final String RERUNS = "-Dfailsafe.rerunFailingTestsCount=1";

    private static TinyProject project;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        project = TinyProject.copy("clean", "hiding-surefire").with(Capture.recorded());
        assertThat(project.verify(RERUNS).log())
                .contains("BUILD SUCCESS")
                .doesNotContain("reports a failure of a whole class");
    }

    @Test
    void isWarnedOf() throws IOException, InterruptedException {
        // The last one that Maven is told counts. Called alone, check asks what the POM says, and Failsafe is not run.
        assertThat(project.run("vexfs-trace:check", "-Dsurefire.version=3.5.5", RERUNS)
                        .log())
                .contains(
                        "[WARNING] maven-failsafe-plugin 3.5.5 reports a failure of a whole class, such as that of a trace"
                                + " with scope CLASS, as passed where rerunFailingTestsCount is set.",
                        "5 traced tests, no violation",
                        "BUILD SUCCESS");
    }
}
