package org.vexfs.trace.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.baseline.Baseline;
import org.vexfs.trace.report.ComparedRun;
import org.vexfs.trace.report.ComparisonRules;
import org.vexfs.trace.report.RecordedBaseline;

/** The page of a run whose tests are compared with a baseline. */
class ComparedPageTests {

    private static final String OVERVIEW = "//table[contains(@class, 'tests')]//tbody/tr";
    private static final String CHANGES =
            "//table[caption='What has become of latencies since the baseline was taken']//tbody/tr";

    private Path file;

    @BeforeEach
    void file(@TempDir Path folder) {
        file = folder.resolve("index.html");
    }

    @Test
    void whatHasRegressedComesFirstAndIsInTheSentence() throws IOException {
        Markup page = page(SampleRun.comparedTests());

        assertThat(page.texts("//p[contains(@class, 'total')]"))
                .containsExactly("\u25b2 REGRESSED Of 7 traced tests, 0 failed, 1 regressed, 1 cannot be told, and 5"
                        + " passed.");
        assertThat(page.texts("//ul[@class='counts']/li"))
                .containsExactly(
                        "0 \u2718 FAILED",
                        "1 \u25b2 REGRESSED",
                        "1 ? INCONCLUSIVE",
                        "5 \u2714 PASSED",
                        "0 \u2013 ABORTED");
        assertThat(page.texts("//div[@class='test']/h3"))
                .containsExactly("\u25b2 REGRESSED SearchIT.isSlower", "? INCONCLUSIVE SearchIT.isIncomplete");
    }

    @Test
    void aLeakIsWorseThanARegression() throws IOException {
        Markup page = page(List.of(
                slower(),
                ComparedRun.alone(SampleRun.leaks().run()),
                ComparedRun.alone(SampleRun.isSlow().run())));

        assertThat(page.texts(OVERVIEW + "/td[1]"))
                .containsExactly("\u2718 FAILED", "\u25b2 REGRESSED", "\u2714 PASSED");
    }

    @Test
    void theOverviewTellsHowEachTestStands() throws IOException {
        Markup page = page(SampleRun.comparedTests());

        assertThat(page.texts(OVERVIEW + "/th"))
                .containsExactly(
                        "SearchIT.isSlower",
                        "SearchIT.isIncomplete",
                        "SearchIT.isAsFast",
                        "SearchIT.isFaster",
                        "SearchIT.isCalledSeldom",
                        "SearchIT.ranElsewhere",
                        "SearchIT.isNew");
        assertThat(page.texts(OVERVIEW + "/td[2]"))
                .containsExactly(
                        "\u25b2 regressed",
                        "\u2013",
                        "\u2714 within",
                        "\u25bc faster",
                        "? inconclusive",
                        "\u2260 not comparable",
                        "\u2013 no baseline");
    }

    @Test
    void aRegressionIsToldWithTheChangeItsIntervalAndWhatIsAllowed() throws IOException {
        Markup page = page(List.of(slower()));
        List<String> median = page.texts(CHANGES + "[1]/*");

        assertThat(median).hasSize(8);
        assertThat(median.get(0)).isEqualTo("vexfs_search1,000 calls, 0 errors; before 1,000 calls, 0 errors");
        assertThat(median.subList(1, 5)).containsExactly("\u25b2 regressed", "p50", "1.0 ms", "1.2 ms");
        // The truth is 20 %, told by histograms that know each time within 1 %.
        assertThat(percent(median.get(5))).isBetween(18.0, 22.0);
        assertThat(median.get(6)).matches("\\+\\d\\d\\.\\d to \\+\\d\\d\\.\\d % \\(99 %\\)");
        assertThat(median.get(7)).isEqualTo("5 %");
        assertThat(page.texts("//h4[.='What was found']/following-sibling::pre[1]")
                        .get(0))
                .startsWith(
                        "regressed: the median of vexfs_search was 1.0 ms in 1,000 calls, is 1.2 ms in 1,000 calls: +")
                .contains("\nregressed: the p99 of vexfs_search was 1.1 ms")
                .endsWith("\nWhat to do: mend it, or let it be so: mvn vexfs-trace:baseline");
    }

    @Test
    void eachPercentileThatIsComparedHasARow() throws IOException {
        assertThat(page(List.of(slower())).texts(CHANGES + "/td[contains(., 'p')]"))
                .containsExactly("p50", "p99");
    }

    @Test
    void whatHasTooFewCallsSaysHowManyItTakes() throws IOException {
        assertThat(page(named("isCalledSeldom")).texts(CHANGES + "[2]/td"))
                .containsExactly("? inconclusive", "there were 100 calls; to compare p99, 757 are needed");
    }

    @Test
    void whatRanElsewhereSaysWhatDiffersAndIsNotDrawn() throws IOException {
        Markup page = page(named("ranElsewhere"));

        assertThat(page.texts("//h4[.='Against the baseline']/following-sibling::p[1]"))
                .containsExactly(
                        "Not comparable, because the kernel was 7.0.4, is 6.12.57+deb13-amd64, the CPU was Intel"
                                + " Xeon Gold 6338, is AMD EPYC 7763: vexfs_search.");
        assertThat(page.texts("//figcaption")).contains("Percentiles of latencies");
    }

    @Test
    void whatIsNewSaysSo() throws IOException {
        assertThat(page(named("isNew")).texts("//h4[.='Against the baseline']/following-sibling::p[1]"))
                .containsExactly("No baseline: there is none of vexfs_search. To take one: mvn vexfs-trace:baseline");
    }

    @Test
    void theBaselineIsPlottedBesideThePercentiles() throws IOException {
        Markup page = page(List.of(slower()));

        assertThat(page.texts("//figcaption")).contains("Percentiles of latencies, against the baseline");
        assertThat(page.texts("//ul[@class='legend']/li")).contains("vexfs_search, baseline");
        assertThat(page.texts("//desc"))
                .anySatisfy(text ->
                        assertThat(text).matches("vexfs_search: p50 1\\.2 ms, .*; in the baseline p50 1\\.0 ms, .*"));
    }

    @Test
    void thePeakOfTheBaselineStandsBesideTheTests() throws IOException {
        assertThat(page(List.of(slower())).texts("//div[dt='bytes held at most']/dd"))
                .containsExactly("12,288 (in the baseline 8,192)");
    }

    @Test
    void aLeakThatTheBaselineKnowsIsMarked() throws IOException {
        Baseline knowing = RecordedBaseline.of(
                        Baseline.NONE, List.of(SampleRun.leaks().run()), true, false)
                .baseline();

        Markup page = page(ComparedRun.of(
                List.of(SampleRun.leaks().run()), knowing, ComparisonRules.parse("50", "1%", "5%", List.of())));

        assertThat(page.texts("//small"))
                .contains("the baseline knows 2 objects of it", "the baseline knows 1 object of it");
    }

    @Test
    void withoutABaselineThePageSaysNothingOfOne() throws IOException {
        Markup page = page(List.of(ComparedRun.alone(SampleRun.isSlow().run())));

        assertThat(page.texts("//th[.='Baseline']|//h4[.='Against the baseline']"))
                .isEmpty();
        assertThat(page.texts("//p[contains(@class, 'total')]")).noneMatch(text -> text.contains("regressed"));
    }

    private static ComparedRun slower() {
        return named("isSlower").get(0);
    }

    private static List<ComparedRun> named(String test) {
        return SampleRun.comparedTests().stream()
                .filter(compared -> compared.run().started().reportedName().equals(test))
                .toList();
    }

    private static double percent(String text) {
        return Double.parseDouble(text.replace(" %", ""));
    }

    private Markup page(List<ComparedRun> runs) throws IOException {
        assertThat(HtmlPage.write(file, new HtmlPage.Content(runs, List.of(), List.of())))
                .isEmpty();
        return Markup.of(file);
    }
}
