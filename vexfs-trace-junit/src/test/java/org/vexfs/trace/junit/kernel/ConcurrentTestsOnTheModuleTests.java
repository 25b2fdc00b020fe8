package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.TestExecutionResult.Status.FAILED;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.vexfs.trace.junit.JupiterRun;
import org.vexfs.trace.report.RunRecord;
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;
import org.vexfs.trace.testing.KernelTest;

/** Tests that JUnit may run at the same time, in as many threads. */
@KernelTest
@Timeout(1200)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ConcurrentTestsOnTheModuleTests {

    @TempDir
    private Path folder;

    @Test
    @Fault("64 tests leak at the same time, each in a thread of its own")
    void eachThatAnswersForItsThreadRunsWithAllOthersAndIsBlamedForItsOwnLeak(FaultOutcome outcome) throws Exception {
        JupiterRun run = run(ConcurrentTestCases.class);

        // They wait for each other, so none would end if they did not run at the same time.
        List<TestRun> records = records();
        assertThat(records).hasSize(ConcurrentTestCases.TESTS);
        assertThat(records)
                .extracting(test -> test.started().capture())
                .containsOnly(records.get(0).started().capture());
        for (int number = 1; number <= ConcurrentTestCases.TESTS; number++) {
            blamed(run, records, number, ConcurrentTestCases.bytes(number));
        }
        TestRun last = records.get(records.size() - 1);
        outcome.judged(last.verdict(), last.text());
    }

    @Test
    void thoseThatAnswerForAllThatTheModuleDoesRunOneAfterTheOther() throws Exception {
        JupiterRun run = run(ExclusiveTestCases.class);

        List<TestRun> records = records();
        assertThat(records).hasSize(ExclusiveTestCases.TESTS);
        for (int number = 1; number <= ExclusiveTestCases.TESTS; number++) {
            blamed(run, records, number, ConcurrentTestCases.bytes(number));
        }
    }

    private JupiterRun run(Class<?> tests) {
        Map<String, String> properties = ModuleSession.properties();
        // What leaks here is not freed late: waiting for that, once for each test, takes an emulated CPU minutes.
        properties.put("vexfs.trace.memory_trace.settle.wait", "0ms");
        properties.put("vexfs.trace.memory_trace.settle.sync", "false");
        properties.put("vexfs.trace.memory_trace.settle.reclaim", "false");
        properties.put("junit.jupiter.execution.parallel.enabled", "true");
        properties.put("junit.jupiter.execution.parallel.config.strategy", "fixed");
        properties.put(
                "junit.jupiter.execution.parallel.config.fixed.parallelism", String.valueOf(ConcurrentTestCases.TESTS));
        return JupiterRun.of(tests, folder, properties);
    }

    private List<TestRun> records() throws Exception {
        return RunRecords.read(folder.resolve("target/vexfs-trace"), 0);
    }

    private static void blamed(JupiterRun run, List<TestRun> records, int number, int bytes) {
        String repetition = "repetition " + number + " of ";
        assertThat(IntStream.of(ConcurrentTestCases.TESTS, ExclusiveTestCases.TESTS)
                        .mapToObj(tests -> repetition + tests)
                        .filter(run::knows)
                        .map(run::status))
                .containsExactly(FAILED);
        assertThat(records)
                .filteredOn(test -> test.started().displayName().contains(repetition))
                .singleElement()
                .satisfies(test -> {
                    RunRecord.Window window = test.window().orElseThrow();
                    long objects = ConcurrentTestCases.objects(number);
                    assertThat(window.leakedObjects()).isEqualTo(objects);
                    assertThat(window.leakedBytes()).isEqualTo(objects * bytes);
                    assertThat(window.leakSites())
                            .singleElement()
                            .satisfies(site -> assertThat(site.function()).startsWith("vexfs_fault_leak+0x"));
                });
    }
}
