package org.vexfs.trace.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.vexfs.trace.baseline.Samples.bimodal;
import static org.vexfs.trace.baseline.Samples.draw;
import static org.vexfs.trace.baseline.Samples.lognormal;

import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.analysis.Measured;
import org.vexfs.trace.analysis.QuantileBootstrap;

/** What is called a regression, where the truth is known. */
class LatencyComparisonTests {

    private static final int PAIRS = 1_000;
    private static final int CALLS = 1_000;

    private final LatencyComparison comparison = new LatencyComparison(Gates.DEFAULT);

    static Stream<Arguments> unchanged() {
        return Stream.of(
                Arguments.of("lognormal", lognormal(1, 0.25)),
                Arguments.of("heavy tail", lognormal(1, 1.5)),
                Arguments.of("half of them hits", bimodal(1, 0.5)),
                Arguments.of("few misses", bimodal(1, 0.985)));
    }

    @Tag("simulation")
    @ParameterizedTest(name = "{0}")
    @MethodSource("unchanged")
    void ofAThousandPairsWithoutAChangeAtMostOnePercentAreCalledRegressions(
            String name, ToDoubleFunction<Random> truth) {
        long regressions = IntStream.range(0, PAIRS)
                .parallel()
                .filter(pair -> {
                    Random random = new Random(pair);
                    Latencies before = draw(CALLS, random, truth);
                    Latencies now = draw(CALLS, random, truth);
                    return regressed(before, now, 50) || regressed(before, now, 99);
                })
                .count();

        assertThat(regressions).as(name).isLessThanOrEqualTo(PAIRS / 100L);
    }

    /** The wider calls scatter, the more of them it takes: ten thousand times the square of the deviation. */
    @Tag("simulation")
    @ParameterizedTest(name = "deviation {0}, {1} calls")
    @CsvSource({"0.3, 1000", "0.5, 2500"})
    void aMedianThatIsTenPercentSlowerIsFoundInNinetyFiveOfAHundredPairs(double deviation, int calls) {
        assertThat(foundTenPercentSlower(deviation, calls)).isGreaterThanOrEqualTo(PAIRS * 95 / 100L);
    }

    @Tag("simulation")
    @Test
    void ofCallsThatScatterMoreAThousandAreTooFewForThat() {
        assertThat(foundTenPercentSlower(0.5, CALLS)).isBetween(PAIRS * 55 / 100L, PAIRS * 70 / 100L);
    }

    private long foundTenPercentSlower(double deviation, int calls) {
        return IntStream.range(0, PAIRS)
                .parallel()
                .filter(pair -> {
                    Random random = new Random(pair);
                    Latencies before = draw(calls, random, lognormal(1, deviation));
                    return regressed(before, draw(calls, random, lognormal(1.1, deviation)), 50);
                })
                .count();
    }

    @Tag("simulation")
    @Test
    void aVerdictIsTheOneThatAllResamplesHave() {
        for (int pair = 0; pair < 100; pair++) {
            Random random = new Random(pair);
            Latencies before = draw(CALLS, random, lognormal(1, 0.5));
            Latencies now = draw(CALLS, random, lognormal(0.9 + 0.003 * pair, 0.5));
            for (double percentile : new double[] {50, 99}) {
                LatencyChange change = comparison.compare(before, now, percentile);
                if (change instanceof LatencyChange.Unchanged unchanged
                        && unchanged.change().interval().isPresent()) {
                    Measured all = QuantileBootstrap.ratio(
                            now.distribution(),
                            before.distribution(),
                            percentile,
                            unchanged.change().level(),
                            10_000,
                            LatencyComparison.seed(before, now));
                    assertThat(all.low() <= 1.01 && all.high() >= 0.99)
                            .as("pair %d, p%s: %s", pair, percentile, all)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void aTailThatIsTwiceAsSlowIsFoundThoughTheMedianIsTheSame() {
        Random random = new Random(13);
        Latencies before = draw(5_000, random, value -> (value.nextDouble() < 0.97 ? 1 : 10) * 1_000_000.0);
        Latencies now = draw(5_000, random, value -> (value.nextDouble() < 0.97 ? 1 : 20) * 1_000_000.0);

        assertThat(comparison.compare(before, now, 50)).isInstanceOf(LatencyChange.Unchanged.class);
        assertThat(comparison.compare(before, now, 99)).isInstanceOf(LatencyChange.Regressed.class);
    }

    @Test
    void aChangeThatIsCertainButSmallerThanIsAllowedIsNone() {
        Random random = new Random(17);
        Latencies before = draw(100_000, random, lognormal(1, 0.05));
        Latencies now = draw(100_000, random, lognormal(1.04, 0.05));

        assertThat(comparison.compare(before, now, 50)).isInstanceOf(LatencyChange.Unchanged.class);
        assertThat(new LatencyComparison(new Gates(0.01, 0.02)).compare(before, now, 50))
                .isInstanceOf(LatencyChange.Regressed.class);
    }

    @Test
    void anImprovementThatIsCertainButSmallerThanCountsIsNone() {
        Random random = new Random(41);
        Latencies before = draw(100_000, random, lognormal(1.04, 0.05));
        Latencies now = draw(100_000, random, lognormal(1, 0.05));

        assertThat(comparison.compare(before, now, 50)).isInstanceOf(LatencyChange.Unchanged.class);
        assertThat(new LatencyComparison(new Gates(0.01, 0.02)).compare(before, now, 50))
                .isInstanceOf(LatencyChange.Improved.class);
    }

    @Test
    void anImprovementHasToLieBeyondTheNoise() {
        Random random = new Random(43);
        Latencies before = draw(CALLS, random, lognormal(1.12, 0.25));
        Latencies now = draw(CALLS, random, lognormal(1, 0.25));

        assertThat(new LatencyComparison(new Gates(0.01, 0.05)).compare(before, now, 50))
                .isInstanceOf(LatencyChange.Improved.class);
        assertThat(new LatencyComparison(new Gates(0.10, 0.05)).compare(before, now, 50))
                .isInstanceOf(LatencyChange.Unchanged.class);
    }

    @ParameterizedTest
    @CsvSource({"50, 50", "99.9, 99.9"})
    void aPercentileIsCalledAsAPersonWouldWriteIt(double percentile, String name) {
        assertThat(LatencyComparison.name(percentile)).isEqualTo(name);
    }

    @Test
    void aChangeThatIsLargeButNotCertainIsNone() {
        LatencyChange change = comparison.compare(
                Samples.of(LongStream.rangeClosed(1, 30).map(i -> i * 100_000)),
                Samples.of(LongStream.rangeClosed(1, 30).map(i -> i * 130_000)),
                50);

        assertThat(change).isInstanceOf(LatencyChange.Unchanged.class);
        LatencyChange.Change seen = ((LatencyChange.Unchanged) change).change();
        assertThat(seen.relative().low()).isGreaterThan(0.05);
        assertThat(seen.interval().orElseThrow().low()).isNegative();
    }

    @Test
    void aChangeHasToLieBeyondTheNoise() {
        Random random = new Random(23);
        Latencies before = draw(CALLS, random, lognormal(1, 0.25));
        Latencies now = draw(CALLS, random, lognormal(1.12, 0.25));

        assertThat(new LatencyComparison(new Gates(0.01, 0.05)).compare(before, now, 50))
                .isInstanceOf(LatencyChange.Regressed.class);
        assertThat(new LatencyComparison(new Gates(0.10, 0.05)).compare(before, now, 50))
                .isInstanceOf(LatencyChange.Unchanged.class);
    }

    @Test
    void theChangeIsToldWithItsIntervalAndItsCalls() {
        Random random = new Random(29);
        LatencyChange change = comparison.compare(
                draw(CALLS, random, lognormal(1, 0.1)), draw(2_000, random, lognormal(1.2, 0.1)), 50);

        assertThat(change).isInstanceOfSatisfying(LatencyChange.Regressed.class, regressed -> {
            LatencyChange.Change found = regressed.change();
            assertThat(found.relative().low()).isCloseTo(0.2, within(0.02));
            assertThat(found.interval().orElseThrow().low()).isBetween(0.15, 0.2);
            assertThat(found.interval().orElseThrow().high()).isBetween(0.2, 0.25);
            assertThat((double) found.before().middle()).isCloseTo(1_000_000, within(20_000.0));
            assertThat((double) found.now().middle()).isCloseTo(1_200_000, within(20_000.0));
            assertThat(found.callsBefore()).isEqualTo(1_000);
            assertThat(found.callsNow()).isEqualTo(2_000);
        });
    }

    @Test
    void whatIsFasterIsAnImprovement() {
        Random random = new Random(31);

        assertThat(comparison.compare(
                        draw(CALLS, random, lognormal(1, 0.1)), draw(CALLS, random, lognormal(0.8, 0.1)), 50))
                .isInstanceOf(LatencyChange.Improved.class);
    }

    @Test
    void theSameSamplesAlwaysHaveTheSameVerdict() {
        Random random = new Random(37);
        Latencies before = draw(CALLS, random, lognormal(1, 0.25));
        Latencies now = draw(CALLS, random, lognormal(1.06, 0.25));

        assertThat(comparison.compare(before, now, 50)).isEqualTo(comparison.compare(before, now, 50));
    }

    @ParameterizedTest
    @CsvSource({"50, 20", "95, 149", "99, 757", "99.9, 7598"})
    void aPercentileNeedsSoManyCalls(double percentile, int calls) {
        Latencies enough = Samples.between(1_000, 1_000, calls);
        Latencies tooFew = Samples.between(1_000, 1_000, calls - 1);

        assertThat(comparison.compare(enough, enough, percentile)).isInstanceOf(LatencyChange.Unchanged.class);
        assertThat(comparison.compare(tooFew, enough, percentile))
                .isEqualTo(new LatencyChange.Inconclusive(String.format(
                        "the baseline has %,d calls; to compare p%s, %,d are needed",
                        calls - 1, LatencyComparison.name(percentile), calls)));
        assertThat(comparison.compare(enough, tooFew, percentile))
                .asString()
                .contains("there were " + String.format("%,d", calls - 1) + " calls");
    }

    @Test
    void callsThatWereOnlyAddedUpAreSlowerOnlyIfTheirBoundsSaySo() {
        Latencies before = Samples.between(1_024, 2_047, CALLS);

        assertThat(comparison.compare(before, Samples.between(2_000, 2_000, CALLS), 50))
                .isInstanceOf(LatencyChange.Unchanged.class);
        assertThat(comparison.compare(before, Samples.between(2_048, 4_095, CALLS), 50))
                .isInstanceOf(LatencyChange.Unchanged.class);
        assertThat(comparison.compare(before, Samples.between(4_096, 8_191, CALLS), 50))
                .isInstanceOf(LatencyChange.Regressed.class);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 100, -1, Double.NaN})
    void aPercentileLiesBetween0And100(double percentile) {
        Latencies any = Samples.between(1_000, 1_000, CALLS);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> comparison.compare(any, any, percentile))
                .withMessage("percentile " + percentile + "; expected above 0 and below 100");
    }

    private boolean regressed(Latencies before, Latencies now, double percentile) {
        return comparison.compare(before, now, percentile) instanceof LatencyChange.Regressed;
    }
}
