package org.vexfs.trace.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.MarkerEcho;
import org.vexfs.trace.analysis.MemoryJudge;
import org.vexfs.trace.analysis.MemoryUsage;
import org.vexfs.trace.analysis.Missed;
import org.vexfs.trace.analysis.UsageMeter;
import org.vexfs.trace.analysis.WindowEvidence;
import org.vexfs.trace.analysis.WindowScope;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.IndirectAllocations;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.config.UsageSettings;

/** A window's use of memory comes out of a capture as it was live. */
class ReplayedUsageTests {

    private static final String START = "vx00000c0000001";
    private static final String END = "vx00000c0000002";
    private static final UsageSettings SETTINGS = new UsageSettings(
            100,
            new UsageSettings.VectorMemory(List.of("vexfs_vector_*"), true, true, true, List.of()),
            UsageSettings.Tracking.ALL,
            new UsageSettings.LeakHints(Duration.ofNanos(1), 1),
            new UsageSettings.Pressure(150, 12.5),
            UsageSettings.Details.ALL,
            new UsageSettings.AlertRate(Duration.ofNanos(4), 1));

    @TempDir
    Path folder;

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
                Map.of("c0a01000", "vexfs_vector_add"),
                "",
                Set.of(TraceScript.MEMORY),
                Set.of(),
                false,
                Environment.NONE));
        arrive("R 2 1", allocation(5, "f0", 50));
    }

    @AfterEach
    void close() {
        capture.close();
    }

    @Test
    void theUsageOfAReplayedWindowIsThatOfTheLiveOne() throws IOException {
        open(START);
        arrive(
                "M 10 246 250 " + START + " 1 0 0 0 0 0 0 1 0 0 0",
                allocation(11, "a0", 64),
                allocation(12, "b0", 128),
                "F 14 246 250 a0 c0a01010 11",
                "E 15 246 250 4096 c0a01010",
                "N 16 246 250 vexfs_vector_add",
                "M 20 246 250 " + END + " 3 1 0 0 0 0 0 3 1 1 0",
                allocation(21, "c0", 1));
        MemoryUsage live = judge(START, END);
        arrive(allocation(22, "d0", 1_000));
        capture.close();

        MemoryUsage replayed = Replay.of(List.of(capture.path()))
                .window("[id]", 1)
                .orElseThrow()
                .judgeMemory(TraceWindow.END)
                .usage();

        assertThat(replayed).isEqualTo(live);
        assertThat(live.details().alerts()).isNotEmpty();
        assertThat(live.allocatedBytes()).isEqualTo(64 + 128 + 1);
        assertThat(live.peakBytes()).isEqualTo(64 + 128);
        assertThat(live.vectors()).isEqualTo(new MemoryUsage.Vectors(3, 193));
        assertThat(live.large().get(0).site().function()).isEqualTo("vexfs_vector_add+0x10");
        assertThat(live.failureCount()).isOne();
        assertThat(live.refusals()).containsExactly(new MemoryUsage.Refusals("vexfs_vector_add", 1));
        assertThat(live.pressure()).isEqualTo(new MemoryUsage.Pressure(1, 2));
    }

    @Test
    void ofSeveralMarkersThatOpenAWindowTheLastOneCounts() throws IOException {
        open("vx00000c0000000");
        arrive("M 8 246 250 vx00000c0000000 1 0 0 0 0 0 0 1 0 0 0", allocation(9, "a0", 1_000));
        open(START);
        arrive(
                "M 10 246 250 " + START + " 2 0 0 0 0 0 0 1 0 0 0",
                allocation(11, "b0", 7),
                "M 20 246 250 " + END + " 3 0 0 0 0 0 0 3 0 0 0");
        judge(START, END);
        capture.close();

        assertThat(Replay.of(List.of(capture.path()))
                        .window("[id]", 1)
                        .orElseThrow()
                        .judgeMemory(TraceWindow.END)
                        .usage()
                        .allocatedBytes())
                .isEqualTo(7);
    }

    @Test
    void aWindowThatIsMeasuredBeforeItIsOpenedIsReported() {
        recorder.note(new CaptureNote.Measured(START, UsageNotes.of(SETTINGS)));
        capture.close();

        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(() -> Replay.of(List.of(capture.path())))
                .withMessage(capture.path() + ": the window of marker " + START
                        + " is measured before it is opened. Remedy: use the capture as the live run wrote it.");
    }

    private void open(String marker) {
        recorder.note(new CaptureNote.Opened(
                marker,
                "[id]",
                "StoreIT.insert",
                1,
                Attribution.MODULE,
                IndirectAllocations.FAIL,
                Set.of(TraceScript.MEMORY)));
        recorder.readAndNote(
                ledger -> {
                    ledger.measureFrom(
                            marker,
                            opened -> new UsageMeter(
                                    new WindowScope(opened, Attribution.MODULE, IndirectAllocations.FAIL),
                                    SETTINGS,
                                    ReplayedUsageTests::site));
                    return SETTINGS;
                },
                settings -> new CaptureNote.Measured(marker, UsageNotes.of(settings)));
    }

    private MemoryUsage judge(String from, String to) {
        return recorder.readAndNote(
                ledger -> {
                    MarkerEcho start = ledger.echo(from).orElseThrow();
                    return new MemoryJudge(ledger, ReplayedUsageTests::site)
                            .judge(new WindowEvidence(
                                    new WindowScope(start.marker(), Attribution.MODULE, IndirectAllocations.FAIL),
                                    start,
                                    ledger.echo(to).orElseThrow(),
                                    ledger.outstanding(),
                                    false,
                                    Missed.NONE,
                                    Optional.empty(),
                                    List.of(),
                                    List.of()))
                            .usage();
                },
                usage -> new CaptureNote.Judged(from, TraceWindow.END, to, "", 0, 0, "", List.of()));
    }

    private static CallSite site(long address) {
        return new CallSite(
                address, "vexfs_vector_add+0x" + Long.toHexString(address - 0xc0a01000L), Optional.empty(), true);
    }

    private static String allocation(long nanos, String address, long bytes) {
        return "A " + nanos + " 246 250 " + address + " " + bytes + " " + bytes + " c0a01010 s \\nc0a01010\\n";
    }

    private void arrive(String... payloads) {
        for (String payload : payloads) {
            byte[] bytes = ("{\"type\": \"printf\", \"data\": \"" + payload + "\\n\"}\n").getBytes(UTF_8);
            recorder.bytes(bytes, bytes.length);
        }
    }
}
