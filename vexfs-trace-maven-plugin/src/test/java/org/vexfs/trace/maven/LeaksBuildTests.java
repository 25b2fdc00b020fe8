package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A build one of whose two tests leaks three objects of 128 bytes, and asserts nothing. */
class LeaksBuildTests {

    private static TinyProject project;
    private static MavenBuild build;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        project = TinyProject.copy("leaks", "leaks").with(Capture.recorded());
        build = project.verify();
    }

    @Test
    void failsInCheckThoughEveryTestPassed() {
        assertThat(build.log())
                .contains(
                        "Tests run: 2, Failures: 0, Errors: 0, Skipped: 0",
                        "BUILD FAILURE",
                        "vexfs-trace-maven-plugin:" + ThisBuild.version() + ":check",
                        "MojoFailureException");
        assertThat(build.exitCode()).isOne();
    }

    @Test
    void namesTheTestTheBytesAndWhereTheyWereAllocated() {
        assertThat(build.log())
                .contains(
                        "1 violation:",
                        "org.vexfs.trace.example.LeakyIT.losesThreeObjects",
                        "LeakyIT.losesThreeObjects leaks 384 bytes in 3 objects of module vexfs.",
                        "384 bytes in 3 objects allocated at",
                        "vexfs_fault_leak+0x27 (examples/module/vexfs_faults.c:63)",
                        "Capture: " + project.traces().resolve("recorded.capture.jsonl"));
    }

    @Test
    void blamesNoOtherTest() {
        assertThat(build.log()).doesNotContain("deleteFreesWhatInsertAllocates");
    }

    @Test
    void writesTheLeakIntoTheReportOfTheTest() throws Exception {
        TestReport.TestCase testCase = project.report("LeakyIT").testCase("losesThreeObjects");

        assertThat(testCase.properties())
                .containsAllEntriesOf(Map.of(
                        "vexfs.trace.verdict", "FAILED",
                        "vexfs.trace.leaks", "FAILED",
                        "vexfs.trace.leakedObjects", "3",
                        "vexfs.trace.leakedBytes", "384",
                        "vexfs.trace.leakedAt", "vexfs_fault_leak+0x27 (examples/module/vexfs_faults.c:63)"));
        assertThat(testCase.outputs())
                .singleElement()
                .asString()
                .contains("leaks 384 bytes in 3 objects", "vexfs_fault_leak+0x27");
        assertThat(testCase.failures()).isEmpty();
    }

    @Test
    void writesTheLeakIntoTheSummary() throws IOException {
        assertThat(project.summary())
                .startsWith("2 traced tests: 1 passed, 1 failed, 0 inconclusive")
                .containsPattern("FAILED +3 +384 +0 +\\d+ +\\d+  LeakyIT.losesThreeObjects")
                .contains("vexfs_fault_leak+0x27 (examples/module/vexfs_faults.c:63)");
    }

    @Test
    void succeedsWhereLeaksAreAllowed() throws IOException, InterruptedException {
        MavenBuild lenient = TinyProject.copy("leaks", "leaks-allowed")
                .with(Capture.recorded())
                .verify("-Dvexfs.trace.check.noLeaks=false");

        assertThat(lenient.log())
                .containsPattern("\\[WARNING\\] org.vexfs.trace.example.LeakyIT.losesThreeObjects")
                .contains("BUILD SUCCESS");
    }
}
