package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A build of two classes whose tests run at the same time; one of them leaks. */
class ParallelClassesBuildTests {

    private static TinyProject project;
    private static MavenBuild build;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        project = TinyProject.copy("parallel-classes", "parallel-classes").with(Capture.recorded());
        build = project.verify();
    }

    @Test
    void failsBecauseOfTheLeakOfTheOneClass() {
        assertThat(build.log())
                .contains(
                        "Tests run: 2, Failures: 0, Errors: 0, Skipped: 0",
                        "BUILD FAILURE",
                        "1 violation:",
                        "org.vexfs.trace.example.LeakyIT.losesThreeObjects",
                        "leaks 384 bytes in 3 objects")
                .doesNotContain("VectorStoreIT.deleteFreesWhatInsertAllocates(VexfsTrace)\n");
    }

    @Test
    void hasTheVerdictOfEachClassInItsOwnReport() throws Exception {
        TestReport.TestCase leaks = project.report("LeakyIT").testCase("losesThreeObjects");
        TestReport.TestCase clean =
                project.report("VectorStoreIT").testCase("deleteFreesWhatInsertAllocates(VexfsTrace)");

        assertThat(leaks.properties()).containsEntry("vexfs.trace.verdict", "FAILED");
        assertThat(leaks.outputs()).singleElement().asString().contains("leaks 384 bytes in 3 objects");
        assertThat(clean.properties()).containsEntry("vexfs.trace.verdict", "PASSED");
        assertThat(clean.outputs())
                .singleElement()
                .asString()
                .contains("no leak and no double free")
                .doesNotContain("384 bytes");
    }

    @Test
    void tellsOfBothInTheSummary() throws IOException {
        assertThat(project.summary())
                .startsWith("2 traced tests: 1 passed, 1 failed, 0 inconclusive")
                .containsPattern("FAILED +3 +384 +0 +\\d+ +\\d+  LeakyIT.losesThreeObjects")
                .containsPattern("PASSED +0 +0 +0 +\\d+ +\\d+  VectorStoreIT.deleteFreesWhatInsertAllocates");
    }
}
