package org.vexfs.trace.assertions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.vexfs.trace.assertions.VexfsTraceAssertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.MemoryUsage;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.junit.InconclusiveTraceError;
import org.vexfs.trace.junit.Traces;

class UsageAssertTests {

    private static final CallSite SITE = new CallSite(1, "vexfs_insert+0x1c", Optional.of("100%.c:120"), true);
    private static final MemoryUsage USAGE = new MemoryUsage(
            300,
            2,
            2,
            0,
            0,
            300,
            MemoryUsage.NONE.sizes(),
            MemoryUsage.NONE.lifetimes(),
            Optional.of(new MemoryUsage.PlaceBytes(SITE, 200)),
            Optional.of(new MemoryUsage.PlaceBytes(SITE, 300)),
            0,
            List.of(),
            MemoryUsage.NONE.vectors(),
            List.of(new MemoryUsage.Failures(SITE, 1, 64)),
            1,
            List.of(),
            0,
            MemoryUsage.NONE.pressure(),
            MemoryUsage.NONE.old(),
            List.of(),
            MemoryUsage.NONE.details());

    private static final MemoryJudgement COMPLETE = judgement(USAGE, List.of());
    private static final MemoryJudgement UNKNOWN =
            judgement(MemoryUsage.NONE, List.of(new Gap("100% of it is missing", "look")));

    @Test
    void aTraceWithinItsLimitsPasses() {
        assertThat(Traces.of(COMPLETE)).peakMemoryBelow(301).noAllocationAbove(200);
        assertThat(Traces.of(judgement(MemoryUsage.NONE, List.of())))
                .peakMemoryBelow(1)
                .noAllocationAbove(0)
                .noAllocationFailures();
    }

    @Test
    void eachFailureNamesTheValueTheLimitAndThePlace() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(Traces.of(COMPLETE)).peakMemoryBelow(300))
                .withMessageContaining("hold 300 bytes at its peak; expected below 300 bytes.")
                .withMessageContaining("vexfs_insert+0x1c (100%.c:120)");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(Traces.of(COMPLETE)).noAllocationAbove(199))
                .withMessageContaining("allocate 200 bytes at once; expected at most 199 bytes.")
                .withMessageContaining("vexfs_insert+0x1c (100%.c:120)");
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(Traces.of(COMPLETE)).noAllocationFailures())
                .withMessageContaining("1 allocation failed")
                .withMessageContaining("vexfs_insert+0x1c (100%.c:120)");
    }

    @Test
    void aTraceThatCannotTellFailsWithAnErrorOfItsOwn() {
        assertThatExceptionOfType(InconclusiveTraceError.class)
                .isThrownBy(
                        () -> assertThat(Traces.of(UNKNOWN)).as("after insert").peakMemoryBelow(300))
                .withMessageStartingWith("[after insert] INCONCLUSIVE")
                .withMessageContaining("- 100% of it is missing.");
        assertThatExceptionOfType(InconclusiveTraceError.class)
                .isThrownBy(() -> assertThat(Traces.of(UNKNOWN)).noAllocationAbove(300));
        assertThatExceptionOfType(InconclusiveTraceError.class)
                .isThrownBy(() -> assertThat(Traces.of(UNKNOWN)).noAllocationFailures());
    }

    @Test
    void theUsageCanBeReadFromTheTrace() {
        assertThat(Traces.of(COMPLETE).memory().peakBytes()).isEqualTo(300);
    }

    private static MemoryJudgement judgement(MemoryUsage usage, List<Gap> gaps) {
        return new MemoryJudgement(
                Verdict.PASSED,
                Verdict.PASSED,
                Verdict.PASSED,
                Verdict.PASSED,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                gaps,
                false,
                List.of(),
                Counts.NONE,
                usage,
                List.of());
    }
}
