package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vexfs.trace.junit.Script.MEMORY;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.vexfs.trace.session.HostTarget;
import org.vexfs.trace.testing.BpftraceTest;
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;

/** A run of many tests on one trace of this machine's own kernel: what it holds does not grow with them. */
@BpftraceTest
@Timeout(240)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ManyTestsOnThisKernelTests {

    private static final int TESTS = 1_000;

    /** By then what is loaded, compiled and opened once is there. */
    private static final int SETTLED = 100;

    /** JUnit itself keeps a test's descriptor, its names and its result until the plan ends. */
    private static final long MOST_BYTES_A_TEST = 8 * 1024;

    private static final Map<Integer, Held> HELD = new TreeMap<>();

    @TempDir
    private Path folder;

    @AfterEach
    void forget() {
        HELD.clear();
    }

    @Test
    @Fault("1,000 tests run on one trace")
    void aThousandTestsHoldNoMoreThanAHundred(FaultOutcome outcome) throws IOException {
        JupiterRun run = JupiterRun.of(Thousand.class, folder, HostKernel.properties());

        assertThat(run.summary().getTestsFoundCount()).isEqualTo(TESTS);
        Held before = HELD.get(SETTLED);
        Held after = HELD.get(TESTS);
        double bytes = (double) (after.heap() - before.heap()) / (TESTS - SETTLED);
        String grown = String.format(
                Locale.ROOT,
                "between the 100th test and the last: file handles %d to %d, threads %d to %d, %.1f kB of heap a test,"
                        + " JUnit's own included",
                before.files(),
                after.files(),
                before.threads(),
                after.threads(),
                bytes / 1e3);
        assertThat(after.files()).as(grown).isLessThanOrEqualTo(before.files());
        assertThat(after.threads()).as(grown).isLessThanOrEqualTo(before.threads());
        assertThat(bytes).as(grown).isLessThan(MOST_BYTES_A_TEST);
        outcome.notJudged(grown);
    }

    /** What this JVM holds. */
    private record Held(long files, int threads, long heap) {

        static Held now() throws IOException {
            System.gc();
            try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
                return new Held(
                        files.count(),
                        ManagementFactory.getThreadMXBean().getThreadCount(),
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            }
        }
    }

    @TraceVexfs(script = MEMORY)
    @ExtendWith(HostKernel.class)
    static class Thousand {

        @RepeatedTest(TESTS)
        void touchesTheKernel(RepetitionInfo repetition) throws IOException {
            HostTarget.allocate().close();
            if (repetition.getCurrentRepetition() == SETTLED || repetition.getCurrentRepetition() == TESTS) {
                HELD.put(repetition.getCurrentRepetition(), Held.now());
            }
        }
    }
}
