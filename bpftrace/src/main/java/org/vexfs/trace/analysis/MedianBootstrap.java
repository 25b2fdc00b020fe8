package org.vexfs.trace.analysis;

import java.util.Arrays;
import java.util.Random;

/**
 * The interval in which the ratio of two medians lies, by the percentile bootstrap (Efron and Tibshirani, An Introduction
 * to the Bootstrap, section 13.3).
 *
 * <p>Nothing is drawn value by value: the rank-r value of n that are drawn from a sample is the sample's quantile at
 * U<sub>(r)</sub>, the r-th of n uniform numbers, which has the beta distribution with r and n - r + 1. So one beta number
 * stands for a whole resample, however many calls there are.
 */
final class MedianBootstrap {

    private static final int RESAMPLES = 2_000;

    /** Always the same, so that a replay answers as the live trace did. */
    private static final long SEED = 20_000;

    private final Random random = new Random(SEED);

    /**
     * Gives the interval.
     *
     * @param numerator the calls of whose median the ratio is, at least one
     * @param denominator the calls to whose median it is, at least one
     * @param level how often such an interval holds the true ratio, about
     */
    static Measured ratio(Distribution numerator, Distribution denominator, double level) {
        MedianBootstrap bootstrap = new MedianBootstrap();
        double[] ratios = new double[RESAMPLES];
        for (int i = 0; i < RESAMPLES; i++) {
            ratios[i] = bootstrap.median(numerator) / Math.max(1, bootstrap.median(denominator));
        }
        Arrays.sort(ratios);
        int tail = (int) Math.floor(RESAMPLES * (1 - level) / 2);
        return new Measured(ratios[tail], ratios[RESAMPLES - 1 - tail]);
    }

    private double median(Distribution calls) {
        long n = calls.count();
        long rank = Distribution.rank(50, n);
        double below = gamma(rank);
        double above = gamma(n - rank + 1);
        long drawn = (long) Math.ceil(n * (below / (below + above)));
        return calls.rank(Math.max(1, Math.min(n, drawn))).middle();
    }

    /** Draws from the gamma distribution (Marsaglia and Tsang, A simple method for generating gamma variables, 2000). */
    private double gamma(double shape) {
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + c * x, 3);
            if (v > 0 && Math.log(1 - random.nextDouble()) < x * x / 2 + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }
}
