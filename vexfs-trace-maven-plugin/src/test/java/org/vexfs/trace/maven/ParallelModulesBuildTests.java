package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A build of two modules at the same time; a test of one of them leaks. */
class ParallelModulesBuildTests {

    private static TinyProject modules;
    private static MavenBuild build;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        modules = TinyProject.copy("modules", "parallel-modules")
                .withModule("kernel", Capture.recorded())
                .withModule("tools", Capture.recorded());
        build = modules.verify("--threads", "2", "--fail-at-end");
    }

    @Test
    void hasNoGoalThatIsNotMadeForThat() {
        assertThat(build.log())
                .contains("Using the MultiThreadedBuilder implementation with a thread count of 2")
                .doesNotContain("not marked as");
    }

    @Test
    void failsBecauseOfTheOneModule() {
        assertThat(build.log())
                .contains(
                        "1 violation:",
                        "org.vexfs.trace.example.LeakyIT.losesThreeObjects",
                        "leaks 384 bytes in 3 objects",
                        "1 traced test, no violation")
                .containsPattern("kernel \\.+ FAILURE")
                .containsPattern("tools \\.+ SUCCESS");
    }

    @Test
    void keepsWhatWasFoundOfEachModuleApart() {
        assertThat(modules.file("kernel/target/vexfs-trace/summary.txt"))
                .content()
                .startsWith("1 traced test: 0 passed, 1 failed")
                .contains("LeakyIT.losesThreeObjects");
        assertThat(modules.file("tools/target/vexfs-trace/summary.txt"))
                .content()
                .startsWith("1 traced test: 1 passed, 0 failed")
                .contains("VectorStoreIT.deleteFreesWhatInsertAllocates");
    }
}
