package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.TestExecutionResult.Status.ABORTED;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.report.RunRecord;
import org.vexfs.trace.report.RunRecords;

/** Tests that repeat what they do, judged again from a capture. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class GrowthReplayTests {

    private static final Map<String, String> REPLAY = Map.of("vexfs.trace.mode", "replay");

    @TempDir
    private Path folder;

    @Test
    void whatEachIterationLosesFailsTheTestAndIsNamedWithItsSlope() throws IOException {
        iterations((trace, iteration) -> trace.holds("vexfs_insert", 64).holds("vexfs_insert", 64));

        JupiterRun run = JupiterRun.of(Growing.class, folder, REPLAY);

        assertThat(run.failure("repeats"))
                .isInstanceOf(AssertionError.class)
                .isNotInstanceOf(InconclusiveTraceError.class)
                .hasMessageStartingWith("Growing.repeats makes module vexfs hold more with each iteration, at 1 place.")
                .hasMessageContaining("2.00 objects, 128.0 bytes more with each iteration, allocated at\n"
                        + "      vexfs_insert+0x10\n")
                .hasMessageContaining("objects held at first and after each of 6 iterations: 0, 2, 4, 6, 8, 10, 12");
        assertThat(window().leaks()).isEqualTo(Verdict.FAILED);
        assertThat(window().leakedObjects()).isEqualTo(12);
    }

    @Test
    void whatIsAllocatedOnceDoesNotCountHoweverLate() throws IOException {
        iterations((trace, iteration) -> {
            if (iteration == 5) {
                trace.holds("vexfs_cache_fill", 4096).holds("vexfs_cache_fill", 4096);
            }
        });

        JupiterRun run = JupiterRun.of(Growing.class, folder, REPLAY);

        run.assertSucceeded("repeats");
        assertThat(window().leaks()).isEqualTo(Verdict.PASSED);
        assertThat(window().leakedObjects()).isZero();
    }

    @Test
    void onlyWhatGrowsIsRecordedAndTheRestIsRemarked() throws IOException {
        iterations((trace, iteration) -> {
            trace.holds("vexfs_insert", 64);
            if (iteration == 1) {
                trace.holds("vexfs_cache_fill", 4096);
            }
        });

        JupiterRun.of(Growing.class, folder, REPLAY);

        assertThat(window().leakSites())
                .singleElement()
                .satisfies(site -> assertThat(site.function()).isEqualTo("vexfs_insert+0x10"));
        assertThat(window().text())
                .contains("Note: 1 object of 4096 bytes retained do not count, because they did not grow over 6"
                        + " iterations.");
    }

    @Test
    void aTraceWithGapsIsInconclusive() throws IOException {
        GivenCapture trace = new GivenCapture(Growing.class, "repeats").missesAnAllocation();
        for (int i = 0; i <= 6; i++) {
            trace.holds("vexfs_insert", 64).judged("growth " + i);
        }
        trace.write(folder.resolve("target/vexfs-trace"));

        JupiterRun run = JupiterRun.of(Growing.class, folder, REPLAY);

        assertThat(run.failure("repeats"))
                .isInstanceOf(InconclusiveTraceError.class)
                .hasMessageStartingWith(
                        "INCONCLUSIVE: the trace of module vexfs cannot tell whether what it holds grows in"
                                + " Growing.repeats.")
                .hasMessageContaining("1 allocations of interrupts were skipped")
                .hasMessageContaining("What looked growing:");
    }

    @Test
    void aLiveRunThatEndedBeforeItsLastIterationIsInconclusive() throws IOException {
        new GivenCapture(Growing.class, "repeats")
                .judged("growth 0")
                .judged("growth 1")
                .write(folder.resolve("target/vexfs-trace"));

        JupiterRun run = JupiterRun.of(Growing.class, folder, REPLAY);

        assertThat(run.failure("repeats"))
                .isInstanceOf(InconclusiveTraceError.class)
                .hasMessageContaining("has no sample 'growth 2' of 6 iterations");
    }

    @Test
    void theClasssAnnotationHoldsForItToo() {
        JupiterRun run =
                JupiterRun.of(OfAnotherModule.class, folder, Map.of("vexfs.trace.bpftrace", "/nowhere/bpftrace"));

        assertThat(run.failure("repeats")).hasMessageStartingWith("module 'another_module' cannot be traced here:");
        assertThat(run.failure("repeatsOfItsOwn")).hasMessageStartingWith("module 'its_own' cannot be traced here:");
    }

    @Test
    void numbersThatDecideNothingAreRefused() {
        JupiterRun run = JupiterRun.of(WrongNumbers.class, folder, REPLAY);

        assertThat(run.failure("tooFew"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessage("@LeakGrowthTest of WrongNumbers.tooFew: iterations is '2'; expected how often to call it"
                        + " then, at least 3");
        assertThat(run.failure("negative"))
                .hasMessage("@LeakGrowthTest of WrongNumbers.negative: warmup is '-1'; expected how often to call it"
                        + " first, at least 0");
    }

    @Test
    void withTracingOffItIsAbortedBecauseItCouldTellNothing() {
        JupiterRun run = JupiterRun.of(Growing.class, folder, Map.of("vexfs.trace.mode", "off"));

        assertThat(run.status("repeats")).isEqualTo(ABORTED);
    }

    /** Writes the capture of six iterations. */
    private void iterations(ObjIntConsumer<GivenCapture> iteration) throws IOException {
        GivenCapture trace = new GivenCapture(Growing.class, "repeats").judged("growth 0");
        for (int i = 1; i <= 6; i++) {
            iteration.accept(trace, i);
            trace.judged("growth " + i);
        }
        trace.write(folder.resolve("target/vexfs-trace"));
    }

    private RunRecord.Window window() throws IOException {
        return RunRecords.read(folder.resolve("target/vexfs-trace"), 0)
                .get(0)
                .window()
                .orElseThrow();
    }

    static class Growing {

        @LeakGrowthTest(iterations = 6)
        void repeats() {
            throw new IllegalStateException("the body of a replayed test was run");
        }
    }

    @TraceVexfs(script = Script.MEMORY, module = "another_module")
    static class OfAnotherModule {

        @LeakGrowthTest
        void repeats() {}

        @TraceVexfs(script = Script.MEMORY, module = "its_own")
        @LeakGrowthTest
        void repeatsOfItsOwn() {}
    }

    static class WrongNumbers {

        @LeakGrowthTest(iterations = 2)
        void tooFew() {}

        @LeakGrowthTest(warmup = -1)
        void negative() {}
    }
}
