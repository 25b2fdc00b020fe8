package org.vexfs.trace.baseline;

import java.util.Locale;
import java.util.Optional;
import org.vexfs.trace.analysis.Bounds;
import org.vexfs.trace.analysis.Distribution;
import org.vexfs.trace.analysis.Measured;
import org.vexfs.trace.analysis.QuantileBootstrap;

/**
 * Compares a latency with its baseline. It is called slower, or faster, only where the change passes both {@link Gates}:
 * the interval of the relative change, by the percentile bootstrap over the recorded calls ({@link QuantileBootstrap}),
 * lies beyond the noise, and the change is larger than what is allowed. Calls that were only added up in the kernel are
 * taken for as fast or slow as their bounds allow, whichever speaks against a difference.
 *
 * <p>The random numbers are drawn from a seed that the two samples make, so the same records have the same verdict.
 */
public final class LatencyComparison {

    /** Fewer calls are too few for any percentile. */
    static final long FEWEST_CALLS = 20;

    /** As many that a few lie beyond each end of the widest interval. */
    private static final int RESAMPLES = 10_000;

    /** As many that most changes that are none show it. */
    private static final int FIRST_RESAMPLES = 1_000;

    private final Gates gates;

    public LatencyComparison(Gates gates) {
        this.gates = gates;
    }

    /**
     * Compares a percentile.
     *
     * @param before the calls of the baseline
     * @param now the calls of this run
     * @param percentile above 0 and below 100
     */
    public LatencyChange compare(Latencies before, Latencies now, double percentile) {
        if (!(percentile > 0 && percentile < 100)) {
            throw new IllegalArgumentException("percentile " + percentile + "; expected above 0 and below 100");
        }
        Distribution was = before.distribution();
        Distribution is = now.distribution();
        long needed = fewestCalls(percentile);
        return tooFew("the baseline has", was.count(), needed, percentile)
                .or(() -> tooFew("there were", is.count(), needed, percentile))
                .<LatencyChange>map(LatencyChange.Inconclusive::new)
                .orElseGet(() -> judged(was, is, percentile, seed(before, now)));
    }

    private static Optional<String> tooFew(String who, long calls, long needed, double percentile) {
        return calls >= needed
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%s %,d calls; to compare p%s, %,d are needed",
                        who,
                        calls,
                        name(percentile),
                        needed));
    }

    /** Gives how a percentile is called, such as {@code 99.9}. */
    public static String name(double percentile) {
        return percentile == Math.rint(percentile) ? Long.toString((long) percentile) : Double.toString(percentile);
    }

    /**
     * Gives how many calls a percentile needs to be compared: with fewer, an interval by order statistics would have no
     * end, as even the largest call is more likely below the percentile than the level allows.
     */
    long fewestCalls(double percentile) {
        double tail = (1 - gates.level(percentile)) / 2;
        double share = Math.max(percentile, 100 - percentile) / 100;
        return Math.max(FEWEST_CALLS, (long) Math.ceil(Math.log(tail) / Math.log(share)));
    }

    static long seed(Latencies before, Latencies now) {
        return ((long) (before.lower() + before.upper()).hashCode() << 32) ^ (now.lower() + now.upper()).hashCode();
    }

    private LatencyChange judged(Distribution was, Distribution is, double percentile, long seed) {
        Bounds before = was.percentile(percentile);
        Bounds now = is.percentile(percentile);
        Measured relative = new Measured(
                (double) now.low() / Math.max(1, before.high()) - 1,
                (double) now.high() / Math.max(1, before.low()) - 1);
        double level = gates.level(percentile);
        boolean slower = relative.low() > gates.minimum();
        boolean faster = relative.high() < -gates.minimum();
        // Most operations have not changed, and an interval takes its time.
        Optional<Measured> interval =
                slower || faster ? Optional.of(interval(was, is, percentile, seed, slower)) : Optional.empty();
        LatencyChange.Change change =
                new LatencyChange.Change(percentile, before, now, relative, interval, level, was.count(), is.count());
        if (slower && interval.orElseThrow().low() > gates.noise()) {
            return new LatencyChange.Regressed(change);
        }
        return faster && interval.orElseThrow().high() < -gates.noise()
                ? new LatencyChange.Improved(change)
                : new LatencyChange.Unchanged(change);
    }

    /**
     * Of a change that the noise may have made, the interval is that of the first resamples alone. They are among all, as the
     * seed is the same, so where more of them are within the noise than may be of all, the others change nothing about it.
     */
    private Measured interval(Distribution was, Distribution is, double percentile, long seed, boolean slower) {
        double level = gates.level(percentile);
        double mayBe = Math.floor(RESAMPLES * (1 - level) / 2);
        Measured first = change(was, is, percentile, 1 - (2 * mayBe + 1) / FIRST_RESAMPLES, FIRST_RESAMPLES, seed);
        boolean noise = slower ? first.low() <= gates.noise() : first.high() >= -gates.noise();
        return change(was, is, percentile, level, noise ? FIRST_RESAMPLES : RESAMPLES, seed);
    }

    private static Measured change(
            Distribution was, Distribution is, double percentile, double level, int resamples, long seed) {
        Measured ratio = QuantileBootstrap.ratio(is, was, percentile, level, resamples, seed);
        return new Measured(ratio.low() - 1, ratio.high() - 1);
    }
}
