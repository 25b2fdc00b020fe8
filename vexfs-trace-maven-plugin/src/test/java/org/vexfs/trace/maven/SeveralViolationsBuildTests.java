package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SeveralViolationsBuildTests {

    @Test
    void areAllListed() throws IOException, InterruptedException {
        Capture capture = Capture.recorded().missingAllocations("VectorStoreIT.deleteFreesWhatInsertAllocates", 2);

        MavenBuild build =
                TinyProject.copy("leaks", "several-violations").with(capture).verify();

        assertThat(build.log())
                .contains(
                        "BUILD FAILURE",
                        "2 violations:",
                        "org.vexfs.trace.example.LeakyIT.losesThreeObjects",
                        "leaks 384 bytes in 3 objects",
                        "org.vexfs.trace.example.VectorStoreIT.deleteFreesWhatInsertAllocates(VexfsTrace)",
                        "2 allocations of interrupts were skipped by the kernel");
    }

    @Test
    void failTheBuildThoughOneOfThemIsOnlyWorthAWarning() throws IOException, InterruptedException {
        Capture capture = Capture.recorded().missingAllocations("VectorStoreIT.deleteFreesWhatInsertAllocates", 2);

        MavenBuild build = TinyProject.copy("leaks", "violation-and-warning")
                .with(capture)
                .verify("-Dvexfs.trace.check.inconclusive=warn");

        assertThat(build.log())
                .contains(
                        "[WARNING] org.vexfs.trace.example.VectorStoreIT.deleteFreesWhatInsertAllocates(VexfsTrace)",
                        "1 violation:",
                        "leaks 384 bytes in 3 objects",
                        "BUILD FAILURE");
    }
}
