package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vexfs.trace.junit.Script.MEMORY;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.report.BuildVerdict;
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.session.HostTarget;
import org.vexfs.trace.testing.BpftraceTest;
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;
import org.vexfs.trace.testing.SmallDisk;

/** The folder that traces are written to takes no more: a build whose tests it cannot be told of is no good one. */
@BpftraceTest
@Timeout(120)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class FullDiskOnThisKernelTests {

    private static final BuildVerdict.Rules ALL = new BuildVerdict.Rules(true, true, true, true, true);

    @TempDir
    private Path folder;

    private static SmallDisk disk;

    @BeforeEach
    void mount() throws Exception {
        disk = SmallDisk.mountedOn(folder.resolve("target/vexfs-trace"), 512);
    }

    @AfterEach
    void unmount() throws IOException {
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    @Fault("the disk fills up within a test, and stays full")
    void aTestThatCannotBeWrittenDownFailsAndSoDoesTheBuild(FaultOutcome outcome) throws Exception {
        JupiterRun run = JupiterRun.of(FillsTheDisk.class, folder, HostKernel.properties());

        run.assertSucceeded("hasRoom");
        assertThat(run.status("fillsTheDisk")).isEqualTo(Status.FAILED);
        assertThat(run.failure("fillsTheDisk"))
                .hasMessageContaining("cannot record what was traced in ")
                .hasMessageContaining("so the build could not be judged: java.io.IOException: No space left on device."
                        + " Remedy: ");
        assertThat(run.status("findsItFull")).isEqualTo(Status.FAILED);
        List<TestRun> runs = RunRecords.read(folder.resolve("target/vexfs-trace"), 0);
        assertThat(runs).extracting(TestRun::verdict).containsExactly(Verdict.PASSED, Verdict.INCONCLUSIVE);
        assertThat(BuildVerdict.of(runs, ALL).violations())
                .singleElement()
                .asString()
                .contains("FillsTheDisk.fillsTheDisk");
        outcome.judged(runs.get(1).verdict(), run.failure("fillsTheDisk").getMessage());
    }

    @Test
    @Fault("the output directory is read-only for a whole build")
    void aBuildThatCannotWriteFailsInItsTestsAndInItsCheck(FaultOutcome outcome) throws Exception {
        disk.makeReadOnly();

        Map<String, String> properties = new HashMap<>(HostKernel.properties());
        properties.put(HostKernel.LOCKS, folder.toString());
        JupiterRun run = JupiterRun.of(FillsTheDisk.class, folder, properties);

        assertThat(run.failure("hasRoom"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("Read-only file system. Remedy: make room there, or name a folder");
        BuildVerdict verdict = BuildVerdict.of(RunRecords.read(folder.resolve("target/vexfs-trace"), 0), ALL);
        assertThat(verdict.violations()).singleElement().asString().startsWith("no test was traced. What to do: ");
        outcome.notJudged(run.failure("hasRoom").getMessage());
    }

    @TraceVexfs(script = MEMORY)
    @ExtendWith(HostKernel.class)
    @TestMethodOrder(MethodOrderer.OrderAnnotation.class)
    static class FillsTheDisk {

        @Test
        @Order(1)
        void hasRoom() throws IOException {
            HostTarget.allocate().close();
        }

        @Test
        @Order(2)
        void fillsTheDisk() throws IOException {
            disk.fill();
            // What is left of the last page takes some lines more.
            for (int i = 0; i < 100; i++) {
                HostTarget.allocate().close();
            }
        }

        @Test
        @Order(3)
        void findsItFull() throws IOException {
            HostTarget.allocate().close();
        }
    }
}
