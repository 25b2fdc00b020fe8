package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.junit.TestJvm;
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.testing.KernelTest;

/** Tests that make the module free twice where the kernel notices at once, and kills the thread that did it. */
@KernelTest
@Timeout(1200)
class ThreadKilledTests {

    private static final Duration GONE_WITHIN = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @RepeatedTest(3)
    void theJvmsMainThreadIsBlamedOnItsTestThoughItsJvmEndsAtOnce() throws Exception {
        run(KilledThreadTestCases.class);

        assertThat(RunRecords.read(folder.resolve("target/vexfs-trace"), 0))
                .singleElement()
                .satisfies(run -> {
                    assertThat(run.started().methodName()).isEqualTo("freesTwice");
                    isBlamed(run);
                    assertThat(run.window().orElseThrow().kernelWarnings())
                            .singleElement()
                            .asString()
                            .startsWith("kernel BUG at ");
                    assertThat(run.text())
                            .startsWith(
                                    "KilledThreadTestCases.freesTwice makes module vexfs free memory twice, 1 time.")
                            .containsPattern("The kernel's log says: kernel BUG at .*")
                            .containsPattern("KilledThreadTestCases.freesTwice makes the kernel complain, 1 time:"
                                    + " kernel BUG at .*")
                            .containsPattern("RIP: .*:(kfree|__slab_free)\\+")
                            .contains("the JVM that ran the test ended within it");
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
