package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A build whose test makes the module free an object twice, and asserts nothing. */
class DoubleFreeBuildTests {

    private static final String TEST = "VectorStoreIT.updateFreesTheOldVector";

    private static TinyProject project;
    private static MavenBuild build;

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        project = TinyProject.copy("double-free", "double-free")
                .with(Capture.recorded().freeingTwice(TEST).assertingNothing(TEST));
        build = project.verify();
    }

    @Test
    void failsInCheckThoughTheTestPassed() {
        assertThat(build.log())
                .contains(
                        "Tests run: 1, Failures: 0, Errors: 0, Skipped: 0",
                        "BUILD FAILURE",
                        "vexfs-trace-maven-plugin:" + ThisBuild.version() + ":check",
                        "MojoFailureException");
        assertThat(build.exitCode()).isOne();
    }

    @Test
    void namesTheTestTheObjectAndBothFrees() {
        assertThat(build.log())
                .contains(
                        "1 violation:",
                        "org.vexfs.trace.example.VectorStoreIT.updateFreesTheOldVector(VexfsTrace)",
                        "makes module vexfs free memory twice, 1 time.",
                        "0xff483b7e2063f800 freed again at",
                        "1.0 us after it was freed at")
                .doesNotContain("leaks");
    }

    @Test
    void writesTheDoubleFreeIntoTheReportOfTheTest() throws Exception {
        assertThat(project.report("VectorStoreIT")
                        .testCase("updateFreesTheOldVector(VexfsTrace)")
                        .properties())
                .containsAllEntriesOf(Map.of(
                        "vexfs.trace.verdict", "FAILED",
                        "vexfs.trace.leaks", "PASSED",
                        "vexfs.trace.doubleFrees", "1"));
        assertThat(project.summary()).startsWith("1 traced test: 0 passed, 1 failed, 0 inconclusive");
    }

    @Test
    void isShownByGitHubBesideTheTestWhereNoLineOfTheModuleIsKnown() throws IOException, InterruptedException {
        MavenBuild report = project.with("GITHUB_WORKSPACE", project.file("").toString())
                .run("vexfs-trace:report", "-Dvexfs.trace.ci=github");

        assertThat(report.log().lines().filter(line -> line.startsWith("::error ")))
                .singleElement()
                .asString()
                .startsWith("::error file=src/test/java/org/vexfs/trace/example/VectorStoreIT.java,line=13,"
                        + "title=vexfs-trace%3A " + TEST + "::");
    }

    @Test
    void isWorthAWarningWhereDoubleFreesAreAllowed() throws IOException, InterruptedException {
        assertThat(project.run("vexfs-trace:check", "-Dvexfs.trace.check.noDoubleFree=false")
                        .log())
                .contains(
                        "[WARNING] org.vexfs.trace.example.VectorStoreIT.updateFreesTheOldVector(VexfsTrace)",
                        "free memory twice",
                        "BUILD SUCCESS");
    }
}
