package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vexfs.trace.analysis.OperationAssertion.Question;
import org.vexfs.trace.event.OperationTotals.Bucket;
import org.vexfs.trace.event.OperationTotals.FunctionTotals;

class OperationVerdictTests {

    private static final long MILLISECOND = 1_000_000;
    private static final long A = 0xffff888000001000L;

    private final TracedOperations module = new TracedOperations();

    @ParameterizedTest
    @CsvSource({
        "OPERATION_COUNT, 9, FAILED",
        "OPERATION_COUNT, 10, PASSED",
        "OPERATION_COUNT, 11, FAILED",
        "OPERATION_COUNT_AT_LEAST, 10, PASSED",
        "OPERATION_COUNT_AT_LEAST, 11, FAILED",
        "OPERATION_COUNT_AT_MOST, 9, FAILED",
        "OPERATION_COUNT_AT_MOST, 10, PASSED"
    })
    void aCountIsExact(Question question, long limit, Verdict verdict) {
        calls(10, 0);

        assertThat(asked(question, limit)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({
        "OPERATION_COUNT, 9, FAILED",
        "OPERATION_COUNT, 10, INCONCLUSIVE",
        "OPERATION_COUNT, 12, INCONCLUSIVE",
        "OPERATION_COUNT, 13, FAILED",
        "OPERATION_COUNT_AT_LEAST, 10, PASSED",
        "OPERATION_COUNT_AT_LEAST, 11, INCONCLUSIVE",
        "OPERATION_COUNT_AT_LEAST, 13, FAILED",
        "OPERATION_COUNT_AT_MOST, 9, FAILED",
        "OPERATION_COUNT_AT_MOST, 11, INCONCLUSIVE",
        "OPERATION_COUNT_AT_MOST, 12, PASSED"
    })
    void twoCallsThatWereLostMayBelongToACount(Question question, long limit, Verdict verdict) {
        calls(10, 0);
        loses(2);

        assertThat(asked(question, limit)).isEqualTo(verdict);
    }

    @Test
    void aFunctionThatIsTracedAndWasNotCalledWasCalled0Times() {
        calls(1, 0);

        assertThat(OperationAssertion.of(Question.OPERATION_COUNT, "vexfs_read", 0)
                        .verdict(module.judged()))
                .isEqualTo(Verdict.PASSED);
        assertThat(OperationAssertion.of(Question.OPERATION_COUNT, "vexfs_raed", 0)
                        .verdict(module.judged()))
                .isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aModuleThatWasNotExercisedProvesNothing() {
        for (Question question : Question.values()) {
            double percentile = question == Question.PERCENTILE_LATENCY_BELOW ? 50 : 0;
            double limit = question == Question.OPERATION_COUNT_AT_LEAST ? 1 : 0;

            assertThat(new OperationAssertion(question, "*", percentile, limit).verdict(module.judged()))
                    .as(question.name())
                    .isEqualTo(Verdict.INCONCLUSIVE);
        }
    }

    @ParameterizedTest
    @CsvSource({"2999999, PASSED", "3000000, FAILED"})
    void throughputMustBeAboveTheLimit(long limit, Verdict verdict) {
        module.calls("vexfs_read", MILLISECOND, 3_000).idlesUntil(100 * MILLISECOND);

        assertThat(asked(Question.THROUGHPUT_ABOVE, limit)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"999999, PASSED", "1000000, INCONCLUSIVE", "9999999, INCONCLUSIVE", "10000000, FAILED"})
    void throughputOfCallsInTotalsIsKnownWithinBounds(long limit, Verdict verdict) {
        module.calls("vexfs_read", MILLISECOND, 1_000)
                .callsTooFast(new FunctionTotals("vexfs_read", List.of(new Bucket(0, 1_023, 9)), Map.of(), 9_000))
                .idlesUntil(10 * MILLISECOND);

        assertThat(asked(Question.THROUGHPUT_ABOVE, limit)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @EnumSource(names = {"THROUGHPUT_ABOVE", "CACHE_HIT_RATE_ABOVE", "LOCK_HOLD_BELOW"})
    void whatDoesNotHappenCannotBeMeasured(Question question) {
        calls(10, 0);

        assertThat(asked(question, 0)).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @ParameterizedTest
    @CsvSource({"0, 59.9, PASSED", "0, 60, FAILED", "2, 49.9, PASSED", "2, 50, INCONCLUSIVE", "2, 67, FAILED"})
    void aHitRateMustBeAboveTheLimitWhateverWasLost(int lost, double limit, Verdict verdict) {
        for (int i = 0; i < 10; i++) {
            module.calls("vexfs_cache_lookup", 10, i < 6 ? 1 : 0);
        }
        loses(lost);

        assertThat(asked(Question.CACHE_HIT_RATE_ABOVE, limit)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"0, 20.1, PASSED", "0, 20, FAILED", "2, 33.4, PASSED", "2, 33, INCONCLUSIVE", "2, 16.6, FAILED"})
    void anErrorRateMustBeBelowTheLimitWhateverWasLost(int lost, double limit, Verdict verdict) {
        calls(8, 0);
        calls(2, -5);
        loses(lost);

        assertThat(asked(Question.ERROR_RATE_BELOW, limit)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, PASSED", "1, 0, FAILED", "0, 1, INCONCLUSIVE", "1, 1, FAILED"})
    void anErrorThatWasSeenIsCertainAndOneThatWasNotMayBeLost(int errors, int lost, Verdict verdict) {
        calls(5, 0);
        calls(errors, -5);
        loses(lost);

        assertThat(asked(Question.NO_ERRORS, 0)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"0, 301, PASSED", "0, 300, FAILED", "1, 301, INCONCLUSIVE", "1, 300, FAILED"})
    void theLongestWaitMustBeBelowTheLimit(int lost, long limit, Verdict verdict) {
        module.waited("vexfs_search", A, 300, 1_000).returns("vexfs_lock", 0, 1_000, 1_200, 0, A);
        loses(lost);

        assertThat(asked(Question.LOCK_WAIT_BELOW, limit)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"999999, 0, PASSED", "1000000, 0, FAILED", "999999, 1, INCONCLUSIVE", "1000000, 1, FAILED"})
    void contentionIsAWaitThatIsLong(long wait, int lost, Verdict verdict) {
        module.waited("vexfs_search", A, wait, 2_000_000).calls("vexfs_search", 10);
        loses(lost);

        assertThat(asked(Question.NO_LOCK_CONTENTION, 0)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @EnumSource(names = {"LOCK_WAIT_BELOW", "NO_LOCK_CONTENTION"})
    void whereContentionIsNotTracedWaitsShowOnlyInTheModulesOwnFunctions(Question question) {
        calls(1, 0);
        module.contentionIsNotTraced();

        assertThat(asked(question, question == Question.LOCK_WAIT_BELOW ? 1_000 : 0))
                .isEqualTo(Verdict.INCONCLUSIVE);

        module.calls("vexfs_lock", 10, 0, A);
        assertThat(asked(question, question == Question.LOCK_WAIT_BELOW ? 1_000 : 0))
                .isEqualTo(Verdict.PASSED);
    }

    @ParameterizedTest
    @CsvSource({"1001, PASSED", "1000, FAILED"})
    void theLongestHoldMustBeBelowTheLimit(long limit, Verdict verdict) {
        module.returns("vexfs_lock", 0, 0, 10, 0, A).returns("vexfs_unlock", 0, 1_010, 1_020, 0, A);

        assertThat(asked(Question.LOCK_HOLD_BELOW, limit)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"5001, INCONCLUSIVE", "5000, FAILED"})
    void aLockThatIsStillHeldWillBeHeldForLonger(long limit, Verdict verdict) {
        module.returns("vexfs_lock", 0, 0, 10, 0, A).idlesUntil(5_010);

        assertThat(asked(Question.LOCK_HOLD_BELOW, limit)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, PASSED", "-5, 0, FAILED", "0, 1, INCONCLUSIVE", "-5, 1, INCONCLUSIVE"})
    void anAlertIsCertainOnlyWhereNothingWasLost(int result, int lost, Verdict verdict) {
        calls(10, result);
        loses(lost);

        assertThat(asked(Question.NO_ALERTS, 0)).isEqualTo(verdict);
    }

    @Test
    void ofCallsInTotalsNoAlertCanBeRaised() {
        calls(10, 0);
        module.callsTooFast(new FunctionTotals("vexfs_search", List.of(new Bucket(0, 99, 1)), Map.of(), 0));

        assertThat(asked(Question.NO_ALERTS, 0)).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void anAnswerHasWhatWasMeasured() {
        calls(4, 0);
        calls(1, -5);

        OperationAnswer answer = OperationAssertion.of(Question.ERROR_RATE_BELOW, "vexfs_search", 50)
                .answer(module.judged());

        assertThat(answer.measured()).contains(Measured.exactly(20));
        assertThat(answer.calls()).isEqualTo(5);
        assertThat(answer.obstacle()).isEmpty();
    }

    private Verdict asked(Question question, double limit) {
        return OperationAssertion.of(question, "*", limit).verdict(module.judged());
    }

    private void calls(int times, long result) {
        for (int i = 0; i < times; i++) {
            module.calls("vexfs_search", 100, result);
        }
    }

    private void loses(int calls) {
        module.linesAreLost();
        for (int i = 0; i < calls; i++) {
            module.calls("vexfs_search", 100).waited("vexfs_search", A, 10, 100_000);
        }
        module.linesArriveAgain();
    }
}
