package org.vexfs.trace.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Observation;
import org.vexfs.trace.analysis.OperationJudge;
import org.vexfs.trace.analysis.OperationJudgement;
import org.vexfs.trace.analysis.OperationMeter;
import org.vexfs.trace.analysis.WindowScope;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.IndirectAllocations;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.config.TraceScript;

/** Operations judged again from a capture come to what they came to live. */
class ReplayedOperationsTests {

    private static final String START = "vx00000c0000001";
    private static final String END = "vx00000c0000002";
    private static final String TOTALS = "vx00000t0000002";
    private static final String EXECUTION = "vx00000c0000003";

    @TempDir
    Path folder;

    private final OperationSettings settings =
            ConfigLoader.load(new Properties(), Path.of(""), Map.of()).operations();

    private CaptureFile capture;
    private Recorder recorder;

    @BeforeEach
    void record() throws IOException {
        capture = CaptureFile.create(folder.resolve("a" + Replay.SUFFIX));
        recorder = new Recorder(capture, event -> {});
        recorder.note(new CaptureNote.Header(
                CaptureNote.FORMAT,
                "2026-01-01T00:00:00Z",
                "vexfs",
                "6.12",
                "0.23",
                "c0a00000",
                "c0a10000",
                Map.of(),
                "",
                Set.of(TraceScript.PERFORMANCE),
                Set.of("vexfs_read"),
                true,
                Environment.NONE));
        arrive("R 2 1");
    }

    @AfterEach
    void close() {
        capture.close();
    }

    @Test
    void theOperationsOfAReplayedWindowAreThoseOfTheLiveOne() throws IOException {
        open();
        arrive(
                "O 5 246 250 0 vexfs_read 2 1 0 0 0 0 0",
                "T 10 246 250 " + START + " 1 1 0 0 0 0 0",
                "Z",
                "O 11 246 250 0 vexfs_read 4 4096 0 1 0 4096 0",
                "O 21 246 250 0 vexfs_read 6 4294967291 0 2 0 4096 0",
                "W 29 3 246 250 f0 4 vexfs_read",
                "T 30 246 250 " + END + " 3 3 0 0 0 0 1",
                "Z",
                "O 31 246 250 0 vexfs_read 1 1 0 0 0 0 0");
        OperationJudgement live = judge(END);
        capture.close();

        OperationJudgement replayed = replay().judgeOperations(TraceWindow.END);

        assertThat(replayed.gaps()).isEqualTo(live.gaps()).isEmpty();
        assertThat(replayed.activity()).isEqualTo(live.activity());
        for (OperationJudgement judged : List.of(live, replayed)) {
            assertThat(judged.profile().function("vexfs_read")).hasValueSatisfying(read -> {
                assertThat(read.calls()).isEqualTo(2);
                assertThat(read.moved()).isEqualTo(4096);
                assertThat(read.errors()).isEqualTo(Map.of(5, 1L));
                assertThat(read.latency().max().high()).isEqualTo(6);
                assertThat(read.locks().contentions().count()).isOne();
            });
        }
    }

    @Test
    void callsThatWereOnlyAddedUpAreInTheReplayToo() throws IOException {
        open();
        arrive("T 10 246 250 " + START + " 0 0 0 0 0 0 0", "Z", "T 30 246 250 " + TOTALS + " 7 0 7 0 0 0 0");
        line(
                "{\"type\": \"hist\", \"data\": {\"@latency\": {\"vexfs_read\": [{\"min\": 992, \"max\": 1023, \"count\": 7}]}}}");
        line("{\"type\": \"map\", \"data\": {\"@moved\": {\"vexfs_read\": 700}}}");
        arrive("Z");
        judge(TOTALS);
        capture.close();

        assertThat(replay().judgeOperations(TraceWindow.END).profile().function("vexfs_read"))
                .hasValueSatisfying(read -> {
                    assertThat(read.calls()).isEqualTo(7);
                    assertThat(read.totalled()).isEqualTo(7);
                    assertThat(read.moved()).isEqualTo(700);
                    assertThat(read.latency().percentile(99).low()).isEqualTo(992);
                    assertThat(read.latency().percentile(99).high()).isEqualTo(1023);
                });
    }

    @Test
    void onlyTheTestsOwnCodeCountsAndAfterItsEndNothingMore() throws IOException {
        open();
        arrive("T 10 246 250 " + START + " 0 0 0 0 0 0 0", "Z", "O 11 246 250 0 vexfs_read 5 1 0 0 0 0 0");
        recorder.note(new CaptureNote.Executing(START, EXECUTION));
        measure(EXECUTION);
        arrive("T 20 246 250 " + EXECUTION + " 1 1 0 0 0 0 0", "Z", "O 21 246 250 0 vexfs_read 5 1 0 0 0 0 0");
        arrive("O 22 246 250 0 vexfs_read 5 1 0 0 0 0 0", "T 30 246 250 " + TOTALS + " 3 3 0 0 0 0 0", "Z");
        OperationJudgement live = judge(EXECUTION, TraceWindow.EXECUTION, TOTALS);
        arrive("O 41 246 250 0 vexfs_read 5 1 0 0 0 0 0", "T 50 246 250 " + END + " 4 4 0 0 0 0 0", "Z");
        recorder.note(new CaptureNote.OperationsJudged(START, "noErrors", END, ""));
        recorder.note(new CaptureNote.OperationsJudged(START, TraceWindow.END, END, ""));
        capture.close();

        assertThat(live.profile().all().calls()).isEqualTo(2);
        assertThat(replay().judgeOperations("noErrors")).isEqualTo(live);
        assertThat(replay().judgeOperations(TraceWindow.END)).isEqualTo(live);
    }

    @Test
    void whereTheTraceEndsBeforeTheTestsOwnCodeBeginsItIsJudgedFromTheWindowsBeginning() throws IOException {
        open();
        arrive("T 10 246 250 " + START + " 0 0 0 0 0 0 0", "Z", "O 11 246 250 0 vexfs_read 5 1 0 0 0 0 0");
        recorder.note(new CaptureNote.Executing(START, EXECUTION));
        measure(EXECUTION);
        arrive("T 20 246 250 " + END + " 1 1 0 0 0 0 0", "Z");
        OperationJudgement live = judge(END);
        capture.close();

        assertThat(live.profile().all().calls()).isEqualTo(1);
        assertThat(replay().judgeOperations(TraceWindow.END)).isEqualTo(live);
    }

    @Test
    void aWindowThatTracedNoMemoryCannotBeAskedForIt() throws IOException {
        open();
        arrive("T 10 246 250 " + START + " 0 0 0 0 0 0 0", "Z", "T 30 246 250 " + END + " 0 0 0 0 0 0 0", "Z");
        judge(END);
        capture.close();

        assertThat(replay().tellsOperations()).isTrue();
        assertThat(replay().tellsMemory()).isFalse();
    }

    @Test
    void aJudgementWhoseMarkerIsMissingIsReported() {
        open();
        arrive("T 10 246 250 " + START + " 0 0 0 0 0 0 0", "Z");
        recorder.note(new CaptureNote.OperationsJudged(START, TraceWindow.END, END, ""));
        capture.close();

        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(this::replay)
                .withMessage(capture.path() + ": a judgement of 'window' names the markers " + START + " and " + END
                        + ", of which one is missing. Remedy: use the capture as the live run wrote it.");
    }

    private void open() {
        recorder.note(new CaptureNote.Opened(
                START,
                "[id]",
                "StoreIT.read",
                1,
                Attribution.MODULE,
                IndirectAllocations.FAIL,
                Set.of(TraceScript.PERFORMANCE)));
        measure(START);
    }

    private void measure(String from) {
        recorder.readOperationsAndNote(
                ledger -> {
                    ledger.measureFrom(
                            from,
                            marker -> new OperationMeter(WindowScope.startingAt(marker, Attribution.MODULE), settings));
                    return settings;
                },
                told -> new CaptureNote.OperationsMeasured(from, OperationNotes.of(told)));
    }

    private OperationJudgement judge(String end) {
        return judge(START, TraceWindow.END, end);
    }

    private OperationJudgement judge(String from, String assertion, String end) {
        Observation observation = new Observation(Set.of("vexfs_read"), true, 0, Optional.empty());
        return recorder.readOperationsAndNote(
                ledger -> {
                    WindowScope scope = WindowScope.startingAt(
                            ledger.echo(from).orElseThrow().marker(), Attribution.MODULE);
                    return new OperationJudge(settings)
                            .judge(ledger.evidence(scope, from, end, observation)
                                    .orElseThrow());
                },
                judgement -> new CaptureNote.OperationsJudged(START, assertion, end, ""));
    }

    private ReplayedWindow replay() throws IOException {
        return Replay.of(List.of(capture.path())).window("[id]", 1).orElseThrow();
    }

    private void arrive(String... lines) {
        for (String line : lines) {
            line("{\"type\": \"printf\", \"data\": \"" + line + "\\n\"}");
        }
    }

    private void line(String json) {
        byte[] bytes = (json + "\n").getBytes(UTF_8);
        recorder.bytes(bytes, bytes.length);
    }
}
