package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A build whose tests leak nothing. */
class PassesBuildTests {

    private static TinyProject project;
    private static MavenBuild build;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        project = TinyProject.copy("clean", "passes").with(Capture.recorded());
        build = project.verify();
    }

    @Test
    void succeeds() {
        assertThat(build.log()).contains("5 traced tests, no violation", "BUILD SUCCESS");
        assertThat(build.exitCode()).isZero();
    }

    @Test
    void writesASummaryOfEveryTest() throws IOException {
        assertThat(project.summary())
                .startsWith("5 traced tests: 5 passed, 0 failed, 0 inconclusive")
                .containsPattern("PASSED +0 +0 +0 +\\d+ +\\d+  VectorStoreIT.deleteFreesWhatInsertAllocates")
                .containsPattern("PASSED +0 +0 +0 +\\d+ +\\d+  VectorStoreIT.graphAndHashAreFreedWithTheirVectors");
    }

    @Test
    void writesTheVerdictIntoEveryTestCaseOfTheReport() throws Exception {
        assertThat(project.report("VectorStoreIT").testCases()).hasSize(5).allSatisfy(testCase -> {
            assertThat(testCase.properties())
                    .containsAllEntriesOf(Map.of(
                            "vexfs.trace.verdict", "PASSED",
                            "vexfs.trace.leaks", "PASSED",
                            "vexfs.trace.leakedObjects", "0",
                            "vexfs.trace.leakedBytes", "0",
                            "vexfs.trace.doubleFrees", "0"))
                    .doesNotContainKey("vexfs.trace.leakedAt");
            assertThat(testCase.outputs()).singleElement().asString().contains("no leak and no double free");
        });
    }

    @Test
    void leavesTheReportAsItIsWhenItIsWrittenAgain() throws Exception {
        TestReport first = project.report("VectorStoreIT");

        assertThat(project.run("vexfs-trace:report").log()).contains("BUILD SUCCESS");

        assertThat(project.report("VectorStoreIT")).isEqualTo(first);
    }
}
