package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexfs.trace.event.OperationTotals.Bucket;
import org.vexfs.trace.event.OperationTotals.FunctionTotals;

class LatencyVerdictTests {

    private final TracedOperations module = new TracedOperations();

    @ParameterizedTest
    @CsvSource({
        "50, 51, PASSED",
        "50, 50, FAILED",
        "99, 100, PASSED",
        "99, 99, FAILED",
        "100, 101, PASSED",
        "100, 100, FAILED"
    })
    void aPercentileMustBeBelowTheLimit(double percentile, long micros, Verdict verdict) {
        callsOf1To(100);

        // A microsecond has resolution enough: 99 of them are told to a tenth.
        assertThat(asked(percentile, micros * 1_000 - (verdict == Verdict.FAILED ? 100 : 0))
                        .verdict())
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource({"50, 1, 2", "95, 19, 20", "99, 99, 100", "99.9, 999, 1000"})
    void aPercentileNeedsCallsBeyondIt(double percentile, int tooFew, int enough) {
        callsOf1To(tooFew);
        OperationAnswer before = asked(percentile, 1_000_000_000);
        module.calls("vexfs_search", 1_000);
        OperationAnswer after = asked(percentile, 1_000_000_000);

        assertThat(before.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(before.obstacle().orElseThrow().cause())
                .isEqualTo(tooFew + " calls are too few for the " + (percentile == 99.9 ? "99.9" : (int) percentile)
                        + "th percentile: it needs " + enough);
        assertThat(after.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(after.calls()).isEqualTo(enough);
    }

    @Test
    void aLimitWithinTheResolutionOfAHistogramIsUndecided() {
        // Recorded where 8192 nanoseconds are one bucket.
        module.calls("vexfs_search", 9_000_000)
                .calls("vexfs_search", 9_001_000)
                .calls("vexfs_search", 9_002_000)
                .calls("vexfs_search", 20_000_000);

        assertThat(asked(50, 9_001_500).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(asked(50, 9_100_000).verdict()).isEqualTo(Verdict.PASSED);
        assertThat(asked(50, 9_000_000).verdict()).isEqualTo(Verdict.FAILED);
    }

    @ParameterizedTest
    @CsvSource({"1000, FAILED", "1500, INCONCLUSIVE", "2000, PASSED"})
    void aLimitWithinABucketOfTheKernelSideIsUndecided(long limit, Verdict verdict) {
        module.callsTooFast(new FunctionTotals(
                "vexfs_search", List.of(new Bucket(1_000, 1_999, 90), new Bucket(2_000, 3_999, 10)), Map.of(), 0));

        OperationAnswer answer = asked(90, limit);

        assertThat(answer.verdict()).isEqualTo(verdict);
        assertThat(answer.measured()).contains(new Measured(1_000, 1_999));
        assertThat(answer.obstacle().isPresent()).isEqualTo(verdict == Verdict.INCONCLUSIVE);
    }

    @Test
    void theAnswerHasTheConfidenceInterval() {
        callsOf1To(1_000);

        ConfidenceInterval interval = asked(50, 1).confidence().orElseThrow();

        assertThat(interval.level()).isEqualTo(0.95);
        // 500 less and more 1.96 times the root of 1000 / 4.
        assertThat(interval.low()).isBetween(468_000L, 470_000L);
        assertThat(interval.high().orElseThrow()).isBetween(531_000L, 533_000L);
    }

    @ParameterizedTest
    @CsvSource({
        // Of 200 calls of 1 to 200 microseconds and 10 that were lost the median is the 95th to the 105th of those
        // seen.
        "50, 10, 106, PASSED",
        "50, 10, 105, INCONCLUSIVE",
        "50, 10, 96, INCONCLUSIVE",
        "50, 10, 95, FAILED",
        // With 2 lost, the 95th percentile is the 192nd less 2 to the 192nd.
        "95, 2, 193, PASSED",
        "95, 2, 190, FAILED",
        // With 20 lost, it may be one of them.
        "95, 20, 1000, INCONCLUSIVE"
    })
    void callsThatWereLostLeaveTheVerdictWhereTheyCannotChangeIt(
            double percentile, int lost, long micros, Verdict verdict) {
        callsOf1To(200);
        module.linesAreLost();
        for (int i = 0; i < lost; i++) {
            module.calls("vexfs_search", 1);
        }
        module.linesArriveAgain();

        assertThat(asked(percentile, micros * 1_000 - 200).verdict()).isEqualTo(verdict);
    }

    @Test
    void whereNothingBoundsWhatWentUnseenThereIsNoAnswer() {
        callsOf1To(200);
        module.traceDies("bpftrace was killed");

        assertThat(asked(50, 1_000_000_000).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(asked(50, 1).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void aFunctionThatWasNotCalledHasNoPercentile() {
        module.traces("vexfs_search", "vexfs_read").calls("vexfs_read", 10);

        assertThat(asked(50, 1).obstacle().orElseThrow().cause())
                .isEqualTo("no call of 'vexfs_search' began and returned in the window");
    }

    @Test
    void aFunctionThatIsNotTracedHasNone() {
        module.traces("vexfs_read").calls("vexfs_read", 10);

        assertThat(asked(50, 1).obstacle().orElseThrow().cause())
                .isEqualTo("no function that is traced matches 'vexfs_search'");
    }

    private OperationAnswer asked(double percentile, long nanos) {
        return OperationAssertion.percentileLatencyBelow("vexfs_search", percentile, nanos)
                .answer(module.judged());
    }

    private void callsOf1To(int micros) {
        for (int i = 1; i <= micros; i++) {
            module.calls("vexfs_search", i * 1_000L);
        }
    }
}
