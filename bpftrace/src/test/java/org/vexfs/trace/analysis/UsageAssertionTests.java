package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.analysis.UsageAssertion.Question;
import org.vexfs.trace.event.Counts;

class UsageAssertionTests {

    private static final CallSite SITE = new CallSite(1, "vexfs_insert+0x1", Optional.empty(), true);
    private static final List<Gap> GAP = List.of(new Gap("something is missing", "look"));

    @ParameterizedTest
    @CsvSource({
        "PEAK_MEMORY_BELOW, 4096, peakMemoryBelow(4096)",
        "NO_ALLOCATION_ABOVE, 0, noAllocationAbove(0)",
        "NO_ALLOCATION_FAILURES, 0, noAllocationFailures"
    })
    void anAssertionIsFoundByItsNameWithItsLimit(Question question, long limit, String name) {
        UsageAssertion assertion = new UsageAssertion(question, limit);

        assertThat(assertion.assertion()).isEqualTo(name);
        assertThat(UsageAssertion.named(name)).contains(assertion);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "window",
                "memory",
                "noLeaks",
                "peakMemoryBelow",
                "peakMemoryBelow()",
                "peakMemoryBelow(-1)",
                "noAllocationFailures(1)",
                ""
            })
    void anotherNameIsNoAssertion(String name) {
        assertThat(UsageAssertion.named(name)).isEmpty();
    }

    @Test
    void aLimitIsNotNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UsageAssertion(Question.PEAK_MEMORY_BELOW, -1))
                .withMessage("a limit of -1 bytes; expected 0 or more");
    }

    @ParameterizedTest
    @CsvSource({"4095, PASSED", "4096, FAILED", "4097, FAILED"})
    void thePeakMustBeBelowTheLimit(long peak, Verdict verdict) {
        assertThat(new UsageAssertion(Question.PEAK_MEMORY_BELOW, 4_096).verdict(judgement(usage(peak, 1, 0, 0))))
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"4095, PASSED", "4096, PASSED", "4097, FAILED"})
    void anAllocationMayBeAsLargeAsTheLimit(long largest, Verdict verdict) {
        assertThat(new UsageAssertion(Question.NO_ALLOCATION_ABOVE, 4_096).verdict(judgement(usage(1, largest, 0, 0))))
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, PASSED", "1, 0, FAILED", "0, 1, FAILED"})
    void neitherAnAllocationFailsNorAFunctionReturnsEnomem(long failures, long refusals, Verdict verdict) {
        assertThat(new UsageAssertion(Question.NO_ALLOCATION_FAILURES, 0)
                        .verdict(judgement(usage(1, 1, failures, refusals))))
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "PEAK_MEMORY_BELOW, 0, 0, INCONCLUSIVE",
        "PEAK_MEMORY_BELOW, 9999, 0, INCONCLUSIVE",
        "NO_ALLOCATION_ABOVE, 0, 0, INCONCLUSIVE",
        "NO_ALLOCATION_ABOVE, 9999, 0, FAILED",
        "NO_ALLOCATION_FAILURES, 0, 0, INCONCLUSIVE",
        "NO_ALLOCATION_FAILURES, 0, 1, FAILED"
    })
    void whereSomethingMayBeMissingOnlyWhatIsCertainFails(
            Question question, long bytes, long refusals, Verdict verdict) {
        UsageAssertion assertion =
                new UsageAssertion(question, question == Question.NO_ALLOCATION_FAILURES ? 0 : 4_096);
        MemoryUsage usage = usage(bytes, bytes, 0, refusals);

        assertThat(assertion.verdict(judgement(usage, GAP, false))).isEqualTo(verdict);
        assertThat(assertion.verdict(judgement(usage, List.of(), true))).isEqualTo(verdict);
    }

    @Test
    void anAllocationThatFailedIsNotCertainWhereItsSecondTryMayBeMissing() {
        assertThat(new UsageAssertion(Question.NO_ALLOCATION_FAILURES, 0)
                        .verdict(judgement(usage(1, 1, 1, 0), GAP, false)))
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    private static MemoryUsage usage(long peak, long largest, long failures, long refusals) {
        MemoryUsage none = MemoryUsage.NONE;
        return new MemoryUsage(
                peak,
                1,
                1,
                0,
                0,
                peak,
                none.sizes(),
                none.lifetimes(),
                Optional.of(new MemoryUsage.PlaceBytes(SITE, largest)),
                none.topHolder(),
                0,
                none.large(),
                none.vectors(),
                none.failures(),
                failures,
                none.refusals(),
                refusals,
                none.pressure(),
                none.old(),
                List.of(),
                UsageDetails.NONE);
    }

    private static MemoryJudgement judgement(MemoryUsage usage) {
        return judgement(usage, List.of(), false);
    }

    private static MemoryJudgement judgement(MemoryUsage usage, List<Gap> gaps, boolean incompleteDetail) {
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
                incompleteDetail,
                List.of(),
                Counts.NONE,
                usage,
                List.of());
    }
}
