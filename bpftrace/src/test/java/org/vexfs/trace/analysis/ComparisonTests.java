package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexfs.trace.analysis.Comparison.Decision;
import org.vexfs.trace.analysis.Comparison.Outcome;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.event.OperationTotals.Bucket;

class ComparisonTests {

    @Test
    void uCountsThePairsInWhichTheFirstIsSmallerAndHalfOfTheTies() {
        // 1 is below 3 of them; each 2 below 2 and tied with 1; 3 below 1 and tied with 1: 3 + 2.5 + 2.5 + 1.5 of 12.
        MannWhitney test = MannWhitney.of(values(1, 2, 2, 3), values(2, 3, 4));

        assertThat(test.u()).isEqualTo(9.5);
        assertThat(test.probability()).isEqualTo(9.5 / 12);
        // Three 2s and two 3s are tied: variance 12 / 12 * (8 - (24 + 6) / 42), z = (3.5 - 0.5) / 2.69921.
        assertThat(test.pValue()).isCloseTo(0.26638, within(0.00001));
    }

    @Test
    void samplesThatAreAllTiedDoNotDiffer() {
        assertThat(MannWhitney.of(values(5, 5, 5), values(5, 5))).isEqualTo(new MannWhitney(3, 0.5, 1));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1",
        "0.1, 0.920344325445942",
        "1, 0.31731050786291415",
        "2.9, 0.003731626600768077",
        "3, 0.0026997960632601913",
        "3.1, 0.0019352064264367124",
        "6, 1.9731752900754024e-09"
    })
    void theNormalDistributionIsExact(double z, double probability) {
        assertThat(NormalDistribution.beyond(z)).isCloseTo(probability, within(probability * 1e-9));
    }

    @Test
    void theFasterOneIsFoundWithTheRatioOfTheMedians() {
        Outcome outcome =
                compared(around(100_000, 500), around(150_000, 500)).outcome().orElseThrow();

        assertThat(outcome.decision()).isEqualTo(Decision.FIRST_IS_FASTER);
        assertThat(outcome.ratio()).isCloseTo(1.5, within(0.05));
        assertThat(outcome.ratioInterval().low()).isBetween(1.4, 1.5);
        assertThat(outcome.ratioInterval().high()).isBetween(1.5, 1.6);
        assertThat(outcome.confidence()).isGreaterThan(99.99);
    }

    @Test
    void theOtherWayRoundTheSecondIsFaster() {
        Outcome outcome =
                compared(around(150_000, 500), around(100_000, 500)).outcome().orElseThrow();

        assertThat(outcome.decision()).isEqualTo(Decision.SECOND_IS_FASTER);
        assertThat(outcome.ratio()).isCloseTo(1 / 1.5, within(0.05));
        assertThat(outcome.probability()).isLessThan(0.5);
    }

    @Test
    void ofWhatIsEqualNoneIsFaster() {
        Outcome outcome =
                compared(around(100_000, 500), around(100_000, 500)).outcome().orElseThrow();

        assertThat(outcome.decision()).isEqualTo(Decision.NO_DIFFERENCE_SEEN);
        assertThat(outcome.probability()).isEqualTo(0.5);
        assertThat(outcome.ratio()).isEqualTo(1);
    }

    @Test
    void theRatiosIntervalHoldsTheTrueRatioAboutAsOftenAsItSays() {
        Random random = new Random(7);
        int held = 0;
        int trials = 300;
        for (int trial = 0; trial < trials; trial++) {
            Measured interval =
                    QuantileBootstrap.ratioOfMedians(skewed(random, 200_000, 100), skewed(random, 100_000, 100), 0.95);
            if (interval.low() <= 2 && 2 <= interval.high()) {
                held++;
            }
        }

        assertThat(100.0 * held / trials).isBetween(91.0, 99.0);
    }

    @Test
    void tooFewOperationsGiveNoAnswer() {
        Comparison comparison = compared(around(100_000, 19), around(150_000, 500));

        assertThat(comparison.outcome()).isEmpty();
        assertThat(comparison.reason()).isEqualTo("19 operations of hnsw_search are too few: it needs 20");
    }

    @Test
    void operationsThatMayCountTwiceGiveNoAnswer() {
        Comparison comparison = Comparison.of(
                new CategoryProfile(OperationCategory.HNSW_SEARCH, around(100_000, 500), 0, true),
                new CategoryProfile(OperationCategory.LSH_SEARCH, around(100_000, 500), 0, false));

        assertThat(comparison.outcome()).isEmpty();
        assertThat(comparison.reason()).startsWith("calls of several functions of lsh_search were not told one by one");
    }

    @Test
    void aReplayAnswersAlike() {
        assertThat(compared(around(100_000, 500), around(101_000, 500)))
                .isEqualTo(compared(around(100_000, 500), around(101_000, 500)));
    }

    @Test
    void aWindowComparesTheTwoIndexesWhereBothWereUsed() {
        TracedOperations module = new TracedOperations();
        for (int i = 0; i < 30; i++) {
            module.calls("vexfs_hnsw_search", 100_000 + i).calls("vexfs_lsh_search", 50_000 + i);
        }

        assertThat(module.profile().comparisons()).singleElement().satisfies(comparison -> {
            assertThat(comparison.second()).isEqualTo(OperationCategory.LSH_SEARCH);
            assertThat(comparison.outcome().orElseThrow().decision()).isEqualTo(Decision.SECOND_IS_FASTER);
            assertThat(comparison.outcome().orElseThrow().pValue()).isLessThan(1e-9);
        });
    }

    private static Comparison compared(Distribution first, Distribution second) {
        return Comparison.of(
                new CategoryProfile(OperationCategory.HNSW_SEARCH, first, 0, true),
                new CategoryProfile(OperationCategory.LSH_SEARCH, second, 0, true));
    }

    /** Values evenly spread from 20 % below to 20 % above. */
    private static Distribution around(long middle, int count) {
        ValueRecorder recorder = new ValueRecorder();
        for (int i = 0; i < count; i++) {
            recorder.record(middle * 8 / 10 + middle * 4 / 10 * i / count);
        }
        return recorder.distribution();
    }

    private static Distribution skewed(Random random, long median, int count) {
        ValueRecorder recorder = new ValueRecorder();
        for (int i = 0; i < count; i++) {
            recorder.record((long) (median * Math.exp(0.5 * random.nextGaussian())));
        }
        return recorder.distribution();
    }

    private static Distribution values(long... values) {
        return Distribution.of(Arrays.stream(values)
                .mapToObj(value -> new Bucket(value, value, 1))
                .toList());
    }
}
