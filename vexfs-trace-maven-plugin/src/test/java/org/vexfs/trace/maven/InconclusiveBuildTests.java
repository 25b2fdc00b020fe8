package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A build one of whose tests was traced while the kernel skipped two allocations. */
class InconclusiveBuildTests {

    private static TinyProject project;
    private static MavenBuild build;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        project = projectWithAGap("inconclusive");
        build = project.verify();
    }

    private static TinyProject projectWithAGap(String copy) throws IOException {
        return TinyProject.copy("clean", copy)
                .with(Capture.recorded().missingAllocations("VectorStoreIT.updateFreesTheOldVector", 2));
    }

    @Test
    void fails() {
        assertThat(build.log())
                .contains(
                        "Tests run: 5, Failures: 0, Errors: 0, Skipped: 0",
                        "BUILD FAILURE",
                        "MojoFailureException",
                        "1 violation:",
                        "org.vexfs.trace.example.VectorStoreIT.updateFreesTheOldVector(VexfsTrace)")
                .doesNotContain("VectorStoreIT.theCacheIsFreedByClear");
    }

    @Test
    void saysWhatIsMissingAndWhatToDo() {
        assertThat(build.log())
                .contains(
                        "INCONCLUSIVE: the trace of module vexfs cannot tell whether it leaks",
                        "2 allocations of interrupts were skipped by the kernel",
                        "What to do: run the test again");
    }

    @Test
    void countsAsNeitherPassedNorFailed() throws Exception {
        assertThat(project.summary()).startsWith("5 traced tests: 4 passed, 0 failed, 1 inconclusive");
        assertThat(project.report("VectorStoreIT")
                        .testCase("updateFreesTheOldVector(VexfsTrace)")
                        .properties())
                .containsEntry("vexfs.trace.verdict", "INCONCLUSIVE");
    }

    @Test
    void succeedsWithAWarningWhereThatIsAllItShallDo() throws IOException, InterruptedException {
        MavenBuild lenient = projectWithAGap("inconclusive-allowed").verify("-Dvexfs.trace.check.inconclusive=warn");

        assertThat(lenient.log())
                .contains(
                        "[WARNING] org.vexfs.trace.example.VectorStoreIT.updateFreesTheOldVector(VexfsTrace)",
                        "2 allocations of interrupts were skipped by the kernel",
                        "BUILD SUCCESS");
        assertThat(lenient.exitCode()).isZero();
    }
}
