package org.vexfs.trace.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.report.ComparedRun;
import org.vexfs.trace.report.RunRecord;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.testing.GivenOperations;

/** Pages of more tests than they have room for. */
class LargePageTests {

    private static final int MOST_BYTES = HtmlPage.MOST_BYTES;
    private static final String OVERVIEW = "//table[contains(@class, 'tests')]//tbody/tr";
    private static final TestRun WITH_CALLS = withCalls();

    private final AtomicInteger painted = new AtomicInteger();
    private Path file;

    @BeforeEach
    void file(@TempDir Path folder) {
        file = folder.resolve("index.html");
    }

    @Test
    void aPageOfAThousandTestsNamesThemAllWithinTwoMegabytesAndSaysWhatItLeavesOut() throws IOException {
        Markup page = page(IntStream.range(0, 1_000).mapToObj(i -> i % 10 == 0 ? leaks(i) : passes(i)));

        assertThat(page.bytes()).isLessThanOrEqualTo(MOST_BYTES).isGreaterThan(MOST_BYTES / 2);
        assertThat(page.texts(OVERVIEW + "/th")).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(page.texts("//div[@class='test']//h4[.='Leaks']")).hasSize(100);
        assertThat(page.texts("//div[@class='test']//svg[@role='img']")).hasSizeGreaterThan(100);
        assertThat(page.texts("//p[@class='note']").get(0))
                .matches("To keep this page small, the details of \\d+ tests are left out;.*");
    }

    @Test
    void ofTenThousandTestsThoseToLookAtAreShownInFullAndTheRestAsALineOrCounted() throws IOException {
        Markup page = page(IntStream.range(0, 10_000).mapToObj(i -> switch (i % 500) {
            case 17 -> leaks(i);
            case 33 -> isSlower(i);
            case 51 -> cannotTell(i);
            default -> passes(i);
        }));

        assertThat(page.bytes()).isLessThanOrEqualTo(MOST_BYTES).isGreaterThan(MOST_BYTES * 9L / 10);
        assertThat(page.texts("//p[contains(@class, 'total')]"))
                .containsExactly("\u2718 FAILED Of 10,000 traced tests, 20 failed, 20 regressed, 20 cannot be told, and"
                        + " 9,940 passed.");
        assertThat(page.texts("//div[@class='test']//h4[.='Leaks']")).hasSize(20);
        assertThat(page.texts("//div[@class='test']//h4[.='Against the baseline']"))
                .hasSize(20);
        assertThat(page.texts("//div[@class='test'][.//figcaption]")).hasSize(60);
        assertThat(page.texts("//details[@class='test']//figcaption")).isEmpty();
        assertThat(painted).hasValueLessThan(500);
        int listed = page.texts(OVERVIEW + "/th").size();
        assertThat(listed).isGreaterThan(2_000);
        assertThat(leftOut(page, "small, ([\\d,]+) tests with nothing to report are not listed"))
                .isEqualTo(10_000 - listed);
        assertThat(page.texts("//p[@class='note']").get(0))
                .endsWith("A line for each is in summary.txt, and what was recorded of them in 1.records.jsonl.");
    }

    @Test
    void ofTenThousandTestsThatAllLeakTheFirstAreShownInFullAndTheLastCounted() throws IOException {
        Markup page = page(IntStream.range(0, 10_000).mapToObj(LargePageTests::leaks));

        assertThat(page.bytes()).isLessThanOrEqualTo(MOST_BYTES).isGreaterThan(MOST_BYTES * 9L / 10);
        assertThat(page.texts("//div[@class='test'][.//h4[.='Leaks'] and .//figcaption]"))
                .hasSizeGreaterThan(20);
        int listed = page.texts(OVERVIEW + "/th").size();
        assertThat(listed).isGreaterThan(2_000);
        assertThat(leftOut(page, "small, ([\\d,]+) tests to look at are not listed"))
                .isEqualTo(10_000 - listed);
    }

    @Test
    void aThousandRemarksAreNotAllShown() throws IOException {
        List<String> remarks = IntStream.range(0, 1_000)
                .mapToObj(i -> i + " " + "x".repeat(10_000))
                .toList();

        HtmlPage.write(file, new HtmlPage.Content(List.of(), remarks, List.of()));

        assertThat(Markup.of(file).bytes()).isLessThan(MOST_BYTES / 10);
        assertThat(Markup.of(file).texts("//p[@class='note']"))
                .hasSize(51)
                .endsWith("950 more remarks had no room here: see summary.txt.");
    }

    private static ComparedRun passes(int number) {
        return ComparedRun.alone(alsoCalling(given(number)));
    }

    private static ComparedRun leaks(int number) {
        GivenRun given = given(number);
        for (int leak = 0; leak < 3; leak++) {
            given.leaks(
                    1 + leak,
                    64 << leak,
                    "vexfs_leaks_" + leak + "+0x27 (examples/module/vexfs_faults.c:52)",
                    "faults_run+0x202 (examples/module/vexfs_faults.c:288)",
                    "command_run+0x92 (examples/module/vexfs_command.c:445)",
                    "vexfs_dev_write+0xed (examples/module/vexfs_main.c:136)");
        }
        given.says("StoreIT.doesManyThings leaks.\n" + "  what was found\n".repeat(40));
        return ComparedRun.alone(alsoCalling(given));
    }

    private static ComparedRun isSlower(int number) {
        ComparedRun slower = SampleRun.comparedTests().stream()
                .filter(ComparedRun::regressed)
                .findFirst()
                .orElseThrow();
        return new ComparedRun(alsoCalling(given(number)), slower.baseline(), slower.operations());
    }

    private static ComparedRun cannotTell(int number) {
        return ComparedRun.alone(alsoCalling(given(number).isIncomplete().says("INCONCLUSIVE: it cannot be told.")));
    }

    private static GivenRun given(int number) {
        return new GivenRun("org.example.module.StoreIT", "doesManyThings[" + number + "]").holds(0, 128, 4096, 512, 0);
    }

    private static TestRun alsoCalling(GivenRun given) {
        TestRun run = given.run();
        List<RunRecord> told = new ArrayList<>(run.told());
        told.add(WITH_CALLS.operations().orElseThrow());
        told.add(WITH_CALLS.operationFigures().orElseThrow());
        return new TestRun(run.started(), told, run.records());
    }

    private static TestRun withCalls() {
        GivenOperations calls = new GivenOperations();
        Random random = new Random(1);
        for (int i = 0; i < 600; i++) {
            calls.calls("vexfs_a_function_of_a_usual_name_" + i % 6, SampleRun.nanos(random, 10_000L << i % 6), 0);
        }
        return new GivenRun("org.example.AnyIT", "any").calls(calls).run();
    }

    private static int leftOut(Markup page, String pattern) {
        Matcher note = Pattern.compile(pattern)
                .matcher(page.texts("//p[@class='note']").get(0));
        assertThat(note.find()).isTrue();
        return Integer.parseInt(note.group(1).replace(",", ""));
    }

    private Markup page(Stream<ComparedRun> runs) throws IOException {
        JFreeChartPainter painter = new JFreeChartPainter();
        PlotPainter counting = plot -> {
            painted.incrementAndGet();
            return painter.paint(plot);
        };
        assertThat(HtmlPage.write(file, new HtmlPage.Content(runs.toList(), List.of(), List.of()), counting))
                .isEmpty();
        return Markup.of(file);
    }
}
