package org.vexfs.trace.analysis;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * The interval in which the ratio of two percentiles lies, by the percentile bootstrap (Efron and Tibshirani, An
 * Introduction to the Bootstrap, section 13.3).
 *
 * <p>Nothing is drawn value by value: the rank-r value of n that are drawn from a sample is the sample's quantile at
 * U<sub>(r)</sub>, the r-th of n uniform numbers, which has the beta distribution with r and n - r + 1. So one beta number
 * stands for a whole resample, however many calls there are.
 */
public final class QuantileBootstrap {

    private static final int RESAMPLES = 2_000;

    /** Always the same, so that a replay answers as the live trace did. */
    private static final long SEED = 20_000;

    private final SplittableRandom random;
    private final double percentile;

    private QuantileBootstrap(double percentile, long seed) {
        this.percentile = percentile;
        this.random = new SplittableRandom(seed);
    }

    /**
     * Gives the interval of the ratio of two medians, with a value that is known within bounds taken for their middle.
     *
     * @param numerator the calls of whose median the ratio is, at least one
     * @param denominator the calls to whose median it is, at least one
     * @param level how often such an interval holds the true ratio, about
     */
    static Measured ratioOfMedians(Distribution numerator, Distribution denominator, double level) {
        return new QuantileBootstrap(50, SEED)
                .ratio(numerator, denominator, level, RESAMPLES, bounds -> Bounds.exactly(bounds.middle()));
    }

    /**
     * Gives the interval of the ratio of two percentiles. Where values are known within bounds, it is as wide as those
     * allow.
     *
     * @param numerator the calls of whose percentile the ratio is, at least one
     * @param denominator the calls to whose percentile it is, at least one
     * @param percentile above 0 and at most 100
     * @param level how often such an interval holds the true ratio, about
     * @param resamples how many resamples are drawn; those beyond each end of the interval should be some
     * @param seed with the same one, the same samples have the same interval
     */
    public static Measured ratio(
            Distribution numerator,
            Distribution denominator,
            double percentile,
            double level,
            int resamples,
            long seed) {
        return new QuantileBootstrap(percentile, seed)
                .ratio(numerator, denominator, level, resamples, UnaryOperator.identity());
    }

    private Measured ratio(
            Distribution numerator,
            Distribution denominator,
            double level,
            int resamples,
            UnaryOperator<Bounds> reading) {
        double[] lows = new double[resamples];
        double[] highs = new double[resamples];
        long rankAbove = Distribution.rank(percentile, numerator.count());
        long rankBelow = Distribution.rank(percentile, denominator.count());
        for (int i = 0; i < resamples; i++) {
            Bounds above = reading.apply(drawn(numerator, rankAbove));
            Bounds below = reading.apply(drawn(denominator, rankBelow));
            lows[i] = (double) above.low() / Math.max(1, below.high());
            highs[i] = (double) above.high() / Math.max(1, below.low());
        }
        Arrays.sort(lows);
        Arrays.sort(highs);
        int tail = (int) Math.floor(resamples * (1 - level) / 2);
        return new Measured(lows[tail], highs[resamples - 1 - tail]);
    }

    private Bounds drawn(Distribution calls, long rank) {
        long n = calls.count();
        double below = gamma(rank);
        double above = gamma(n - rank + 1);
        long drawn = (long) Math.ceil(n * (below / (below + above)));
        return calls.rank(Math.max(1, Math.min(n, drawn)));
    }

    /** Draws from the gamma distribution (Marsaglia and Tsang, A simple method for generating gamma variables, 2000). */
    private double gamma(double shape) {
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double root = 1 + c * x;
            double v = root * root * root;
            if (v > 0 && Math.log(1 - random.nextDouble()) < x * x / 2 + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }
}
