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
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.testing.KernelTest;

/** Windows of classes, dynamic tests and parts of tests, live through JUnit's launcher. */
@KernelTest
@Timeout(1200)
class ScopedTestsOnTheModuleTests {

    private static Map<String, TestRun> runs;

    @BeforeAll
    static void run(@TempDir Path folder) throws Exception {
        try (TestJvm jvm = TestJvm.start(ScopedTestCases.class, folder)) {
            jvm.await();
        }
        List<TestRun> all = RunRecords.read(folder.resolve("target/vexfs-trace"), 0);
        runs = all.stream().collect(Collectors.toMap(run -> run.started().displayName(), Function.identity()));
    }

    @Test
    void aClassAnswersForAllOfItsTestsAndForWhatRunsBeforeAndAfterThem() {
        assertThat(runs.keySet())
                .filteredOn(name -> name.startsWith("WholeClass"))
                .containsExactly("WholeClass");
        leaks("WholeClass", 6, 600);
        assertThat(status("WholeClass")).isEqualTo("FAILED");
    }

    @Test
    void whatComesBeforeAMarkDoesNotCountAfterIt() {
        assertThat(status("Parts.leaksOnlyBeforeItsMark")).isEqualTo("SUCCESSFUL");
        leaks("Parts.leaksOnlyBeforeItsMark", 2, 200);
    }

    @Test
    void whatComesAfterAMarkDoes() {
        assertThat(status("Parts.leaksAfterItsMark")).isEqualTo("FAILED");
        leaks("Parts.leaksAfterItsMark", 1, 300);
    }

    @Test
    void eachDynamicTestIsBlamedForItsOwnLeak() {
        for (int number = 1; number <= 3; number++) {
            assertThat(status("Parts.eachLeaksItsOwn leaks " + number)).isEqualTo("FAILED");
            leaks("Parts.eachLeaksItsOwn leaks " + number, number, 100 * number);
        }
        leaks("Parts.eachLeaksItsOwn", 6, 600);
    }

    @Test
    void aTestMayHaveABpftraceOfItsOwn() {
        leaks("Parts.hasABpftraceOfItsOwn", 4, 400);
        assertThat(runs.get("Parts.hasABpftraceOfItsOwn").started().capture())
                .isNotEqualTo(runs.get("Parts.leaksAfterItsMark").started().capture());
    }

    @Test
    void operationsCountWhileTheTestsOwnCodeRuns() {
        assertThat(status("Execution.countsItsOwnCallsOnly")).isEqualTo("SUCCESSFUL");
        assertThat(runs.get("Execution.countsItsOwnCallsOnly").operations()).isPresent();
    }

    @Test
    void theyAreJudgedForATestThatLeavesItsThreadInterrupted() {
        assertThat(status("Execution.leavesItsThreadInterrupted")).isEqualTo("SUCCESSFUL");
        assertThat(runs.get("Execution.leavesItsThreadInterrupted").verdict()).isEqualTo(Verdict.PASSED);
    }

    private static String status(String test) {
        return runs.get(test).finished().orElseThrow().status();
    }

    private static void leaks(String test, long objects, long bytes) {
        assertThat(runs.get(test).window()).hasValueSatisfying(window -> {
            assertThat(window.leaks()).isEqualTo(Verdict.FAILED);
            assertThat(window.leakedObjects()).isEqualTo(objects);
            assertThat(window.leakedBytes()).isEqualTo(bytes);
        });
    }
}
