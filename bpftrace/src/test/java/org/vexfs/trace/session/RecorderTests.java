package org.vexfs.trace.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.event.Started;
import org.vexfs.trace.session.Recorder.TraceEndedException;
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;

@Timeout(60)
class RecorderTests {

    private static final Duration SHORT = Duration.ofMillis(20);

    @TempDir
    Path folder;

    private CaptureFile capture;
    private Recorder recorder;

    @BeforeEach
    void record() throws IOException {
        capture = CaptureFile.create(folder.resolve("a.capture.jsonl"));
        recorder = new Recorder(capture, event -> {});
    }

    @AfterEach
    void close() {
        capture.close();
    }

    @Test
    void whatArrivesIsInTheCapture() {
        arrive("H 1");

        assertThat(capture.path()).hasContent("{\"type\": \"printf\", \"data\": \"H 1\\n\"}\n");
        assertThat(recorder.captureLength()).isEqualTo(36);
    }

    @Test
    void aScriptOfAnotherProtocolIsRefusedWithBothNumbers() {
        arrive("R 3 5");

        assertThatExceptionOfType(TraceEndedException.class)
                .isThrownBy(() -> recorder.awaitStart(SHORT))
                .withMessage("the script's lines are of protocol 3; this version reads 2. Remedy: use the scripts that"
                        + " came with it.");
    }

    @Test
    void theStartIsAwaited() throws TraceEndedException {
        arrive("R 2 5");

        assertThat(recorder.awaitStart(SHORT)).isEqualTo(new Started(2, 5));
    }

    @Test
    void aStartThatDoesNotComeIsReported() {
        assertThatExceptionOfType(TraceEndedException.class)
                .isThrownBy(() -> recorder.awaitStart(SHORT))
                .withMessage("bpftrace did not start its program within 20 ms");
    }

    @Test
    void aMarkerIsAnsweredWithWhatArrivedBeforeIt() throws TraceEndedException {
        CompletableFuture<Echo> waiting = recorder.expect("vx00000c0000001");
        arrive("A 1 2 3 ff 1 1 ff s ");
        assertThat(waiting).isNotDone();

        arrive("M 2 2 3 vx00000c0000001 1 0 0 0 0 0 0 1 0 0 0");
        assertThat(waiting).isNotDone();

        arrive("Z");

        Echo echo = recorder.await(waiting, SHORT);
        assertThat(echo.complete()).isTrue();
        assertThat(echo.memory().orElseThrow().received().allocations()).isEqualTo(1);
        assertThat(echo.operations()).isEmpty();
    }

    @Test
    void aDumpIsAnsweredOnlyWithItsMaps() throws TraceEndedException {
        CompletableFuture<Echo> waiting = recorder.expect("vx00000d0000001");
        arrive("M 2 2 3 vx00000d0000001 0 0 0 0 0 0 0 1 0 0 0");
        assertThat(waiting).isNotDone();

        arrive("Z");

        assertThat(recorder.await(waiting, SHORT).name()).isEqualTo("vx00000d0000001");
        assertThat(recorder.<Boolean>read(
                        ledger -> ledger.holdings("vx00000d0000001").isPresent()))
                .isTrue();
    }

    @Test
    void aMarkerOfSeveralScriptsIsAnsweredWithThePartOfEach() throws TraceEndedException {
        CompletableFuture<Echo> waiting = recorder.expect("vx00000c0000001");
        arrive("O 1 2 3 0 vexfs_read 5 64 0 0 0 0 0");
        arrive("M 8 2 3 vx00000c0000001 0 0 0 0 0 0 0 1 0 0 0", "T 9 2 3 vx00000c0000001 2 2 0 0 0 0 0", "Z");

        Echo echo = recorder.await(waiting, SHORT);
        assertThat(echo.memory().orElseThrow().complete()).isTrue();
        assertThat(echo.operations().orElseThrow().complete())
                .as("one of two calls arrived")
                .isFalse();
        assertThat(echo.complete()).isFalse();
    }

    @Test
    void totalsAreAwaitedWithTheMarkerThatAsksForThem() throws TraceEndedException {
        CompletableFuture<Echo> waiting = recorder.expect("vx00000t0000001");
        arrive("T 9 2 3 vx00000t0000001 4 0 4 0 0 0 0", "Z");

        assertThat(recorder.await(waiting, SHORT).totalled()).isEqualTo(4);
        assertThat(recorder.<Boolean>readOperations(
                        ledger -> ledger.totals("vx00000t0000001").isPresent()))
                .isTrue();
    }

    @Test
    void aMarkerThatDoesNotComeBackIsReportedAndNobodyWaitsForAnotherOne() {
        CompletableFuture<Echo> waiting = recorder.expect("vx00000c0000001");

        assertThatExceptionOfType(TraceEndedException.class)
                .isThrownBy(() -> recorder.await(waiting, SHORT))
                .withMessage("bpftrace did not answer a marker within 20 ms");
        assertThat(recorder.expect("vx00000c0000002")).isCompletedExceptionally();
        recorder.ended("bpftrace ended with exit code 137");
        assertThat(recorder.death())
                .as("of several reasons the first one counts")
                .contains("bpftrace did not answer a marker within 20 ms");
    }

    @Test
    void aMarkerThatNobodyAwaitsIsBookedAllTheSame() {
        arrive("M 2 2 3 vx00000c0000009 0 0 0 0 0 0 0 1 0 0 0");

        assertThat(recorder.<Boolean>read(
                        ledger -> ledger.echo("vx00000c0000009").isPresent()))
                .isTrue();
    }

    @Test
    void aMarkerWhoseNameIsTooShortForAKindStopsNothing() {
        arrive("M 2 2 3 vx00000 0 0 0 0 0 0 0 1 0 0 0", "Z", "R 2 5");

        assertThat(recorder.death()).isEmpty();
        assertThat(capture.path()).isNotEmptyFile();
    }

    @Test
    void whoWaitsLearnsHowTheTraceEnded() {
        CompletableFuture<Echo> waiting = recorder.expect("vx00000c0000001");
        recorder.ended("bpftrace ended with exit code 137");

        assertThatExceptionOfType(TraceEndedException.class)
                .isThrownBy(() -> recorder.await(waiting, SHORT))
                .withMessage("bpftrace ended with exit code 137");
        assertThatExceptionOfType(TraceEndedException.class).isThrownBy(() -> recorder.awaitStart(SHORT));
        assertThatExceptionOfType(TraceEndedException.class)
                .as("who comes later")
                .isThrownBy(() -> recorder.await(recorder.expect("vx00000c0000002"), SHORT))
                .withMessage("bpftrace ended with exit code 137");
        assertThat(recorder.death()).contains("bpftrace ended with exit code 137");
    }

    @Test
    @Fault("a thread that waits for bpftrace's answer is interrupted")
    void anInterruptEndsTheWaitAndIsKept(FaultOutcome outcome) {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(TraceEndedException.class)
                .isThrownBy(() -> recorder.awaitStart(Duration.ofSeconds(30)))
                .withMessage("the wait for bpftrace was interrupted")
                .satisfies(error -> outcome.judged(Verdict.INCONCLUSIVE, error.getMessage()));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(recorder.death()).as("others wait on").isEmpty();
    }

    @Test
    void whatWasReadIsNotedInTheCapture() {
        long read = recorder.readAndNote(ledger -> 7L, value -> new CaptureNote.Ended("read " + value));

        assertThat(read).isEqualTo(7);
        assertThat(capture.path()).content().contains("\"how\":\"read 7\"");
    }

    private void arrive(String... payloads) {
        for (String payload : payloads) {
            byte[] bytes = ("{\"type\": \"printf\", \"data\": \"" + payload + "\\n\"}\n").getBytes(UTF_8);
            recorder.bytes(bytes, bytes.length);
        }
    }
}
