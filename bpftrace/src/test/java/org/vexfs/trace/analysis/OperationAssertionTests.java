package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.analysis.OperationAssertion.Question;

class OperationAssertionTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PERCENTILE_LATENCY_BELOW | 99   | 2000000    | percentileLatencyBelow(vexfs_*,99.0,2000000)",
                "PERCENTILE_LATENCY_BELOW | 99.9 | 1          | percentileLatencyBelow(vexfs_*,99.9,1)",
                "OPERATION_COUNT          | 0    | 80000      | operationCount(vexfs_*,80000)",
                "OPERATION_COUNT_AT_LEAST | 0    | 1          | operationCountAtLeast(vexfs_*,1)",
                "OPERATION_COUNT_AT_MOST  | 0    | 0          | operationCountAtMost(vexfs_*,0)",
                "THROUGHPUT_ABOVE         | 0    | 1.5E12     | throughputAbove(vexfs_*,1500000000000)",
                "THROUGHPUT_ABOVE         | 0    | 100000.25  | throughputAbove(vexfs_*,100000.25)",
                "CACHE_HIT_RATE_ABOVE     | 0    | 99.5       | cacheHitRateAbove(vexfs_*,99.5)",
                "LOCK_WAIT_BELOW          | 0    | 1000       | lockWaitBelow(vexfs_*,1000)",
                "LOCK_HOLD_BELOW          | 0    | 1000       | lockHoldBelow(vexfs_*,1000)",
                "NO_LOCK_CONTENTION       | 0    | 0          | noLockContention(vexfs_*)",
                "ERROR_RATE_BELOW         | 0    | 0.1        | errorRateBelow(vexfs_*,0.1)",
                "NO_ERRORS                | 0    | 0          | noErrors(vexfs_*)",
                "NO_ALERTS                | 0    | 0          | noAlerts(vexfs_*)"
            })
    void anAssertionIsFoundByItsName(Question question, double percentile, double limit, String name) {
        OperationAssertion assertion = new OperationAssertion(question, "vexfs_*", percentile, limit);

        assertThat(assertion.assertion()).isEqualTo(name);
        assertThat(OperationAssertion.named(name)).contains(assertion);
    }

    @ParameterizedTest
    @EnumSource(Question.class)
    void everyQuestionHasAName(Question question) {
        double percentile = question == Question.PERCENTILE_LATENCY_BELOW ? 12.5 : 0;
        OperationAssertion assertion = new OperationAssertion(question, "*", percentile, 0);

        assertThat(OperationAssertion.named(assertion.assertion())).contains(assertion);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "noLeaks",
                "peakMemoryBelow(4096)",
                "noErrors",
                "noErrors()",
                "noErrors(a b)",
                "noErrors(vexfs_*,1)",
                "operationCount(vexfs_*)",
                "operationCount(vexfs_*,1.5)",
                "operationCount(vexfs_*,-1)",
                "operationCount(vexfs_*,01)",
                "operationCount(vexfs_*,99999999999999999)",
                "errorRateBelow(vexfs_*,101)",
                "percentileLatencyBelow(vexfs_*,99.0)",
                "percentileLatencyBelow(vexfs_*,0,5)",
                "percentileLatencyBelow(vexfs_*,100.5,5)",
                "percentileLatencyBelow(vexfs_*,99.0,5,6)",
                "throughputAbove(vexfs_*,NaN)"
            })
    void anotherNameIsNoAssertion(String name) {
        assertThat(OperationAssertion.named(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "vexfs_read,1", "a(b)", "vexfs read", "vexfs\nread"})
    void aPatternOfFunctionsHasNothingThatANameCannotHave(String functions) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperationAssertion.of(Question.NO_ERRORS, functions))
                .withMessage("functions '" + functions
                        + "'; expected a name of letters, digits, _ . $ and * for any characters");
    }

    @Test
    void aLimitHasTheUnitOfItsQuestion() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperationAssertion.of(Question.ERROR_RATE_BELOW, "*", 100.5))
                .withMessage("limit 100.5 of errorRateBelow; expected 0 to 100");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperationAssertion.of(Question.OPERATION_COUNT, "*", 1.5))
                .withMessage("limit 1.5 of operationCount; expected a whole number, 0 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OperationAssertion(Question.PERCENTILE_LATENCY_BELOW, "*", 0, 1))
                .withMessage("percentile 0.0 of percentileLatencyBelow; expected above 0 and at most 100");
    }
}
