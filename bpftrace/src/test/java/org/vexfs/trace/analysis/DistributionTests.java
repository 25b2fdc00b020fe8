package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.event.OperationTotals.Bucket;

class DistributionTests {

    @ParameterizedTest
    @CsvSource({"50, 50", "95, 95", "99, 99", "99.9, 100", "100, 100", "0.1, 1", "1, 1", "1.1, 2"})
    void aPercentileIsTheSmallestValueThatSoManyPercentAreNotAbove(double percentile, long expected) {
        assertThat(oneTo(100).percentile(percentile)).isEqualTo(Bounds.exactly(expected));
    }

    @ParameterizedTest
    @CsvSource({"99.9, 1000, 999", "99.9, 1001, 1000", "99, 100, 99", "99, 101, 100", "50, 1, 1", "0.3, 1000, 3"})
    void aRankIsExactWhateverADoubleMakesOfThePercentile(double percentile, long count, long rank) {
        assertThat(Distribution.rank(percentile, count)).isEqualTo(rank);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, 100.1, Double.NaN})
    void aPercentileLiesAbove0AndUpTo100(double percentile) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> oneTo(3).percentile(percentile))
                .withMessage("percentile " + percentile + "; expected above 0 and at most 100");
    }

    @Test
    void valuesThatAreToldAreKnownToAThousandth() {
        Distribution distribution = of(1_234_567, 7_654_321, 123_456_789);

        assertThat(distribution.percentile(50).low()).isBetween(7_654_321L - 7_654, 7_654_321L);
        assertThat(distribution.percentile(50).high()).isBetween(7_654_321L, 7_654_321L + 7_654);
        assertThat(distribution.min()).isEqualTo(Bounds.exactly(1_234_567));
        assertThat(distribution.max()).isEqualTo(Bounds.exactly(123_456_789));
        assertThat(distribution.mean()).isEqualTo(Bounds.exactly(44_115_226));
    }

    @Test
    void valuesInBucketsAreKnownAsFarAsTheBucketsAreWide() {
        Distribution distribution = Distribution.of(List.of(new Bucket(100, 199, 3), new Bucket(200, 299, 1)));

        assertThat(distribution.count()).isEqualTo(4);
        assertThat(distribution.percentile(50)).isEqualTo(new Bounds(100, 199));
        assertThat(distribution.percentile(99)).isEqualTo(new Bounds(200, 299));
        assertThat(distribution.mean()).isEqualTo(new Bounds(125, 224));
    }

    @Test
    void theBoundsOfARankComeFromTheEdgesOfThatRankWhereBucketsOverlap() {
        Distribution both = Distribution.of(List.of(new Bucket(100, 999, 2))).and(of(200, 300));

        // Lower edges 100 100 200 300, upper edges 200 300 999 999.
        assertThat(both.rank(2)).isEqualTo(new Bounds(100, 300));
        assertThat(both.rank(3)).isEqualTo(new Bounds(200, 999));
        assertThat(both.min()).isEqualTo(new Bounds(100, 200));
        assertThat(both.max()).isEqualTo(new Bounds(300, 999));
    }

    @Test
    void whatWasRecordedApartIsTheSameTogether() {
        assertThat(oneTo(40).and(from(41, 100))).isEqualTo(oneTo(100));
        assertThat(oneTo(40).and(Distribution.NONE)).isEqualTo(oneTo(40));
    }

    @Test
    void nothingHasNoValues() {
        assertThat(Distribution.NONE.count()).isZero();
        assertThat(Distribution.NONE.percentile(99)).isEqualTo(Bounds.exactly(0));
        assertThat(Distribution.NONE.confidence(99, 0.95))
                .isEqualTo(new ConfidenceInterval(0.95, 0, OptionalLong.empty()));
    }

    @Test
    void aValueThatIsTakenBackIsNotThere() {
        ValueRecorder recorder = new ValueRecorder();
        List.of(10L, 20L, 30L).forEach(recorder::record);

        recorder.remove(30);

        assertThat(recorder.distribution()).isEqualTo(Distribution.of(List.of(bucket(10), bucket(20))));
    }

    @Test
    void anyValueOfALongCanBeRecorded() {
        ValueRecorder recorder = new ValueRecorder();
        List.of(-1L, 0L, Long.MAX_VALUE).forEach(recorder::record);

        assertThat(recorder.distribution().count()).isEqualTo(3);
        assertThat(recorder.distribution().min()).isEqualTo(Bounds.exactly(0));
    }

    /** Sums of binomial probabilities, such as P(B <= 7) = 0.0075 and P(B <= 15) = 0.9900 for 16 and 0.75. */
    @ParameterizedTest
    @CsvSource({
        "16, 0.75, 0.95, 8, 16",
        "5, 0.5, 0.95, 0, 6",
        "6, 0.5, 0.95, 1, 6",
        "1, 0.5, 0.95, 0, 2",
        "100, 0.99, 0.95, 97, 101",
        "1000000, 0.5, 0.95, 499020, 500981"
    })
    void theValuesAroundAQuantileAreThoseThatTheBinomialDistributionSays(
            long n, double q, double level, long lower, long upper) {
        assertThat(OrderStatistics.around(n, q, level)).isEqualTo(new OrderStatistics(lower, upper));
    }

    @ParameterizedTest
    @CsvSource({"50, 200", "95, 200", "99, 600"})
    void theConfidenceIntervalHoldsTheTruePercentileAsOftenAsItSays(double percentile, int calls) {
        Random random = new Random(42);
        int trials = 1_000;
        int held = 0;
        for (int trial = 0; trial < trials; trial++) {
            List<Bucket> sample = random.doubles(calls)
                    .mapToObj(uniform -> bucket((long) (1_000_000 * -Math.log(1 - uniform))))
                    .toList();
            ConfidenceInterval interval = Distribution.of(sample).confidence(percentile, 0.95);
            double truth = 1_000_000 * -Math.log(1 - percentile / 100);
            if (interval.low() <= truth && truth <= interval.high().orElse(Long.MAX_VALUE)) {
                held++;
            }
        }

        // Two standard errors below what is promised, and no wider than discreteness makes it.
        assertThat(100.0 * held / trials).isBetween(94.0, 98.5);
    }

    static Distribution oneTo(long last) {
        return from(1, last);
    }

    private static Distribution from(long first, long last) {
        ValueRecorder recorder = new ValueRecorder();
        for (long value = first; value <= last; value++) {
            recorder.record(value);
        }
        return recorder.distribution();
    }

    static Distribution of(long... values) {
        ValueRecorder recorder = new ValueRecorder();
        for (long value : values) {
            recorder.record(value);
        }
        return recorder.distribution();
    }

    private static Bucket bucket(long value) {
        return new Bucket(value, value, 1);
    }
}
