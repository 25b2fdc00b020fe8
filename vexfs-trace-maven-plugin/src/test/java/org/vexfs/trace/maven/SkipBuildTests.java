package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Builds that leave something out, of a project whose test leaks. */
class SkipBuildTests {

    @ParameterizedTest
    @ValueSource(strings = {"skipITs", "maven.test.skip"})
    void nothingIsJudgedWhereNoIntegrationTestRuns(String property) throws IOException, InterruptedException {
        TinyProject project = TinyProject.copy("leaks", "skip-" + property).with(Capture.recorded());

        MavenBuild build = project.verify("-D" + property);

        assertThat(build.log())
                .contains("skipped: this build runs no integration tests", "BUILD SUCCESS")
                .doesNotContain("no test was traced");
        assertThat(project.traces().resolve("summary.txt")).doesNotExist();
    }

    @Test
    void whatRanAllTheSameIsJudged() throws IOException, InterruptedException {
        TinyProject project = TinyProject.copy("leaks", "skip-tests").with(Capture.recorded());

        // Failsafe runs integration tests even so, from 3.6 on.
        MavenBuild build = project.verify("-DskipTests");

        assertThat(build.log()).contains("leaks 384 bytes in 3 objects", "BUILD FAILURE");
    }

    @Test
    void nothingIsMissedWhereNoTestWasToRunAndNoneDid() throws IOException, InterruptedException {
        MavenBuild build = TinyProject.copy("not-traced", "skip-tests-untraced").verify("-DskipTests");

        assertThat(build.log()).contains("skipped: this build runs no integration tests", "BUILD SUCCESS");
    }

    @Test
    void testsRunButNothingIsJudgedWhereTheGoalsAreSkipped() throws IOException, InterruptedException {
        TinyProject project = TinyProject.copy("leaks", "skip-goals").with(Capture.recorded());

        MavenBuild build = project.verify("-Dvexfs.trace.skip");

        assertThat(build.log())
                .contains(
                        "Tests run: 2, Failures: 0, Errors: 0, Skipped: 0",
                        "skipped (vexfs.trace.skip)",
                        "BUILD SUCCESS");
        assertThat(project.traces().resolve("summary.txt")).doesNotExist();
    }

    @Test
    void reportsStayAsTheyAreWhereTheyAreNotToBeEnriched() throws Exception {
        TinyProject project = TinyProject.copy("leaks", "skip-reports").with(Capture.recorded());

        MavenBuild build = project.verify("-Dvexfs.trace.report.enrich=false");

        assertThat(build.log()).contains("leaks 384 bytes in 3 objects", "BUILD FAILURE");
        assertThat(project.summary()).startsWith("2 traced tests: 1 passed, 1 failed");
        TestReport.TestCase testCase = project.report("LeakyIT").testCase("losesThreeObjects");
        assertThat(testCase.properties()).isEmpty();
        assertThat(testCase.outputs()).isEmpty();
    }
}
