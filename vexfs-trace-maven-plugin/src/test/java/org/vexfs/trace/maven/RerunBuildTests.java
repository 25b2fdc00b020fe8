package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A build whose test leaks in its first run, and not in the second that Failsafe gives it. */
class RerunBuildTests {

    private static final String ID = "[engine:junit-jupiter]/[class:org.vexfs.trace.example.LeakyIT]"
            + "/[method:losesThreeObjects(org.vexfs.trace.junit.VexfsTrace)]";

    private static TinyProject project;
    private static MavenBuild build;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        Capture capture = Capture.recorded()
                .asserting("LeakyIT.losesThreeObjects", "noLeaks")
                .renaming("LeakyIT.losesThreeObjects", ID, "LeakyIT.losesThreeObjects")
                .asAttempt("VectorStoreIT.updateFreesTheOldVector", 2)
                .renaming("VectorStoreIT.updateFreesTheOldVector", ID, "LeakyIT.losesThreeObjects");
        project = TinyProject.copy("asserts-no-leaks", "rerun").with(capture);
        build = project.verify("-Dfailsafe.rerunFailingTestsCount=1");
    }

    @Test
    void failsInCheckThoughFailsafeCallsItFlaky() {
        assertThat(build.log())
                .contains("Flakes: 1", "BUILD FAILURE", "vexfs-trace-maven-plugin:" + ThisBuild.version() + ":check")
                .contains("1 violation:", "LeakyIT.losesThreeObjects leaks 384 bytes in 3 objects");
    }

    @Test
    void tellsItsRunsApartInTheSummary() throws IOException {
        assertThat(project.summary())
                .startsWith("2 traced tests: 1 passed, 1 failed, 0 inconclusive")
                .containsPattern("FAILED .*LeakyIT.losesThreeObjects\\R")
                .containsPattern("PASSED .*LeakyIT.losesThreeObjects \\(attempt 2\\)\\R");
    }

    @Test
    void hasTheLastVerdictAndEveryFindingInTheReport() throws Exception {
        TestReport.TestCase testCase = project.report("LeakyIT").testCase("losesThreeObjects(VexfsTrace)");

        assertThat(testCase.properties()).containsEntry("vexfs.trace.verdict", "PASSED");
        assertThat(testCase.outputs()).singleElement().asString().contains("leaks 384 bytes in 3 objects");
    }
}
