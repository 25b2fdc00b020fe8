package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Builds whose operations take as long as their baseline says, or do not. */
class RegressionBuildTests {

    private static final String BASELINE = "src/test/vexfs-trace/baseline.json";
    private static final RecordedRun FAST = new RecordedRun("6.12", 1_000, 1_000_000);

    private static TinyProject project;
    private static MavenBuild baseline;

    @BeforeAll
    static void takeABaseline() throws IOException, InterruptedException {
        project = TinyProject.copy("not-traced", "regression");
        FAST.into(project);
        baseline = project.run("vexfs-trace:baseline");
    }

    @Test
    void theBaselineSaysWhatItWrote() {
        assertThat(baseline.log())
                .contains("added 1 test: org.example.StoreIT.search", "wrote 1 test into ", "BUILD SUCCESS");
        assertThat(project.file(BASELINE)).content().contains("\"operation\":\"vexfs_search\"");
    }

    @Test
    void aBaselineOfTheSameRunsStaysAsItIs() throws IOException, InterruptedException {
        TinyProject again = withBaseline("regression-again", FAST);

        assertThat(again.run("vexfs-trace:baseline").log()).contains("stays as it is", "BUILD SUCCESS");
    }

    @Test
    void whatIsSlowerFailsTheBuild() throws IOException, InterruptedException {
        TinyProject slower = withBaseline("regression-slower", new RecordedRun("6.12", 1_000, 1_200_000));

        assertThat(slower.run("vexfs-trace:check").log())
                .contains(
                        "MojoFailureException",
                        "2 violations:",
                        "org.example.StoreIT.search",
                        "regressed: the median of vexfs_search was 1.0 ms in 1,000 calls, is 1.2 ms in 1,000 calls",
                        "regressed: the p99 of vexfs_search was",
                        "Capture: target/vexfs-trace/given.capture.jsonl");
        assertThat(slower.run("vexfs-trace:check", "-Dvexfs.trace.check.regressed=warn")
                        .log())
                .contains("[WARNING] org.example.StoreIT.search", "BUILD SUCCESS");
    }

    @Test
    void whatIsAsFastPasses() throws IOException, InterruptedException {
        TinyProject same = withBaseline("regression-none", new RecordedRun("6.12", 1_000, 1_010_000));

        assertThat(same.run("vexfs-trace:check").log()).contains("1 traced test, no violation", "BUILD SUCCESS");
    }

    @Test
    void anotherEnvironmentIsNotComparable() throws IOException, InterruptedException {
        TinyProject elsewhere = withBaseline("regression-elsewhere", new RecordedRun("7.0", 1_000, 9_000_000));

        assertThat(elsewhere.run("vexfs-trace:check").log())
                .contains("[WARNING] not comparable, because the kernel was 6.12, is 7.0:", "BUILD SUCCESS");
        assertThat(elsewhere
                        .run("vexfs-trace:check", "-Dvexfs.trace.check.notComparable=fail")
                        .log())
                .contains("1 violation:", "not comparable, because the kernel was 6.12, is 7.0:", "BUILD FAILURE");
    }

    @Test
    void fewCallsAreInconclusive() throws IOException, InterruptedException {
        TinyProject few = withBaseline("regression-few", new RecordedRun("6.12", 100, 1_000_000));

        assertThat(few.run("vexfs-trace:check").log())
                .contains(
                        "[WARNING] inconclusive: too little to compare of",
                        "there were 100 calls; to compare p99, 757 are needed",
                        "BUILD SUCCESS");
    }

    @Test
    void withoutAFileNothingIsComparedUnlessItIsDemanded() throws IOException, InterruptedException {
        TinyProject none = TinyProject.copy("not-traced", "regression-no-baseline");
        FAST.into(none);

        assertThat(none.run("vexfs-trace:check").log())
                .contains("no baseline: ", "does not exist, so nothing is compared with it", "BUILD SUCCESS");
        assertThat(none.run("vexfs-trace:check", "-Dvexfs.trace.check.noBaseline=fail")
                        .log())
                .contains(
                        "no baseline: there is none of", "vexfs_search in org.example.StoreIT.search", "BUILD FAILURE");
    }

    @Test
    void aBrokenBaselineIsToldWithItsLine() throws IOException, InterruptedException {
        TinyProject broken = withBaseline("regression-broken", FAST);
        Files.writeString(broken.file(BASELINE), "{\n<<<<<<< HEAD\n");

        assertThat(broken.run("vexfs-trace:check").log())
                .contains("baseline.json, line 2: not a baseline:", "it has the marks of a merge", "BUILD FAILURE");
    }

    @Test
    void aBuildServerWritesNone() throws IOException, InterruptedException {
        TinyProject server = TinyProject.copy("not-traced", "regression-server").onBuildServer();
        FAST.into(server);

        assertThat(server.run("vexfs-trace:baseline").log())
                .contains("a build server (CI=true) writes no baseline", "BUILD FAILURE");
        assertThat(server.file(BASELINE)).doesNotExist();
        assertThat(server.run("vexfs-trace:baseline", "-Dvexfs.trace.baseline.force")
                        .log())
                .contains("BUILD SUCCESS");
        assertThat(server.file(BASELINE)).exists();
    }

    private static TinyProject withBaseline(String build, RecordedRun run) throws IOException {
        TinyProject copy = TinyProject.copy("not-traced", build);
        Files.createDirectories(copy.file(BASELINE).getParent());
        Files.copy(project.file(BASELINE), copy.file(BASELINE));
        run.into(copy);
        return copy;
    }
}
