package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.junit.TestJvm;
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.session.Replay;
import org.vexfs.trace.testing.KernelTest;

/** Tests that make the module free twice where the kernel notices at once, and kills the thread that did it. */
@KernelTest
@Timeout(1200)
class ThreadKilledTests {

    private static final Duration GONE_WITHIN = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void theJvmsMainThreadIsBlamedOnItsTestForWhatTheTraceHadToldWhenItsJvmEnded() throws Exception {
        run(KilledThreadTestCases.class);

        Path output = folder.resolve("target/vexfs-trace");
        // The JVM ends within milliseconds, so the second free may be under way still.
        boolean told = Replay.ofFolder(output).windows().get(0).events().stream()
                .anyMatch(event -> event instanceof Free free && free.kind() == Free.Kind.REPEATED);
        assertThat(RunRecords.read(output, 0)).singleElement().satisfies(run -> {
            assertThat(run.started().methodName()).isEqualTo("freesTwice");
            if (told) {
                isBlamed(run);
                assertThat(run.text())
                        .startsWith("KilledThreadTestCases.freesTwice makes module vexfs free memory twice, 1 time.")
                        .contains("the JVM that ran the test ended within it");
            } else {
                assertThat(run.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
                assertThat(run.text())
                        .startsWith("INCONCLUSIVE: the JVM ended within KilledThreadTestCases.freesTwice");
            }
        });
    }

    @Test
    void anyOtherThreadIsBlamedOnTheTestThatRanAndItsJvmIsEnded() throws Exception {
        int status = run(KilledHelperTestCases.class);

        assertThat(status).isEqualTo(86);
        assertThat(RunRecords.read(folder.resolve("target/vexfs-trace"), 0))
                .singleElement()
                .satisfies(run -> {
                    assertThat(run.started().methodName()).isEqualTo("waitsForTheOneThatFreesTwice");
                    isBlamed(run);
                    assertThat(run.text())
                            .startsWith("KilledHelperTestCases.waitsForTheOneThatFreesTwice makes module vexfs free"
                                    + " memory twice, 1 time.")
                            .containsPattern("The kernel's log says: kernel BUG at .*")
                            .containsPattern("the kernel killed thread \\d+ of the test's JVM: kernel BUG at ");
                });
        assertThat(folder.resolve("errors.txt"))
                .content()
                .containsPattern("ERROR .* the kernel killed thread \\d+ of the test's JVM: kernel BUG at ");
    }

    private int run(Class<?> tests) throws Exception {
        try (TestJvm jvm = TestJvm.start(tests, folder)) {
            int status = jvm.await();
            CompletableFuture<?>[] traces = ProcessHandle.allProcesses()
                    .filter(process -> process.info().command().orElse("").endsWith("/bpftrace"))
                    .map(ProcessHandle::onExit)
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(traces).get(GONE_WITHIN.toSeconds(), TimeUnit.SECONDS);
            return status;
        }
    }

    private static void isBlamed(TestRun run) {
        assertThat(run.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(run.window().orElseThrow().doubleFrees()).isEqualTo(Verdict.FAILED);
        assertThat(run.window().orElseThrow().leaks()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(run.finished()).isEmpty();
    }
}
