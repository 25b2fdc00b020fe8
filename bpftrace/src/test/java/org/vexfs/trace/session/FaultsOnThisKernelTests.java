package org.vexfs.trace.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.bpftrace.BpftraceCommand;
import org.vexfs.trace.bpftrace.FakeExecutable;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.testing.BpftraceTest;
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;
import org.vexfs.trace.testing.HostBpftrace;
import org.vexfs.trace.testing.SmallDisk;

/** What breaks a trace of this machine's own kernel, and what its windows come to then. */
@BpftraceTest
@Timeout(120)
class FaultsOnThisKernelTests {

    private static final TestId TEST = new TestId("[test:fault]", "Fault.test", 1);

    /** How long to wait for an answer in these tests, in which none comes. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    @TempDir
    private Path folder;

    private TraceConfig config;
    private LiveSession session;

    @AfterEach
    void stop() {
        if (session != null) {
            session.close();
        }
    }

    @Test
    @Fault("bpftrace is killed within a window (SIGKILL)")
    void aKilledBpftraceMakesTheWindowInconclusiveAndTheSessionDead(FaultOutcome outcome) throws Exception {
        LiveWindow window = openAndAllocate();

        signal("KILL");

        assertThat(told(outcome, window)).contains("the trace ended before the window did", "exit code 137");
        assertThat(session.alive()).isFalse();
    }

    @Test
    @Fault("bpftrace crashes within a window (SIGSEGV)")
    void aBpftraceThatCrashesMakesTheWindowInconclusiveAndTheSessionDead(FaultOutcome outcome) throws Exception {
        LiveWindow window = openAndAllocate();

        signal("SEGV");

        assertThat(told(outcome, window)).contains("the trace ended before the window did", "exit code 139");
        assertThat(session.alive()).isFalse();
    }

    @Test
    @Fault("bpftrace is stopped within a window (SIGSTOP)")
    void aStoppedBpftraceMakesTheWindowInconclusiveWhenItsTimeToAnswerIsOver(FaultOutcome outcome) throws Exception {
        LiveWindow window = openAndAllocate();

        signal("STOP");

        assertThat(told(outcome, window))
                .contains("the trace ended before the window did", "bpftrace did not answer a marker within 4000 ms");
        assertThat(session.alive()).as("a test after it gets a fresh trace").isFalse();
        assertClosesAndLeavesNothing();
    }

    @Test
    @Fault("bpftrace is stopped before a window opens (SIGSTOP)")
    void aBpftraceThatIsStoppedBeforeAWindowOpensIsAnError(FaultOutcome outcome) throws Exception {
        start(Map.of());
        signal("STOP");

        assertThatExceptionOfType(TraceUnavailableException.class)
                .isThrownBy(() -> session.open(TEST, config))
                .withMessage("no window can be opened on 'host': bpftrace did not answer a marker within 4000 ms")
                .satisfies(error -> outcome.notJudged(error.getMessage()));
        assertThat(session.alive()).as("a test after it gets a fresh trace").isFalse();
        assertClosesAndLeavesNothing();
    }

    @Test
    @Fault("bpftrace is stopped as it starts (SIGSTOP)")
    void aBpftraceThatIsStoppedAsItStartsIsAnError(FaultOutcome outcome) throws Exception {
        Path stopped = FakeExecutable.in(folder, "bpftrace", "kill -s STOP $$");
        BpftraceCommand real = HostBpftrace.command();
        TraceConfig impatient = config(Map.of("bpftrace.start_timeout", "1s"));

        assertThatExceptionOfType(TraceUnavailableException.class)
                .isThrownBy(() -> LiveSession.start(
                        impatient,
                        new BpftraceCommand(List.of(stopped.toString())),
                        HostTarget.target(real),
                        folder,
                        killed -> {},
                        (test, alert) -> {}))
                .withMessage("the trace of 'host' did not start: bpftrace did not start its program within 1000 ms")
                .satisfies(error -> outcome.notJudged(error.getMessage()));
        assertLockIsFree();
    }

    @Test
    @Fault("the disk fills up within a window")
    void aFullDiskMakesTheWindowInconclusiveAndNamesTheFile(FaultOutcome outcome) throws Exception {
        try (SmallDisk disk = SmallDisk.mountedOn(folder.resolve("out"), 256)) {
            LiveWindow window = openAndAllocate();

            disk.fill();
            // What is left of the last page takes some lines more.
            for (int i = 0; i < 100; i++) {
                HostTarget.allocate().close();
            }

            assertThat(told(outcome, window))
                    .contains(
                            "the trace ended before the window did",
                            "the capture " + session.capture() + " cannot be written any more: No space left on device",
                            "Remedy: make room there, or name a folder that can be written with"
                                    + " -Dvexfs.trace.output=FOLDER.");
            assertThat(session.alive()).isFalse();
            session.close();
            disk.empty();
            assertThat(Replay.of(List.of(session.capture())).windows())
                    .singleElement()
                    .satisfies(replayed -> assertThat(replayed.judgements()).isEmpty());
            session = null;
        }
    }

    @Test
    @Fault("the output directory is read-only")
    void aReadOnlyOutputDirectoryIsAnErrorThatNamesIt(FaultOutcome outcome) throws Exception {
        try (SmallDisk disk = SmallDisk.mountedOn(folder.resolve("out"), 64)) {
            disk.makeReadOnly();

            assertThatExceptionOfType(TraceUnavailableException.class)
                    .isThrownBy(() -> start(Map.of()))
                    .withMessageStartingWith(
                            "the trace of 'host' did not start: the capture " + folder.resolve("out") + "/")
                    .withMessageContaining("Read-only file system. Remedy: ")
                    .satisfies(error -> outcome.notJudged(error.getMessage()));
        }
        assertLockIsFree();
    }

    @Test
    @Fault("a file stands where the output directory should be")
    void aFileInThePlaceOfTheOutputDirectoryIsAnErrorThatNamesIt(FaultOutcome outcome) throws Exception {
        Files.createFile(folder.resolve("out"));

        assertThatExceptionOfType(TraceUnavailableException.class)
                .isThrownBy(() -> start(Map.of()))
                .withMessageStartingWith(
                        "the trace of 'host' did not start: the capture " + folder.resolve("out") + "/")
                .withMessageContaining("FileAlreadyExistsException: " + folder.resolve("out") + ". Remedy: ")
                .satisfies(error -> outcome.notJudged(error.getMessage()));
        assertLockIsFree();
    }

    private LiveWindow openAndAllocate() throws Exception {
        start(Map.of());
        LiveWindow window = session.open(TEST, config);
        HostTarget.allocate().close();
        return window;
    }

    private void start(Map<String, String> further) throws Exception {
        config = config(further);
        BpftraceCommand command = HostBpftrace.command();
        session = LiveSession.start(
                config, command, HostTarget.target(command), folder, killed -> {}, (test, alert) -> {});
    }

    private TraceConfig config(Map<String, String> further) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "general.output_dir", "out",
                "bpftrace.answer_timeout", PATIENCE.toMillis() + "ms",
                "memory_trace.settle.wait", "50ms",
                "memory_trace.settle.reclaim", "false"));
        settings.putAll(further);
        return ConfigLoader.load(new Properties(), folder, settings);
    }

    private void signal(String name) throws Exception {
        ProcessHandle bpftrace =
                ProcessHandle.of(session.bpftracePid().orElseThrow()).orElseThrow();
        assertThat(new ProcessBuilder("kill", "-s", name, Long.toString(bpftrace.pid()))
                        .start()
                        .waitFor())
                .isZero();
        if (!name.equals("STOP")) {
            bpftrace.onExit().get(10, TimeUnit.SECONDS);
        }
    }

    /** Judges the window, and gives what says that it is inconclusive. */
    private static String told(FaultOutcome outcome, LiveWindow window) {
        MemoryJudgement judgement = window.close().memory().orElseThrow();
        assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        Gap gap = judgement.gaps().get(0);
        outcome.judged(judgement.verdict(), gap.cause());
        return gap.cause();
    }

    /** Nobody waits twice for the answer, nor for a stopped process to end by itself. */
    private void assertClosesAndLeavesNothing() throws Exception {
        ProcessHandle bpftrace =
                ProcessHandle.of(session.bpftracePid().orElseThrow()).orElseThrow();
        session.close();
        session = null;
        assertThat(bpftrace.isAlive()).isFalse();
        assertLockIsFree();
    }

    private void assertLockIsFree() throws TraceUnavailableException, IOException {
        try (MachineLock lock = MachineLock.acquire(folder, "host", Duration.ZERO)) {
            assertThat(lock).isNotNull();
        }
    }
}
