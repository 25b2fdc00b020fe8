package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vexfs.trace.junit.Script.MEMORY;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.session.HostTarget;
import org.vexfs.trace.testing.BpftraceTest;
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;

/** A bpftrace that somebody stops, and the tests after it. */
@BpftraceTest
@Timeout(120)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class StoppedBpftraceOnThisKernelTests {

    @TempDir
    private Path folder;

    @Test
    @Fault("bpftrace is stopped within a test, and others follow (SIGSTOP)")
    void onlyTheTestInWhichItStoppedIsInconclusive(FaultOutcome outcome) throws Exception {
        Map<String, String> properties = new HashMap<>(HostKernel.properties());
        properties.put("vexfs.trace.bpftrace.answer_timeout", "4s");

        JupiterRun.of(StopsBpftrace.class, folder, properties);

        List<TestRun> runs = RunRecords.read(folder.resolve("target/vexfs-trace"), 0);
        assertThat(runs)
                .extracting(TestRun::verdict)
                .containsExactly(Verdict.PASSED, Verdict.INCONCLUSIVE, Verdict.PASSED);
        assertThat(runs.get(1).text()).contains("bpftrace did not answer a marker within 4000 ms");
        assertThat(runs.get(2).started().capture())
                .as("a fresh trace")
                .isNotEqualTo(runs.get(1).started().capture());
        outcome.judged(runs.get(1).verdict(), runs.get(1).text());
    }

    @TraceVexfs(script = MEMORY)
    @ExtendWith(HostKernel.class)
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class StopsBpftrace {

        @Test
        @Order(1)
        void before() throws Exception {
            HostTarget.allocate().close();
        }

        @Test
        @Order(2)
        void stopsIt() throws Exception {
            HostTarget.allocate().close();
            String pid = ProcessHandle.current()
                    .descendants()
                    .filter(process -> process.info().command().orElse("").endsWith("/bpftrace"))
                    .map(process -> Long.toString(process.pid()))
                    .findFirst()
                    .orElseThrow();
            assertThat(new ProcessBuilder("kill", "-s", "STOP", pid).start().waitFor())
                    .isZero();
        }

        @Test
        @Order(3)
        void after() throws Exception {
            HostTarget.allocate().close();
        }
    }
}
