package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.TestExecutionResult.Status.FAILED;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.junit.JupiterRun;
import org.vexfs.trace.report.RunRecord;
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.testing.KernelTest;

/** Tests of two threads at the same time, each of which answers for its own thread. */
@KernelTest
@Timeout(1200)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ConcurrentTestsOnTheModuleTests {

    private static JupiterRun run;
    private static Map<String, TestRun> records;

    @BeforeAll
    static void run(@TempDir Path folder) throws Exception {
        Map<String, String> properties = ModuleSession.properties();
        properties.put("junit.jupiter.execution.parallel.enabled", "true");
        properties.put("junit.jupiter.execution.parallel.config.strategy", "fixed");
        properties.put("junit.jupiter.execution.parallel.config.fixed.parallelism", "2");
        run = JupiterRun.of(ConcurrentTestCases.class, folder, properties);
        records = RunRecords.read(folder.resolve("target/vexfs-trace"), 0).stream()
                .collect(Collectors.toMap(test -> test.started().methodName(), Function.identity()));
    }

    @Test
    void eachIsBlamedForItsOwnLeak() {
        blamedFor("leaksTwo", 2, 200);
        blamedFor("leaksThree", 3, 900);
    }

    @Test
    void bothWereTracedAtTheSameTime() {
        assertThat(records.values())
                .extracting(test -> test.started().capture())
                .hasSize(2)
                .containsOnly(records.get("leaksTwo").started().capture());
    }

    private static void blamedFor(String method, long objects, long bytes) {
        assertThat(run.status(method)).isEqualTo(FAILED);
        assertThat(run.failure(method)).hasMessageContaining(bytes + " bytes in " + objects + " objects");
        RunRecord.Window window = records.get(method).window().orElseThrow();
        assertThat(window.leaks()).isEqualTo(Verdict.FAILED);
        assertThat(window.leakedObjects()).isEqualTo(objects);
        assertThat(window.leakedBytes()).isEqualTo(bytes);
        assertThat(window.leakSites())
                .singleElement()
                .satisfies(site -> assertThat(site.function()).startsWith("vexfs_fault_leak+0x"));
    }
}
