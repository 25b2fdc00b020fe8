package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.report.BuildVerdict;
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.testing.BpftraceTest;
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;

/** A JVM that is killed within a test that it traces on this machine's own kernel: what the build's check says then. */
@BpftraceTest
@Timeout(120)
class KilledJvmOnThisKernelTests {

    private static final BuildVerdict.Rules ALL = new BuildVerdict.Rules(true, true, true, true, true);

    @TempDir
    private Path folder;

    @Test
    @Fault("the JVM is killed within a test (SIGKILL)")
    void aKilledJvmIsBlamedOnItsTest(FaultOutcome outcome) throws Exception {
        afterAll("jvm", outcome);
    }

    @Test
    @Fault("the JVM and bpftrace are killed at once (SIGKILL)")
    void aJvmThatIsKilledWithItsBpftraceIsBlamedOnItsTest(FaultOutcome outcome) throws Exception {
        afterAll("jvm bpftrace", outcome);
    }

    @Test
    @Fault("the JVM is killed while bpftrace is stopped (SIGSTOP, SIGKILL)")
    void aStoppedBpftraceDoesNotOutliveItsJvm(FaultOutcome outcome) throws Exception {
        afterAll("stop-bpftrace jvm", outcome);
    }

    /** Kills what is named, sees all that was started go, and judges what is left behind. */
    private void afterAll(String killed, FaultOutcome outcome) throws Exception {
        List<ProcessHandle> children;
        try (TestJvm jvm = TestJvm.start(
                List.of(), TestJvm.classPath(), HostKernel.properties(), WaitingTestCases.class, folder)) {
            children = Arrays.stream(jvm.await("ready ").split(" "))
                    .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                    .toList();
            assertThat(children).as("bpftrace and the heir of its output").hasSize(2);
            String bpftrace = children.stream()
                    .filter(child -> !isHeir(child))
                    .map(child -> Long.toString(child.pid()))
                    .findFirst()
                    .orElseThrow();
            if (killed.contains("stop-bpftrace")) {
                signal("STOP", bpftrace);
            }
            List<String> pids = new ArrayList<>(List.of(Long.toString(jvm.pid())));
            if (killed.endsWith(" bpftrace")) {
                pids.add(bpftrace);
            }
            signal("KILL", pids.toArray(String[]::new));
            jvm.await();
        }
        for (ProcessHandle child : children) {
            child.onExit().get(60, TimeUnit.SECONDS);
        }

        List<TestRun> runs = RunRecords.read(folder.resolve("target/vexfs-trace"), 0);
        assertThat(runs).singleElement().satisfies(run -> {
            assertThat(run.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(run.text()).contains("WaitingTestCases.allocatesAndWaits");
            outcome.judged(run.verdict(), run.text());
        });
        assertThat(BuildVerdict.of(runs, ALL).violations())
                .singleElement()
                .asString()
                .contains("WaitingTestCases.allocatesAndWaits");
    }

    /** What bpftrace is given is longer than what the kernel tells of it at once. */
    private static boolean isHeir(ProcessHandle process) {
        return Stream.of(process.info().arguments().orElse(new String[0])).anyMatch("vexfs-trace-heir"::equals);
    }

    private static void signal(String name, String... pids) throws Exception {
        List<String> words = new ArrayList<>(List.of("kill", "-s", name));
        words.addAll(List.of(pids));
        assertThat(new ProcessBuilder(words).start().waitFor()).isZero();
    }
}
