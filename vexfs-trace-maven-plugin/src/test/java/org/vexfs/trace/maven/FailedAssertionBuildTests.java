package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A build whose test asserts that nothing leaks, and whose live run failed in that assertion. */
class FailedAssertionBuildTests {

    private static TinyProject project;
    private static MavenBuild build;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        project = projectWithAFailure("failed-assertion");
        build = project.verify();
    }

    private static TinyProject projectWithAFailure(String copy) throws IOException {
        Capture capture = Capture.recorded()
                .asserting("LeakyIT.losesThreeObjects", "noLeaks")
                .renaming(
                        "LeakyIT.losesThreeObjects",
                        "[engine:junit-jupiter]/[class:org.vexfs.trace.example.LeakyIT]"
                                + "/[method:losesThreeObjects(org.vexfs.trace.junit.VexfsTrace)]",
                        "LeakyIT.losesThreeObjects");
        return TinyProject.copy("asserts-no-leaks", copy).with(capture);
    }

    @Test
    void failsAgainInTheTest() {
        assertThat(build.log())
                .contains(
                        "Tests run: 1, Failures: 1, Errors: 0, Skipped: 0",
                        "LeakyIT.losesThreeObjects leaks 384 bytes in 3 objects of module vexfs.",
                        "BUILD FAILURE",
                        "maven-failsafe-plugin:" + ThisBuild.surefireVersion() + ":verify");
        assertThat(build.exitCode()).isOne();
    }

    @Test
    void saysInTheReportWhatFailedAndWhatWasTraced() throws Exception {
        TestReport.TestCase testCase = project.report("LeakyIT").testCase("losesThreeObjects(VexfsTrace)");

        assertThat(testCase.failures())
                .singleElement()
                .asString()
                .contains("vexfs_fault_leak+0x27 (examples/module/vexfs_faults.c:63)");
        assertThat(testCase.properties()).containsEntry("vexfs.trace.verdict", "FAILED");
        assertThat(testCase.outputs()).singleElement().asString().contains("leaks 384 bytes in 3 objects");
    }

    @Test
    void failsInCheckTooWhereTestFailuresAreIgnored() throws IOException, InterruptedException {
        MavenBuild lenient = projectWithAFailure("failed-assertion-ignored").verify("-Dmaven.test.failure.ignore");

        assertThat(lenient.log())
                .contains("BUILD FAILURE", "vexfs-trace-maven-plugin:" + ThisBuild.version() + ":check")
                .contains("org.vexfs.trace.example.LeakyIT.losesThreeObjects(VexfsTrace)");
    }
}
