package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.junit.TestJvm;
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.session.Replay;
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;
import org.vexfs.trace.testing.KernelTest;

/** A JVM that is killed in the middle of a traced test, alone or with its bpftrace. */
@KernelTest
@Timeout(1200)
class KilledJvmTests {

    /** Two seconds, and those for which its output is read on: one, and up to ten where bpftrace hardly runs. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(12);

    /**
     * What the kernel does on behalf of a process that ended takes its time on an emulated CPU: it detaches each probe by
     * itself, in about 50 ms each. The process runs no code and reads no event meanwhile.
     */
    private static final Duration GONE_WITHIN = Duration.ofSeconds(60);

    /** {@code PF_EXITING} of the kernel's {@code sched.h}, in the seventh field of a process's stat behind its name. */
    private static final long EXITING = 0x4;

    @TempDir
    private Path folder;

    @Test
    @Fault("the JVM is killed")
    void leavesNoBpftraceAndACaptureThatBlamesTheRightTest(FaultOutcome outcome) throws Exception {
        try (TestJvm jvm = TestJvm.start(StuckTestCases.class, folder)) {
            assertThat(jvm.await("ready ")).isEqualTo("2");
            ProcessHandle bpftrace = bpftrace();

            jvm.kill();
            jvm.await();

            isGone(bpftrace);
        }
        theStuckTestIsBlamed(outcome);
    }

    @Test
    @Fault("the JVM and its bpftrace are killed")
    void whatTheyWroteUntilThenBlamesTheRightTest(FaultOutcome outcome) throws Exception {
        try (TestJvm jvm = TestJvm.start(StuckTestCases.class, folder)) {
            assertThat(jvm.await("ready ")).isEqualTo("2");
            ProcessHandle bpftrace = bpftrace();

            bpftrace.destroyForcibly();
            jvm.kill();
            jvm.await();

            isGone(bpftrace);
        }
        theStuckTestIsBlamed(outcome);
    }

    private void theStuckTestIsBlamed(FaultOutcome outcome) throws IOException {
        Path output = folder.resolve("target/vexfs-trace");
        assertThat(RunRecords.read(output, 0)).singleElement().satisfies(run -> {
            assertThat(run.started().className()).isEqualTo(StuckTestCases.class.getName());
            assertThat(run.started().methodName()).isEqualTo("leaksAndWaits");
            assertThat(run.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(run.text()).startsWith("INCONCLUSIVE: the JVM ended within StuckTestCases.leaksAndWaits");
            outcome.judged(run.verdict(), run.text());
        });
        assertThat(Replay.ofFolder(output).windows()).singleElement().satisfies(window -> {
            assertThat(window.atEnd()).isEmpty();
            assertThat(window.events())
                    .filteredOn(event -> event instanceof Allocation allocation && allocation.requestedBytes() == 777)
                    .hasSize(2);
        });
    }

    private static void isGone(ProcessHandle bpftrace) throws Exception {
        assertThat(endsWithin(ENDS_WITHIN, bpftrace))
                .as("bpftrace %d ends within %s", bpftrace.pid(), ENDS_WITHIN)
                .isTrue();
        assertThat(bpftrace.onExit().get(GONE_WITHIN.toMillis(), TimeUnit.MILLISECONDS))
                .isNotNull();
    }

    private static boolean endsWithin(Duration limit, ProcessHandle process) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!isEnding(process)) {
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(10);
        }
        return true;
    }

    private static boolean isEnding(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[6]) & EXITING) != 0;
        } catch (IOException gone) {
            return true;
        }
    }

    private static ProcessHandle bpftrace() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .command()
                        .map(command -> command.endsWith("/bpftrace"))
                        .orElse(false))
                .reduce((first, second) -> {
                    throw new AssertionError("more than one bpftrace runs: " + first.pid() + ", " + second.pid());
                })
                .orElseThrow(() -> new AssertionError("no bpftrace runs"));
    }
}
