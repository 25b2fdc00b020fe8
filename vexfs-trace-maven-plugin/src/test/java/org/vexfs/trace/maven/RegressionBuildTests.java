package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Builds whose operations take as long as their baseline says, or do not: from the captures of a test that searched a
 * thousand times, through the baseline that one build writes, to the verdict of another.
 */
class RegressionBuildTests {

    private static final String BASELINE = "src/test/vexfs-trace/baseline.json";
    private static final String TEST = "org.vexfs.trace.example.VectorSearchIT.searchIsFastEnough(VexfsTrace)";
    private static final String NO_VIOLATION = "1 traced test, no violation";

    private static TinyProject project;
    private static MavenBuild baseline;

    @BeforeAll
    static void takeABaseline() throws IOException, InterruptedException {
        project = TinyProject.copy("searches", "regression")
                .with(Capture.ofSearches().searching(1_000_000));
        baseline = project.verify("vexfs-trace:baseline");
    }

    @Test
    void theBaselineSaysWhatItWrote() {
        assertThat(baseline.log())
                .contains(
                        "no baseline: ",
                        "does not exist, so nothing is compared with it",
                        "added 1 test: " + TEST,
                        "wrote 1 test into ",
                        "BUILD SUCCESS");
        assertThat(project.file(BASELINE))
                .content()
                .contains("\"operation\":\"vexfs_vector_search\"", "\"kernel\":\"6.12.");
    }

    @Test
    void theReportHasThePercentilesOfEachFunction() throws Exception {
        assertThat(project.report("VectorSearchIT")
                        .testCase("searchIsFastEnough(VexfsTrace)")
                        .properties())
                .containsEntry("vexfs.trace.verdict", "PASSED")
                .containsEntry("vexfs.trace.vexfs_vector_search.calls", "1000")
                .hasEntrySatisfying("vexfs.trace.vexfs_vector_search.p50Nanos", isCloseTo(1_000_000))
                .hasEntrySatisfying("vexfs.trace.vexfs_vector_search.p99Nanos", isCloseTo(1_098_000));
    }

    private static Consumer<String> isCloseTo(double nanos) {
        return found -> assertThat(Double.parseDouble(found)).isCloseTo(nanos, withinPercentage(0.2));
    }

    @Test
    void aBaselineOfTheSameRunsStaysAsItIs() throws IOException, InterruptedException {
        assertThat(project.run("vexfs-trace:baseline").log()).contains("stays as it is", "BUILD SUCCESS");
    }

    @Test
    void whatIsSlowerFailsTheBuild() throws IOException, InterruptedException {
        TinyProject slower =
                withBaseline("regression-slower", Capture.ofSearches().searching(1_200_000));

        assertThat(slower.verify().log())
                .contains(
                        "Tests run: 1, Failures: 0, Errors: 0, Skipped: 0",
                        "MojoFailureException",
                        "2 violations:",
                        TEST,
                        "regressed: the median of vexfs_vector_search was 1.0 ms in 1,000 calls, is 1.2 ms in 1,000 calls",
                        "regressed: the p99 of vexfs_vector_search was 1.1 ms in 1,000 calls, is 1.3 ms in 1,000 calls",
                        "allowed are 5 %",
                        "Capture: " + slower.traces().resolve("recorded.capture.jsonl"));
        assertThat(slower.run("vexfs-trace:check", "-Dvexfs.trace.check.regressed=warn")
                        .log())
                .contains("[WARNING] " + TEST, NO_VIOLATION, "BUILD SUCCESS");
    }

    @Test
    void aFewSlowCallsAreARegressionOfTheTailAlone() throws IOException, InterruptedException {
        Capture fiftySlow = Capture.ofSearches()
                .searching(1_000_000)
                .searching((search, nanos) -> search % 20 == 19 ? 40_000_000 : nanos);

        assertThat(withBaseline("regression-tail", fiftySlow).verify().log())
                .contains(
                        "1 violation:",
                        "regressed: the p99 of vexfs_vector_search was 1.1 ms in 1,000 calls, is 40.0 ms in 1,000 calls",
                        "BUILD FAILURE");
    }

    @Test
    void whatIsAsFastPassesThoughOfFewCallsNothingCanBeTold() throws IOException, InterruptedException {
        TinyProject same = withBaseline("regression-none", Capture.ofSearches().searching(1_010_000));

        assertThat(same.verify().log())
                .contains(
                        NO_VIOLATION,
                        "[WARNING] inconclusive: too little to compare of",
                        "vexfs_vector_insert in " + TEST
                                + ": the baseline has 100 calls; to compare p99, 757 are needed",
                        "BUILD SUCCESS")
                .doesNotContain("regressed:", "vexfs_vector_search in ");
        assertThat(same.run("vexfs-trace:check", "-Dvexfs.trace.check.tooFewCalls=fail")
                        .log())
                .contains("1 violation:", "inconclusive: too little to compare of", "BUILD FAILURE");
    }

    @Test
    void timesAsTheyWereRecordedAreASlowdownOnceTheyAreDoubled() throws IOException, InterruptedException {
        TinyProject recorded =
                TinyProject.copy("searches", "regression-recorded").with(Capture.ofSearches());
        assertThat(recorded.verify("vexfs-trace:baseline").log()).contains("added 1 test: " + TEST, "BUILD SUCCESS");
        assertThat(recorded.verify().log()).contains(NO_VIOLATION, "BUILD SUCCESS");

        recorded.with(Capture.ofSearches().searching((search, nanos) -> 2 * nanos));

        assertThat(recorded.verify().log())
                .containsPattern("regressed: the median of vexfs_vector_search was .* in 1,000 calls, is .* in 1,000"
                        + " calls: \\+(99|100|101)\\.\\d %, at 99 % between \\+")
                .contains("BUILD FAILURE");
    }

    @Test
    void anotherEnvironmentIsNotComparable() throws IOException, InterruptedException {
        TinyProject elsewhere = withBaseline(
                "regression-elsewhere",
                Capture.ofSearches().searching(9_000_000).on("7.0"));

        assertThat(elsewhere.verify().log())
                .containsPattern("\\[WARNING\\] not comparable, because the kernel was 6\\.12\\.\\S+, is 7\\.0:")
                .contains(NO_VIOLATION, "BUILD SUCCESS");
        assertThat(elsewhere
                        .run("vexfs-trace:check", "-Dvexfs.trace.check.notComparable=fail")
                        .log())
                .contains("1 violation:", "BUILD FAILURE")
                .containsPattern("not comparable, because the kernel was 6\\.12\\.\\S+, is 7\\.0:");
    }

    @Test
    void withoutAFileNothingIsComparedUnlessItIsDemanded() throws IOException, InterruptedException {
        TinyProject none =
                TinyProject.copy("searches", "regression-no-baseline").with(Capture.ofSearches());

        assertThat(none.verify().log())
                .contains(
                        "no baseline: ",
                        "does not exist, so nothing is compared with it",
                        NO_VIOLATION,
                        "BUILD SUCCESS");
        assertThat(none.run("vexfs-trace:check", "-Dvexfs.trace.check.noBaseline=fail")
                        .log())
                .contains("no baseline: there is none of", "vexfs_vector_search in " + TEST, "BUILD FAILURE");
    }

    @Test
    void aBrokenBaselineIsToldWithItsLine() throws IOException, InterruptedException {
        TinyProject broken = withBaseline("regression-broken", Capture.ofSearches());
        Files.writeString(broken.file(BASELINE), "{\n<<<<<<< HEAD\n");

        assertThat(broken.verify().log())
                .contains("baseline.json, line 2: not a baseline:", "it has the marks of a merge", "BUILD FAILURE");
    }

    @Test
    void aBuildServerWritesNone() throws IOException, InterruptedException {
        TinyProject server = TinyProject.copy("searches", "regression-server")
                .with(Capture.ofSearches())
                .onBuildServer();

        assertThat(server.verify("vexfs-trace:baseline").log())
                .contains("a build server (CI=true) writes no baseline", "BUILD FAILURE");
        assertThat(server.file(BASELINE)).doesNotExist();
        assertThat(server.run("vexfs-trace:baseline", "-Dvexfs.trace.baseline.force")
                        .log())
                .contains("BUILD SUCCESS");
        assertThat(server.file(BASELINE)).exists();
    }

    private static TinyProject withBaseline(String build, Capture capture) throws IOException {
        TinyProject copy = TinyProject.copy("searches", build).with(capture);
        Files.createDirectories(copy.file(BASELINE).getParent());
        Files.copy(project.file(BASELINE), copy.file(BASELINE));
        return copy;
    }
}
