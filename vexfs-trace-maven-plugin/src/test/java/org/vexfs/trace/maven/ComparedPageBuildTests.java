package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of builds that have a baseline, or a broken one, or none. */
class ComparedPageBuildTests {

    private static final String BASELINE = "src/test/vexfs-trace/baseline.json";
    private static final String DRAWN = "<figcaption>Percentiles of latencies, against the baseline</figcaption>";
    private static final RecordedRun FAST = new RecordedRun("6.12", 1_000, 1_000_000);
    private static final RecordedRun SLOWER = new RecordedRun("6.12", 1_000, 1_200_000);

    private static TinyProject project;

    @BeforeAll
    static void takeABaseline() throws IOException, InterruptedException {
        project = TinyProject.copy("not-traced", "compared");
        FAST.into(project);
        project.run("vexfs-trace:baseline");
    }

    @Test
    void saysAndDrawsWhatIsSlowerWithoutFailing() throws IOException, InterruptedException {
        TinyProject slower = withBaseline("compared-slower", SLOWER);

        assertThat(slower.run("vexfs-trace:report").log()).contains("BUILD SUCCESS");

        assertThat(page(slower))
                .content()
                .contains("Of 1 traced test, 0 failed, 1 regressed, 0 cannot be told, and 0 passed.", DRAWN)
                .contains(
                        "regressed: the median of vexfs_search was 1.0 ms in 1,000 calls, is 1.2 ms in 1,000 calls: +");
    }

    @Test
    void callsNothingSlowerThatCheckAllows() throws IOException, InterruptedException {
        TinyProject allowed = withBaseline("compared-allowed", SLOWER);

        allowed.run("vexfs-trace:report", "-Dvexfs.trace.check.allowedRegression=30%");

        assertThat(page(allowed))
                .content()
                .contains("0 regressed, 0 cannot be told, and 1 passed.", "<td class=\"n\">30 %</td>", DRAWN);
    }

    @Test
    void namesWhatDiffersInAnotherEnvironment() throws IOException, InterruptedException {
        TinyProject elsewhere = withBaseline("compared-elsewhere", new RecordedRun("7.0", 1_000, 9_000_000));

        elsewhere.run("vexfs-trace:report");

        assertThat(page(elsewhere))
                .content()
                .contains("Not comparable, because the kernel was 6.12, is 7.0: vexfs_search.")
                .doesNotContain(DRAWN);
    }

    @Test
    void hasNothingOfABaselineWhereThereIsNone() throws IOException, InterruptedException {
        TinyProject none = TinyProject.copy("not-traced", "compared-none");
        FAST.into(none);

        assertThat(none.run("vexfs-trace:report").log())
                .contains("BUILD SUCCESS")
                .doesNotContain("baseline");

        assertThat(page(none)).content().contains("StoreIT.search").doesNotContain("regressed", "No baseline");
    }

    @Test
    void warnsOfABrokenOneAndGoesOnWithout() throws IOException, InterruptedException {
        TinyProject broken = withBaseline("compared-broken", SLOWER);
        Files.writeString(broken.file(BASELINE), "{\n<<<<<<< HEAD\n");

        assertThat(broken.run("vexfs-trace:report").log())
                .contains(
                        "[WARNING] the page compares nothing with the baseline: ",
                        "baseline.json, line 2: not a baseline")
                .contains("BUILD SUCCESS");

        assertThat(page(broken)).content().contains("StoreIT.search").doesNotContain("regressed");
    }

    @Test
    void comparesTheTestsOfEachJobThatItAggregates(@TempDir Path artifacts) throws IOException, InterruptedException {
        FAST.into(artifacts.resolve("linux-6.12-a"));
        SLOWER.into(artifacts.resolve("linux-6.12-b"));
        TinyProject both = withBaseline("aggregator", "compared-aggregate");

        both.run("vexfs-trace:aggregate", "-Dvexfs.trace.aggregate.directories=" + artifacts);

        assertThat(both.file("target/vexfs-trace-aggregate/index.html"))
                .content()
                .contains("Of 2 traced tests, 0 failed, 1 regressed, 0 cannot be told, and 1 passed.", DRAWN)
                .contains("REGRESSED</span> <bdi>StoreIT.search [linux-6.12-b]</bdi>");
    }

    @Test
    void comparesEachModuleOfABuildWithItsOwn() throws IOException, InterruptedException {
        TinyProject modules = TinyProject.copy("modules", "compared-modules");
        FAST.into(modules.file("kernel/target/vexfs-trace"));
        SLOWER.into(modules.file("tools/target/vexfs-trace"));
        copyBaseline(modules.file("tools").resolve(BASELINE));

        modules.run("vexfs-trace:aggregate");

        assertThat(modules.file("target/vexfs-trace-aggregate/index.html"))
                .content()
                .contains("Of 2 traced tests, 0 failed, 1 regressed, 0 cannot be told, and 1 passed.")
                .contains("REGRESSED</span> <bdi>StoreIT.search [tools]</bdi>");
    }

    private static TinyProject withBaseline(String build, RecordedRun run) throws IOException {
        TinyProject copy = withBaseline("not-traced", build);
        run.into(copy);
        return copy;
    }

    private static TinyProject withBaseline(String name, String build) throws IOException {
        TinyProject copy = TinyProject.copy(name, build);
        copyBaseline(copy.file(BASELINE));
        return copy;
    }

    private static void copyBaseline(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.copy(project.file(BASELINE), file);
    }

    private static Path page(TinyProject project) {
        return project.traces().resolve("index.html");
    }
}
