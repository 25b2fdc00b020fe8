package org.vexfs.trace.assertions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.vexfs.trace.assertions.VexfsTraceAssertions.assertThat;

import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.analysis.Leak;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.MemoryUsage;
import org.vexfs.trace.analysis.Owner;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.MemoryKind;
import org.vexfs.trace.junit.InconclusiveTraceError;
import org.vexfs.trace.junit.Traces;
import org.vexfs.trace.junit.VexfsTrace;

class VexfsTraceAssertTests {

    private static final Counts ACTIVITY = new Counts(2, 2, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0);

    private static final MemoryJudgement CLEAN = judgement(Verdict.PASSED, Verdict.PASSED, List.of(), List.of());
    private static final MemoryJudgement LEAKY = judgement(
            Verdict.FAILED,
            Verdict.PASSED,
            List.of(new Leak(
                    CallSite.unknown(0xc0ffee),
                    List.of(CallSite.unknown(0xc0ffee)),
                    Owner.DIRECT,
                    MemoryKind.SLAB,
                    2,
                    100,
                    1_500_000,
                    7)),
            List.of());
    private static final MemoryJudgement UNKNOWN = judgement(
            Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE, List.of(), List.of(new Gap("100% of it is missing", "look")));

    @Test
    void aCleanTracePassesEveryAssertion() {
        assertThat(Traces.of(CLEAN))
                .noLeaks()
                .noDoubleFree()
                .noInvalidFree()
                .noKernelWarnings()
                .isComplete();
    }

    @Test
    void aLeakFailsNoLeaksAndNothingElse() {
        assertThat(Traces.of(LEAKY))
                .noDoubleFree()
                .noInvalidFree()
                .noKernelWarnings()
                .isComplete();

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(Traces.of(LEAKY)).noLeaks())
                .satisfies(error -> assertThat((Throwable) error).isNotInstanceOf(InconclusiveTraceError.class))
                .withMessageContaining("Some.test leaks 100 bytes in 2 objects of module vexfs.")
                .withMessageContaining("0xc0ffee");
    }

    @Test
    void aTraceThatCannotTellFailsWithAnErrorOfItsOwn() {
        assertThatExceptionOfType(InconclusiveTraceError.class)
                .isThrownBy(() -> assertThat(Traces.of(UNKNOWN)).noLeaks())
                .withMessageStartingWith(
                        "INCONCLUSIVE: the trace of module vexfs cannot tell whether it leaks in Some.test.")
                .withMessageContaining("- 100% of it is missing.");
        assertThatExceptionOfType(InconclusiveTraceError.class)
                .isThrownBy(() -> assertThat(Traces.of(UNKNOWN)).noDoubleFree());
        assertThatExceptionOfType(InconclusiveTraceError.class)
                .isThrownBy(() -> assertThat(Traces.of(UNKNOWN)).noInvalidFree());
        assertThatExceptionOfType(InconclusiveTraceError.class)
                .isThrownBy(() -> assertThat(Traces.of(UNKNOWN)).noKernelWarnings());
        assertThatExceptionOfType(InconclusiveTraceError.class)
                .isThrownBy(() -> assertThat(Traces.of(UNKNOWN)).isComplete());
    }

    @Test
    void aDescriptionStandsBeforeTheMessage() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(
                        () -> assertThat(Traces.of(LEAKY)).as("after insert").noLeaks())
                .withMessageStartingWith("[after insert]");
        assertThatExceptionOfType(InconclusiveTraceError.class)
                .isThrownBy(
                        () -> assertThat(Traces.of(UNKNOWN)).as("after insert").noLeaks())
                .withMessageStartingWith("[after insert] INCONCLUSIVE");
    }

    @Test
    void aTraceIsShownAsItsModuleAndItsTest() {
        VexfsTrace trace = Traces.captured("LeakyIT.losesThreeObjects");
        String shown = "trace of module vexfs in LeakyIT.losesThreeObjects";

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(trace).as("the trace").isNull())
                .withMessageStartingWith("[the trace]")
                .withMessageContaining(shown);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(List.of(trace)).isEmpty())
                .withMessageContaining("[" + shown + "]");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat((VexfsTrace) null).as("the trace").noLeaks())
                .withMessageStartingWith("[the trace]")
                .withMessageContaining("not to be null");
    }

    @Test
    void softAssertionsCollectBothKindsOfError() {
        SoftAssertions soft = new SoftAssertions();
        soft.proxy(VexfsTraceAssert.class, VexfsTrace.class, Traces.of(LEAKY)).noLeaks();
        soft.proxy(VexfsTraceAssert.class, VexfsTrace.class, Traces.of(UNKNOWN)).noDoubleFree();

        assertThat(soft.errorsCollected()).hasSize(2);
    }

    private static MemoryJudgement judgement(Verdict leaks, Verdict doubleFrees, List<Leak> found, List<Gap> gaps) {
        // What the trace cannot tell of leaks it cannot tell of anything.
        Verdict others = leaks == Verdict.INCONCLUSIVE ? Verdict.INCONCLUSIVE : Verdict.PASSED;
        return new MemoryJudgement(
                leaks,
                doubleFrees,
                others,
                others,
                found,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                gaps,
                false,
                List.of(),
                ACTIVITY,
                MemoryUsage.NONE,
                List.of());
    }
}
