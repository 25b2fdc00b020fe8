package org.vexfs.trace.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.report.ComparedRun;
import org.vexfs.trace.report.RunRecord;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.testing.GivenOperations;

class HtmlPageTests {

    private static final PlotPainter WITHOUT_FONTS = plot -> {
        throw new PlotException(new InternalError("Fontconfig head is null, check your fonts or fonts configuration"));
    };

    @TempDir
    Path folder;

    @Test
    void itSaysInOneSentenceHowTheRunStandsAndNamesEveryTest() throws IOException {
        Markup page = page(SampleRun.tests());

        assertThat(page.texts("//p[contains(@class, 'total')]"))
                .containsExactly("\u2718 FAILED Of 7 traced tests, 2 failed, 2 cannot be told, and 2 passed."
                        + " 1 aborted, and judged nothing. Of those whose trace passed, 1 failed in JUnit.");
        assertThat(page.texts("//table[@class='tests']//tbody/tr/th"))
                .containsExactly(
                        "LeakyIT.losesThreeObjects",
                        "FaultIT.freesTwice",
                        "StoreIT.misses",
                        "CrashIT.neverReturns",
                        "SearchIT.searchIsFastEnough",
                        "StoreIT.insertsAndClears",
                        "StoreIT.needsAnotherKernel");
    }

    @Test
    void aVerdictIsAWordAndASignNotJustAColour() throws IOException {
        Markup page = page(SampleRun.tests());

        assertThat(page.texts("//table[@class='tests']//tbody/tr/td[1]"))
                .containsExactly(
                        "\u2718 FAILED",
                        "\u2718 FAILED",
                        "? INCONCLUSIVE",
                        "? INCONCLUSIVE",
                        "\u2714 PASSED",
                        "\u2714 PASSED",
                        "\u2013 ABORTED");
    }

    @Test
    void aLeakIsToldWithItsBytesItsCallersAndItsStackFolded() throws IOException {
        Markup page = page(List.of(SampleRun.leaks().run()));

        assertThat(page.texts("//table[caption='Where objects that are still held were allocated']//tbody/tr[1]/*"))
                .startsWith("vexfs_hnsw_insert+0x1a4examples/module/vexfs_hnsw.c:212", "2,048", "2", "slab");
        assertThat(page.texts("//details[summary='Folded stacks']/pre"))
                .containsExactly("vfs_write;vexfs_dev_write;command_run;vexfs_vector_insert;vexfs_hnsw_insert 2048\n"
                        + "vfs_write;vexfs_dev_write;command_run;faults_run;vexfs_fault_leak 384");
        assertThat(page.texts("//small")).contains("suppressed: does not count");
    }

    @Test
    void howMemoryWasUsedIsThereAsInTextResults() throws IOException {
        Markup page = page(List.of(SampleRun.leaks().run()));

        assertThat(page.texts("//details[summary='How memory was used']/pre"))
                .singleElement()
                .asString()
                .startsWith("memory     allocated ");
    }

    @Test
    void whatIsSwitchedOffIsNotShownAsNone() throws IOException {
        Markup page = page(
                List.of(new GivenRun("org.StoreIT", "inserts()").isNotTracked().run()));

        assertThat(page.texts("//table[@class='tests']//tbody/tr/td[3]")).containsExactly("\u2013");
        assertThat(page.texts("//dt")).doesNotContain("allocations", "frees", "objects leaked", "bytes leaked");
    }

    @Test
    void whatTheKernelSaidIsThere() throws IOException {
        Markup page = page(List.of(SampleRun.freesTwice().run()));

        assertThat(page.texts("//pre[contains(@class, 'log')]").get(0))
                .contains("kernel BUG at mm/slub.c:553!", "RIP: 0010:kfree+0x2f1/0x350");
    }

    @Test
    void latenciesLocksCachesAndIndexesArePanels() throws IOException {
        Markup page = page(List.of(SampleRun.isSlow().run()));

        assertThat(page.texts("//h4")).contains("Operations", "HNSW against LSH", "Caches", "Locks", "Alerts");
        assertThat(page.texts("//table[contains(@class, 'versus')]/caption").get(0))
                .startsWith("hnsw_search is 2.4 times as fast as lsh_search");
        assertThat(page.texts("//table[caption='How often a look-up found something']//tbody/tr/*"))
                .containsExactly("vexfs_cache_get", "320", "80", "80.0 %", "");
        assertThat(page.texts("//figcaption"))
                .containsExactly("Distribution of latencies, in % of the calls", "Percentiles of latencies");
    }

    @Test
    void everyChartHasANameAndItsFiguresForWhoCannotSeeIt() throws IOException {
        Markup page = page(SampleRun.tests());

        assertThat(page.texts("//svg[@role='img']/title"))
                .hasSizeGreaterThan(4)
                .allSatisfy(title -> assertThat(title).isNotBlank());
        assertThat(page.texts("//svg[@role='img']/desc"))
                .contains("at most 16,384 bytes, at the end 2,432 bytes, after" + " 10.5 ms");
        assertThat(page.texts("//svg[not(@role='img') and not(@aria-hidden='true')]"))
                .isEmpty();
        assertThat(page.texts("//table[not(caption)]")).isEmpty();
        assertThat(page.texts("//th[not(@scope)]")).isEmpty();
    }

    @Test
    void headingsAreInOrderAndLinksLeadSomewhere() throws IOException {
        Markup page = page(SampleRun.tests());
        int last = 0;
        for (String heading : page.names("//h1|//h2|//h3|//h4")) {
            int level = heading.charAt(1) - '0';
            assertThat(level).isLessThanOrEqualTo(last + 1);
            last = level;
        }
        List<String> ids = page.texts("//@id");
        Set<String> targets = new HashSet<>(ids);

        assertThat(ids).doesNotHaveDuplicates();
        assertThat(page.texts("//a/@href"))
                .hasSize(8)
                .allSatisfy(link -> assertThat(targets).contains(link.substring(1)));
        assertThat(page.texts("//@aria-labelledby").stream().flatMap(text -> Stream.of(text.split(" "))))
                .allSatisfy(id -> assertThat(targets).contains(id));
    }

    @Test
    void itHasNothingThatTheContentSecurityPolicyOfJenkinsForbids() throws IOException {
        Markup page = page(SampleRun.tests());

        assertThat(page.texts("//script|//style|//@style|//iframe|//object|//embed|//img|//base|//form"))
                .isEmpty();
        assertThat(page.names("//@*")).noneMatch(name -> name.startsWith("on"));
        assertThat(page.texts("//link/@href|//@src")).containsExactly("vexfs-trace.css");
        assertThat(page.texts("//@*"))
                .noneMatch(value -> value.matches("(?i).*(data|javascript|https?):.*")
                        && !value.equals("http://www.w3.org/1999/xhtml"));
        assertThat(folder.resolve("vexfs-trace.css"))
                .content()
                .contains("prefers-color-scheme: dark")
                .doesNotContain("url(", "@import");
    }

    @Test
    void namesThatLookLikeMarkupStayNames() throws IOException {
        String name = "<script>alert(1)</script> \"quoted\" 'too' ]]> & <!-- \u05d0\u05d1 \u202eright-to-left"
                + " \u0000\u0007\u001b[31m \ud83d\ude00 \ud800 {{mustache}} {{{raw}}}";
        Markup page = page(List.of(new GivenRun("org.example.OddIT", name, name)
                .leaks(1, 8, name + "+0x1 (" + name + ")", name)
                .warns(name, name)
                .says(name)
                .calls(new GivenOperations().calls(20, name, 1_000, 0))
                .run()));

        assertThat(page.texts("//script")).isEmpty();
        assertThat(page.texts("//h3/bdi"))
                .containsExactly("<script>alert(1)</script> \"quoted\" 'too' ]]> & <!-- \u05d0\u05d1"
                        + " [U+202E]right-to-left \u2400\u2407\u241b[31m \ud83d\ude00 \ufffd {{mustache}} {{{raw}}}");
    }

    @Test
    void aVeryLongNameIsCut() throws IOException {
        Markup page = page(List.of(new GivenRun("org.example.LongIT", "x".repeat(100_000))
                .holds(0, 8)
                .run()));

        assertThat(page.texts("//h3/bdi")).containsExactly("LongIT." + "x".repeat(112) + "\u2026");
        assertThat(page.bytes()).isLessThan(20_000);
    }

    @Test
    void withoutFontsThereAreTablesAndALineThatSaysWhy() throws IOException {
        Path file = folder.resolve("index.html");
        String obstacle = HtmlPage.write(file, content(SampleRun.tests()), WITHOUT_FONTS);
        Markup page = Markup.of(file);

        assertThat(obstacle).contains("Fontconfig head is null");
        assertThat(page.texts("//p[@class='note']"))
                .anySatisfy(note -> assertThat(note)
                        .contains("no charts", "Fontconfig head is null", "install fontconfig and a font"));
        assertThat(page.texts("//figcaption")).containsExactly("Leaked bytes by call stack, callers above");
        assertThat(page.texts("//table[caption='How often functions were called, and how long their calls took']"))
                .hasSize(1);
    }

    @Test
    void recordsOfEarlierVersionsAreShownAsFarAsTheyGo() throws IOException {
        Markup page = page(List.of(
                SampleRun.leaks().withoutFigures().run(),
                SampleRun.isSlow().withoutFigures().in(Environment.NONE).run()));

        assertThat(page.texts("//table[caption='Where objects that are still held were allocated']//tbody/tr"))
                .hasSize(2);
        assertThat(page.texts("//table[caption='How often functions were called, and how long their calls took']"
                        + "//tbody/tr/th"))
                .contains("vexfs_hnsw_search");
        assertThat(page.texts("//figure")).isEmpty();
    }

    @Test
    void aRecordThatLacksItsPartsIsInconclusiveAndShown() throws IOException {
        TestRun whole = SampleRun.passes().run();
        RunRecord.Window window = new RunRecord.Window(
                whole.started().uniqueId(), 1, null, 0, 0, null, null, 0, null, 0, null, 0, 0, null, null);
        TestRun run = new TestRun(
                new RunRecord.Started(null, 0, null, null, null, null, null, 0),
                List.of(window, whole.finished().orElseThrow()),
                whole.records());

        assertThat(page(List.of(run)).texts("//table[@class='tests']//tbody/tr/td[1]"))
                .containsExactly("? INCONCLUSIVE");
    }

    @Test
    void aRunWithoutATestIsNoPass() throws IOException {
        assertThat(page(List.of()).texts("//p[contains(@class, 'total')]"))
                .containsExactly("? INCONCLUSIVE No test was traced.");
    }

    @Test
    void aTestThatWasAbortedHasNothingToFind() throws IOException {
        TestRun aborted =
                new GivenRun("org.example.StoreIT", "abort").endsAs("ABORTED").run();

        assertThat(page(List.of(aborted)).texts("//h4")).isEmpty();
    }

    @Test
    void twoRunsOfOneTestHavePlacesOfTheirOwn() throws IOException {
        TestRun run = SampleRun.passes().run();

        assertThat(page(List.of(run, run)).texts("//table[@class='tests']//a/@href"))
                .containsExactly(
                        "#test-StoreIT.insertsAndClears-" + hash(run),
                        "#test-StoreIT.insertsAndClears-" + hash(run) + "-2");
    }

    private static String hash(TestRun run) {
        Matcher anchor = Pattern.compile(".*-([0-9a-f]{8})").matcher(Anchor.of(run.started()));
        assertThat(anchor.matches()).isTrue();
        return anchor.group(1);
    }

    private Markup page(List<TestRun> runs) throws IOException {
        return write(content(runs));
    }

    private static HtmlPage.Content content(List<TestRun> runs) {
        return new HtmlPage.Content(runs.stream().map(ComparedRun::alone).toList(), List.of(), List.of());
    }

    private Markup write(HtmlPage.Content content) throws IOException {
        Path file = folder.resolve("index.html");
        assertThat(HtmlPage.write(file, content)).isEmpty();
        assertThat(Files.readString(file, StandardCharsets.UTF_8)).startsWith("<!DOCTYPE html>");
        return Markup.of(file);
    }
}
