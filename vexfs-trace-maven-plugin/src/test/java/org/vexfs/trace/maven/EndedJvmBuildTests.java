package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A build whose tests' JVM ends within the second of two traced tests. */
class EndedJvmBuildTests {

    private static final String ENDED = "VectorStoreIT.theCacheIsFreedByClear";

    private static TinyProject project;
    private static MavenBuild build;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        project = TinyProject.copy("ends-its-jvm", "ended-jvm").with(Capture.recorded());
        build = project.verify();
    }

    @Test
    void failsInFailsafe() {
        assertThat(build.log())
                .contains(
                        "The forked VM terminated without properly saying goodbye",
                        "[WARNING] INCONCLUSIVE: the JVM ended within VectorStoreIT.theCacheIsFreedByClear",
                        "BUILD FAILURE",
                        "maven-failsafe-plugin:" + ThisBuild.surefireVersion() + ":verify");
    }

    @Test
    void namesTheTestThatRanInTheSummary() throws IOException {
        assertThat(project.summary())
                .startsWith("2 traced tests: 1 passed, 0 failed, 1 inconclusive")
                .containsPattern("PASSED +0 +0 +0 +\\d+ +\\d+  VectorStoreIT.updateFreesTheOldVector")
                .containsPattern("INCONCLUSIVE +- +- +- +- +-  VectorStoreIT.theCacheIsFreedByClear")
                .contains(
                        "INCONCLUSIVE: the JVM ended within VectorStoreIT.theCacheIsFreedByClear",
                        "Capture up to its end: " + project.traces().resolve("recorded.capture.jsonl"));
    }

    @Test
    void isBlamedOnTheTestByCheckAlone() throws IOException, InterruptedException {
        MavenBuild check = project.run("vexfs-trace:check");

        assertThat(check.log())
                .contains(
                        "BUILD FAILURE",
                        "1 violation:",
                        "org.vexfs.trace.example.VectorStoreIT.theCacheIsFreedByClear(VexfsTrace)",
                        "INCONCLUSIVE: the JVM ended within VectorStoreIT.theCacheIsFreedByClear")
                .doesNotContain("updateFreesTheOldVector");
    }

    @Test
    void isWorthAWarningWhereAnInconclusiveTestIs() throws IOException, InterruptedException {
        MavenBuild check = project.run("vexfs-trace:check", "-Dvexfs.trace.check.inconclusive=warn");

        assertThat(check.log())
                .contains(
                        "[WARNING] org.vexfs.trace.example.VectorStoreIT.theCacheIsFreedByClear(VexfsTrace)",
                        "BUILD SUCCESS");
    }

    @Test
    void isJudgedFromWhatTheTraceToldBeforeItsEnd() throws IOException, InterruptedException {
        TinyProject freesTwice = TinyProject.copy("ends-its-jvm", "ended-jvm-double-free")
                .with(Capture.recorded().freeingTwice(ENDED).endingWithin(ENDED));

        assertThat(freesTwice.verify().log())
                .contains("The forked VM terminated without properly saying goodbye", "BUILD FAILURE");
        assertThat(freesTwice
                        .run("vexfs-trace:check", "-Dvexfs.trace.check.inconclusive=warn")
                        .log())
                .contains(
                        "1 violation:",
                        "org.vexfs.trace.example.VectorStoreIT.theCacheIsFreedByClear(VexfsTrace)",
                        ENDED + " makes module vexfs free memory twice, 1 time.",
                        "the trace ended before the window did: the JVM that ran the test ended within it",
                        "BUILD FAILURE");
    }
}
