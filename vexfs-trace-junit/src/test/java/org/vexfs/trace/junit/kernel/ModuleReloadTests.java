package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
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

/** A module that is unloaded and loaded again under the probes of a trace. */
@KernelTest
@Timeout(1200)
class ModuleReloadTests {

    private static Map<String, TestRun> runs;

    @BeforeAll
    static void run(@TempDir Path folder) throws Exception {
        String file = "vexfs.trace.module_file";
        try (TestJvm jvm = TestJvm.start(
                List.of(),
                TestJvm.classPath(),
                Map.of(file, System.getProperty(file)),
                ReloadTestCases.class,
                folder)) {
            jvm.await();
        }
        runs = RunRecords.read(folder.resolve("target/vexfs-trace"), 0).stream()
                .collect(Collectors.toMap(run -> run.started().methodName(), Function.identity()));
    }

    @Test
    @Fault("the module is unloaded and loaded again within the window, and what it then leaks only probes would see")
    void whatCouldNotBeSeenAfterItIsNoPass(FaultOutcome outcome) {
        TestRun run = runs.get("reloadsAndLosesWhatNoProbeSees");

        outcome.judged(run.verdict(), run.text());
        assertThat(run.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(run.text()).contains("the module was unloaded and loaded again");
    }

    @Test
    @Fault("the module is unloaded and loaded again, and leaks in the next test")
    void theNextTestHasProbesOnTheModuleWhereItIsNow(FaultOutcome outcome) {
        TestRun run = runs.get("losesItInTheNextWindow");

        outcome.judged(run.verdict(), run.text());
        RunRecord.Window window = run.window().orElseThrow();
        assertThat(window.leaks()).isEqualTo(Verdict.FAILED);
        assertThat(window.leakedObjects()).isEqualTo(3 + 8);
        assertThat(run.started().capture())
                .isNotEqualTo(
                        runs.get("reloadsAndLosesWhatNoProbeSees").started().capture());
    }
}
