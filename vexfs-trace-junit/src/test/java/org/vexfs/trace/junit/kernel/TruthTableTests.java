package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.SoftAssertions.assertSoftly;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.session.LiveSession;
import org.vexfs.trace.session.LiveWindow;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.session.TraceUnavailableException;
import org.vexfs.trace.testing.ExampleModule;
import org.vexfs.trace.testing.KernelTest;

/** Holds every row of the {@link TruthTable} against what the trace makes of it, and writes the table down. */
@KernelTest
class TruthTableTests {

    private static final Path TABLE = Path.of("target", "truth-table-" + System.getProperty("os.version") + ".md");

    private static final int MOST_ATTEMPTS = 3;

    private static final List<String> LINES = new ArrayList<>();

    private static TraceConfig config;
    private static LiveSession session;

    @BeforeAll
    static void start() throws TraceUnavailableException {
        // An emulated CPU takes its time over the 400,000 events of a flood.
        config = ConfigLoader.load(
                System.getProperties(), Path.of(""), Map.of("bpftrace.answer_timeout", "300s", "module", "vexfs"));
        session = LiveSession.start(config);
    }

    @AfterAll
    static void writeTable() throws IOException {
        if (session != null) {
            session.close();
            List<String> table = new ArrayList<>();
            table.add("Kernel " + System.getProperty("os.version") + ", bpftrace " + session.bpftraceVersion() + ":");
            table.add("");
            table.add("| behaviour | command | leaked | freed twice | freed wrongly | judged |");
            table.add("|---|---|---|---|---|---|");
            table.addAll(LINES);
            Files.write(TABLE, table);
            table.forEach(System.out::println);
        }
    }

    static List<TruthTable.Row> rows() {
        return TruthTable.rows();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void isJudgedRight(TruthTable.Row row) throws Exception {
        MemoryJudgement judgement = judge(row, 1);
        // A run that the kernel skipped in an interrupt leaves the window INCONCLUSIVE, which says: run it again.
        for (int attempt = 2; attempt <= MOST_ATTEMPTS && !judgement.gaps().isEmpty(); attempt++) {
            judgement = judge(row, attempt);
        }
        boolean right = false;
        try {
            judgedRight(row, judgement);
            right = true;
        } finally {
            LINES.add(String.format(
                    Locale.ROOT,
                    "| %s | `%s` | %s | %s | %s | %s |",
                    row.group(),
                    row.command(),
                    found(row.leaked(), judgement.leakedObjects(), judgement.leaks()),
                    found(row.doubleFrees(), judgement.doubleFreeFindings().size(), judgement.doubleFrees()),
                    found(row.invalidFrees(), judgement.invalidFreeFindings().size(), judgement.invalidFrees()),
                    right ? "right" : "**wrong**"));
        }
    }

    private static MemoryJudgement judge(TruthTable.Row row, int attempt) throws Exception {
        LiveWindow window = session.open(new TestId(row.toString(), row.command(), attempt), config);
        give(row);
        return ModuleSession.memory(window);
    }

    private static void give(TruthTable.Row row) throws Exception {
        if (row.kills()) {
            Process victim = new ProcessBuilder("sh", "-c", "echo '" + row.command() + "' >/dev/vexfs").start();
            assertThat(victim.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } else {
            ExampleModule.command(row.command());
        }
    }

    private static void judgedRight(TruthTable.Row row, MemoryJudgement judgement) {
        assertSoftly(softly -> {
            softly.assertThat(judgement.gaps()).isEmpty();
            softly.assertThat(judgement.leakedObjects()).as("objects leaked").isEqualTo(row.leaked());
            if (row.bytes() >= 0) {
                softly.assertThat(judgement.leakedBytes()).as("bytes leaked").isEqualTo(row.bytes());
            }
            softly.assertThat(judgement.leakFindings())
                    .allSatisfy(leak -> assertThat(leak.site().name()).isEqualTo(row.site()));
            softly.assertThat(judgement.leaks()).as("leaks").isEqualTo(verdict(row.leaked()));
            softly.assertThat(judgement.doubleFreeFindings()).as("double frees").hasSize((int) row.doubleFrees());
            softly.assertThat(judgement.doubleFrees()).isEqualTo(verdict(row.doubleFrees()));
            softly.assertThat(judgement.invalidFreeFindings())
                    .as("invalid frees")
                    .hasSize((int) row.invalidFrees());
            // A flood may lose the events of frees that were not matched, and then nothing is claimed of them.
            softly.assertThat(judgement.invalidFrees())
                    .isIn(
                            verdict(row.invalidFrees()),
                            judgement.incompleteDetail() ? Verdict.INCONCLUSIVE : verdict(row.invalidFrees()));
        });
    }

    private static Verdict verdict(long findings) {
        return findings == 0 ? Verdict.PASSED : Verdict.FAILED;
    }

    private static String found(long truth, long found, Verdict verdict) {
        return verdict == Verdict.INCONCLUSIVE ? "?" : found + " of " + truth;
    }
}
