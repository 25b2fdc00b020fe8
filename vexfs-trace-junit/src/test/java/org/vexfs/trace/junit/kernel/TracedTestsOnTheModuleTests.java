package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.junit.TestJvm;
import org.vexfs.trace.report.RunRecord;
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;
import org.vexfs.trace.testing.KernelTest;

/** Traced tests run live through JUnit's launcher, in a JVM of their own as a fork of Surefire is. */
@KernelTest
@Timeout(1200)
class TracedTestsOnTheModuleTests {

    private static Map<String, TestRun> runs;
    private static List<Path> captures;

    @BeforeAll
    static void run(@TempDir Path folder) throws Exception {
        try (TestJvm jvm = TestJvm.start(TracedTestCases.class, folder)) {
            jvm.await();
        }
        List<TestRun> all = RunRecords.read(folder.resolve("target/vexfs-trace"), 0);
        runs = all.stream().collect(Collectors.toMap(run -> run.started().methodName(), Function.identity()));
        captures = all.stream()
                .map(run -> Path.of(run.started().capture()))
                .distinct()
                .toList();
    }

    @Test
    void aCleanTestPasses() {
        assertThatStatus("clean").isEqualTo("SUCCESSFUL");
        assertThat(runs.get("clean").verdict()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void aLeakFailsItsAssertionAndIsRecorded() {
        assertThatStatus("leaky").isEqualTo("FAILED");
        RunRecord.Window window = runs.get("leaky").window().orElseThrow();
        assertThat(window.leaks()).isEqualTo(Verdict.FAILED);
        assertThat(window.leakedObjects()).isEqualTo(2);
        assertThat(window.leakedBytes()).isEqualTo(1024);
        assertThat(window.leakSites())
                .singleElement()
                .satisfies(site -> assertThat(site.function()).startsWith("vexfs_fault_leak+0x"));
    }

    @Test
    void aTestThatFailsOfItselfIsJudgedAllTheSame() {
        assertThatStatus("leakyAndBroken").isEqualTo("FAILED");
        assertThat(runs.get("leakyAndBroken").window().orElseThrow().leakedObjects())
                .isOne();
    }

    @Test
    void aTestThatDoesNotReachTheModuleIsInconclusiveAndFails() {
        assertThatStatus("idle").isEqualTo("FAILED");
        assertThat(runs.get("idle").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(runs.get("idle").text()).contains("the module was not exercised");
    }

    @Test
    void aTestThatLosesItsBpftraceIsInconclusiveAndFails() {
        assertThatStatus("losesItsBpftrace").isEqualTo("FAILED");
        assertThat(runs.get("losesItsBpftrace").verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(runs.get("losesItsBpftrace").text()).contains("bpftrace ended with exit code 137");
    }

    @Test
    void theNextTestGetsAFreshBpftraceAndACaptureOfItsOwn() {
        assertThatStatus("cleanAgain").isEqualTo("SUCCESSFUL");
        assertThat(runs.get("cleanAgain").verdict()).isEqualTo(Verdict.PASSED);
        assertThat(captures).hasSize(2);
    }

    @Test
    @Fault("the module is to be unloaded within the window, and its functions are probed together")
    void theModuleStaysThenAndItsLeaksAreSeen(FaultOutcome outcome) {
        TestRun run = runs.get("cannotUnloadTheModule");

        outcome.judged(run.verdict(), "rmmod: Module vexfs is in use. " + run.text());
        assertThat(run.window().orElseThrow().leaks()).as(run.text()).isEqualTo(Verdict.FAILED);
        assertThat(run.window().orElseThrow().leakedObjects()).isEqualTo(3);
        assertThat(run.window().orElseThrow().leakedBytes()).isEqualTo(900);
    }

    private static AbstractStringAssert<?> assertThatStatus(String method) {
        TestRun run = runs.get(method);
        return assertThat(run.finished().orElseThrow().status()).as(run.text());
    }
}
