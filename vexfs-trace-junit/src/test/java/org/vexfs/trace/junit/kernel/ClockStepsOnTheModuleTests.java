package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.junit.TestJvm;
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;
import org.vexfs.trace.testing.KernelTest;

/** A machine whose clock is set while tests are traced. */
@KernelTest
@Timeout(1200)
class ClockStepsOnTheModuleTests {

    private static final Path HOSTNAME = Path.of("/proc/sys/kernel/hostname");

    @TempDir
    private Path folder;

    @Test
    @Fault("the clock goes a day forward in one window, and two days back in the next")
    void noTestIsForgottenAndNoTimeIsWrong(FaultOutcome outcome) throws Exception {
        Assumptions.assumeTrue(
                Files.readString(HOSTNAME).strip().equals("vexfs-vm"),
                "no test sets the clock of a machine but the VM's");
        Instant before = Instant.now();
        long began = System.nanoTime();
        try (TestJvm jvm = TestJvm.start(ClockStepTestCases.class, folder)) {
            jvm.await();
        } finally {
            MachineClock.set(before.plusNanos(System.nanoTime() - began));
        }

        // As a build does, which began before its tests.
        List<TestRun> runs = RunRecords.read(folder.resolve("target/vexfs-trace"), before.toEpochMilli());
        assertThat(runs)
                .extracting(run -> run.started().methodName())
                .containsExactly("leaksWhileItGoesADayForward", "isCleanWhileItGoesTwoDaysBack", "leaksAfterIt");
        leaks(runs.get(0), 2);
        assertThat(runs.get(1).verdict()).as(runs.get(1).text()).isEqualTo(Verdict.PASSED);
        assertThat(runs.get(1).finished().orElseThrow().status()).isEqualTo("SUCCESSFUL");
        leaks(runs.get(2), 3);
        outcome.judged(runs.get(0).verdict(), runs.get(0).text());
        assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofHours(1));
    }

    private static void leaks(TestRun run, long objects) {
        assertThat(run.window()).hasValueSatisfying(window -> {
            assertThat(window.leaks()).isEqualTo(Verdict.FAILED);
            assertThat(window.leakedObjects()).isEqualTo(objects);
        });
        assertThat(run.operations())
                .hasValueSatisfying(
                        operations -> assertThat(operations.verdict()).isEqualTo(Verdict.PASSED));
        // In seconds: neither a day nor less than nothing.
        assertThat(run.text()).containsPattern("the oldest is \\d{1,3}(\\.\\d+)? m?s old");
    }
}
