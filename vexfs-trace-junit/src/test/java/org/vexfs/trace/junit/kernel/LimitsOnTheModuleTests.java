package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.MemoryAssertion;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.report.FindingText;
import org.vexfs.trace.session.LiveWindow;
import org.vexfs.trace.testing.ExampleModule;
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;
import org.vexfs.trace.testing.KernelTest;

/** What the module does beyond what the kernel side has room for. */
@KernelTest
@Timeout(1200)
class LimitsOnTheModuleTests {

    @TempDir
    private Path folder;

    @Test
    @Fault("the map of live objects is full")
    void moreLiveObjectsThanTheMapHoldsAreInconclusive(FaultOutcome outcome) throws Exception {
        MemoryJudgement judgement;
        try (ModuleSession session = ModuleSession.start(folder, Map.of("memory_trace.max_objects", "64"))) {
            LiveWindow window = session.open("hold");
            ExampleModule.command("hold 200 64");
            ExampleModule.command("clear");
            judgement = ModuleSession.memory(window);
            outcome.judged(judgement.leaks(), FindingText.of(MemoryAssertion.NO_LEAKS, judgement, window));
        }

        assertThat(judgement.leaks()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judgement.gaps()).anySatisfy(gap -> assertThat(gap.remedy()).contains("memory_trace.max_objects"));
    }

    @Test
    @Fault("the ring between the kernel and bpftrace overflows")
    void leaksInAFloodThatTheRingCannotHoldAreCountedByTheKernel(FaultOutcome outcome) throws Exception {
        MemoryJudgement judgement;
        try (ModuleSession session = ModuleSession.start(folder, Map.of("bpftrace.ring_pages", "1"))) {
            LiveWindow window = session.open("flood");
            ExampleModule.command("churn 20000 3 64");
            judgement = ModuleSession.memory(window);
            outcome.judged(judgement.leaks(), FindingText.of(MemoryAssertion.NO_LEAKS, judgement, window));
        }

        assertThat(judgement.gaps()).isEmpty();
        assertThat(judgement.leaks()).isEqualTo(Verdict.FAILED);
        assertThat(judgement.leakedObjects()).isEqualTo(3);
        assertThat(judgement.leakedBytes()).isEqualTo(3 * 64);
        Assumptions.assumeTrue(judgement.incompleteDetail(), "a ring of one page lost no event on this machine");
    }
}
