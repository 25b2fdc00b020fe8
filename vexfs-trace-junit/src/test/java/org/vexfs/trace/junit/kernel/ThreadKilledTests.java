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
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;
import org.vexfs.trace.testing.KernelTest;

/** Tests that make the module do what the kernel notices at once, and for which it kills the thread that did it. */
@KernelTest
@Timeout(1200)
class ThreadKilledTests {

    private static final Duration GONE_WITHIN = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @RepeatedTest(3)
    @Fault("the kernel finds a bug in the module and kills the JVM's main thread, which ran the test")
    void theJvmsMainThreadIsBlamedOnItsTestThoughItsJvmEndsAtOnce(FaultOutcome outcome) throws Exception {
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
                    outcome.judged(run.verdict(), run.text());
                });
    }

    @Test
    @Fault("the kernel finds a bug in the module and kills another thread of the JVM")
    void anyOtherThreadIsBlamedOnTheTestThatRanAndItsJvmIsEnded(FaultOutcome outcome) throws Exception {
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
                    outcome.judged(run.verdict(), run.text());
                });
        assertThat(folder.resolve("errors.txt"))
                .content()
                .containsPattern("ERROR .* the kernel killed thread \\d+ of the test's JVM: kernel BUG at ");
    }

    @Test
    @Fault("the module oopses, and the kernel kills the JVM's main thread, which called it")
    void anOopsIsToldWithTheTestThatRan(FaultOutcome outcome) throws Exception {
        run(OopsTestCases.class);

        assertThat(RunRecords.read(folder.resolve("target/vexfs-trace"), 0))
                .singleElement()
                .satisfies(run -> {
                    assertThat(run.started().methodName()).isEqualTo("oopses");
                    outcome.judged(run.verdict(), run.text());
                    assertThat(run.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
                    assertThat(run.window().orElseThrow().kernelWarnings())
                            .singleElement()
                            .asString()
                            .startsWith("BUG: kernel NULL pointer dereference");
                    assertThat(run.text())
                            .containsPattern("OopsTestCases.oopses makes the kernel complain, 1 time: BUG: kernel NULL")
                            .containsPattern("RIP: .*:vexfs_fault_oops\\+")
                            .contains("the JVM that ran the test ended within it");
                });
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
