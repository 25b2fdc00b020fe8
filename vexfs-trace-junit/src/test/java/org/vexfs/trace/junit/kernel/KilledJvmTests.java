package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.vexfs.trace.testing.KernelTest;

/** A JVM that is killed in the middle of a traced test. */
@KernelTest
@Timeout(300)
class KilledJvmTests {

    private static final Duration GONE_WITHIN = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    @Test
    void leavesNoBpftraceAndACaptureThatBlamesTheRightTest() throws Exception {
        try (TestJvm jvm = TestJvm.start(StuckTestCases.class, folder)) {
            assertThat(jvm.await("ready ")).isEqualTo("2");
            ProcessHandle bpftrace = bpftrace();

            jvm.kill();
            jvm.await();

            assertThat(bpftrace.onExit().get(GONE_WITHIN.toMillis(), TimeUnit.MILLISECONDS))
                    .isNotNull();
        }
        Path output = folder.resolve("target/vexfs-trace");
        assertThat(RunRecords.read(output, 0)).singleElement().satisfies(run -> {
            assertThat(run.started().className()).isEqualTo(StuckTestCases.class.getName());
            assertThat(run.started().methodName()).isEqualTo("leaksAndWaits");
            assertThat(run.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(run.text()).startsWith("INCONCLUSIVE: the JVM ended within StuckTestCases.leaksAndWaits");
        });
        assertThat(Replay.ofFolder(output).windows()).singleElement().satisfies(window -> {
            assertThat(window.atEnd()).isEmpty();
            assertThat(window.events())
                    .filteredOn(event -> event instanceof Allocation allocation && allocation.requestedBytes() == 777)
                    .hasSize(2);
        });
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
