package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vexfs.trace.testing.ExampleModule.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.session.LiveWindow;
import org.vexfs.trace.session.Replay;
import org.vexfs.trace.session.WindowJudgement;
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;
import org.vexfs.trace.testing.KernelTest;

/** The machine's clock is set while windows are open. Only in the VM, whose clock is nobody's. */
@KernelTest
@Timeout(1200)
class ClockStepsOnTheModuleTests {

    private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");
    private static final Duration STEP = Duration.ofHours(2);

    /** What a window takes on an emulated CPU, and far less than a step. */
    private static final Duration MOST = Duration.ofMinutes(20);

    @TempDir
    private Path folder;

    private long nanos;
    private long millis;

    @BeforeEach
    void noteTheTime() throws Exception {
        Assumptions.assumeTrue(
                Files.readString(HOSTNAME).strip().equals("vexfs-vm"),
                "no test sets the clock of a machine but the VM's");
        nanos = System.nanoTime();
        millis = System.currentTimeMillis();
    }

    @AfterEach
    void setTheClockRight() throws Exception {
        if (millis > 0) {
            set(millis + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos));
        }
    }

    @Test
    @Fault("the clock is set back within a window")
    void aClockThatIsSetBackChangesNoVerdictAndNoDuration(FaultOutcome outcome) throws Exception {
        judgeAcross(STEP.negated(), outcome);
    }

    @Test
    @Fault("the clock is set forward within a window")
    void aClockThatIsSetForwardChangesNoVerdictAndNoDuration(FaultOutcome outcome) throws Exception {
        judgeAcross(STEP, outcome);
    }

    private void judgeAcross(Duration step, FaultOutcome outcome) throws Exception {
        WindowJudgement judgement;
        long began = System.nanoTime();
        try (ModuleSession session = ModuleSession.start(
                folder, Map.of("scripts", "memory,performance", "memory_trace.settle.wait", "500ms"))) {
            LiveWindow window = session.open("clock");
            command("use kmalloc");
            command("leak 777 2");
            set(System.currentTimeMillis() + step.toMillis());
            command("use kmalloc");
            command("leak 777 1");
            judgement = window.close();
        }

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(MOST);
        assertThat(judgement.memory().orElseThrow().leaks()).isEqualTo(Verdict.FAILED);
        assertThat(judgement.memory().orElseThrow().leakedObjects()).isEqualTo(3);
        assertThat(judgement.memory().orElseThrow().gaps()).isEmpty();
        assertThat(judgement
                        .operations()
                        .orElseThrow()
                        .profile()
                        .all()
                        .latency()
                        .max()
                        .high())
                .as("of calls, one of them across the step")
                .isLessThan(MOST.toNanos());
        assertThat(Replay.ofFolder(folder.resolve("out"))
                        .window("clock", 1)
                        .orElseThrow()
                        .atEnd()
                        .orElseThrow())
                .isEqualTo(judgement.memory().orElseThrow());
        outcome.judged(
                judgement.memory().orElseThrow().leaks(),
                "nothing of it: 3 objects leaked of 3 injected, times as the kernel's own clock has them");
    }

    private static void set(long millis) throws Exception {
        Process date = new ProcessBuilder("date", "--set=@" + millis / 1_000)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(date.waitFor()).as("the clock can be set").isZero();
    }
}
