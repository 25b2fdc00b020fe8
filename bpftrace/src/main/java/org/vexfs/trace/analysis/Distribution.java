package org.vexfs.trace.analysis;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.event.OperationTotals.Bucket;

/**
 * How values are distributed, each of which is known to lie between two bounds. The bounds of a call that was told on its
 * own are those of the histogram it was recorded in, at most a thousandth apart; those of a call that stands only in the
 * kernel side's totals are as wide as the totals' buckets.
 *
 * <p>The bounds of the k-th smallest value are the k-th smallest lower and the k-th smallest upper one.
 */
public final class Distribution {

    public static final Distribution NONE =
            new Distribution(0, () -> Cells.NONE, Bounds.exactly(0), Bounds.exactly(0), 0, 0);

    private final long count;
    private final Bounds min;
    private final Bounds max;
    private final double least;
    private final double most;

    /** Where the values lie, or what tells it: few of a profile's distributions are ever looked into. */
    private @Nullable Cells cells;

    private @Nullable Supplier<Cells> source;

    private Distribution(long count, Supplier<Cells> source, Bounds min, Bounds max, double least, double most) {
        this.count = count;
        this.source = source;
        this.min = min;
        this.max = max;
        this.least = least;
        this.most = most;
    }

    /** Makes the distribution of what lies in buckets. */
    static Distribution of(List<Bucket> buckets) {
        return of(Cells.of(buckets));
    }

    static Distribution of(Cells cells) {
        long count = cells.count();
        return count == 0
                ? NONE
                : new Distribution(
                        count,
                        () -> cells,
                        new Bounds(cells.low(1), cells.high(1)),
                        new Bounds(cells.low(count), cells.high(count)),
                        cells.sumOfLows(),
                        cells.sumOfHighs());
    }

    /** Makes the distribution of so many values, at least one, of which the extremes and the sum are known. */
    static Distribution of(long count, Supplier<Cells> cells, long min, long max, double sum) {
        return new Distribution(
                count, () -> cells.get().within(min, max), Bounds.exactly(min), Bounds.exactly(max), sum, sum);
    }

    /** Gives how many values there are. */
    public long count() {
        return count;
    }

    /**
     * Gives how many values are known not to be above a value. It is exact one below a power of two: both what was told one
     * by one and the totals' buckets have an edge there.
     */
    public long countUpTo(long value) {
        return cells().countUpTo(value);
    }

    /** Gives the smallest value; 0 where there is none. */
    public Bounds min() {
        return min;
    }

    /** Gives the largest value; 0 where there is none. */
    public Bounds max() {
        return max;
    }

    /** Gives the arithmetic mean; 0 where there is no value. */
    public Bounds mean() {
        return count == 0
                ? Bounds.exactly(0)
                : new Bounds(Math.round(least / count), Math.max(Math.round(least / count), Math.round(most / count)));
    }

    /** Gives the sum. */
    public Bounds sum() {
        return new Bounds((long) least, (long) Math.max(least, most));
    }

    /**
     * Gives a percentile by nearest rank: the smallest value that at least so many percent are not above; 0 where there
     * is no value.
     *
     * @param percentile above 0 and at most 100
     */
    public Bounds percentile(double percentile) {
        return count() == 0 ? Bounds.exactly(0) : rank(rank(percentile, count()));
    }

    /** Gives the rank, from 1 on, that a percentile of so many values has. */
    static long rank(double percentile, long count) {
        if (!(percentile > 0 && percentile <= 100)) {
            throw new IllegalArgumentException("percentile " + percentile + "; expected above 0 and at most 100");
        }
        // In decimal, because 99.9 is not a sum of powers of two and a rank one too high is another value.
        return BigDecimal.valueOf(percentile)
                .multiply(BigDecimal.valueOf(count))
                .divide(BigDecimal.valueOf(100), 0, RoundingMode.CEILING)
                .longValueExact();
    }

    /**
     * Gives the value of a rank.
     *
     * @param rank 1 for the smallest, up to {@link #count()}
     */
    public Bounds rank(long rank) {
        if (rank < 1 || rank > count()) {
            throw new IllegalArgumentException("rank " + rank + " of " + count() + " values");
        }
        if (rank == 1) {
            return min;
        }
        return rank == count() ? max : new Bounds(cells().low(rank), cells().high(rank));
    }

    /**
     * Gives where the percentile lies of what these values are a sample of, by order statistics (Conover, Practical
     * Nonparametric Statistics, 3rd edition, section 3.2). It supposes that the values are independent of each other.
     *
     * @param percentile above 0 and below 100
     * @param level how often such an interval holds the true value at least, such as 0.95
     */
    public ConfidenceInterval confidence(double percentile, double level) {
        if (count() == 0) {
            return new ConfidenceInterval(level, 0, OptionalLong.empty());
        }
        OrderStatistics ranks = OrderStatistics.around(count(), percentile / 100, level);
        return new ConfidenceInterval(
                level,
                ranks.lower() == 0 ? 0 : rank(ranks.lower()).low(),
                ranks.upper() > count()
                        ? OptionalLong.empty()
                        : OptionalLong.of(rank(ranks.upper()).high()));
    }

    /** Gives the distribution of these values and others. */
    public Distribution and(Distribution other) {
        if (count() == 0 || other.count() == 0) {
            return count() == 0 ? other : this;
        }
        return new Distribution(
                count + other.count,
                () -> cells().and(other.cells()),
                new Bounds(Math.min(min.low(), other.min.low()), Math.min(min.high(), other.min.high())),
                new Bounds(Math.max(max.low(), other.max.low()), Math.max(max.high(), other.max.high())),
                least + other.least,
                most + other.most);
    }

    /**
     * Makes the distribution of values whose bounds stand in two histograms, as {@link #lows} and {@link #highs} give them.
     * Where the two are the same, a value is taken for the middle of its bucket.
     *
     * @throws IllegalArgumentException if one has more values than the other
     */
    public static Distribution of(Histogram lows, Histogram highs) {
        return of(Cells.of(lows, highs));
    }

    /**
     * Gives the histogram of the values' lower bounds.
     *
     * @param digits how many significant digits it keeps, from 0 to 5
     */
    public Histogram lows(int digits) {
        return cells().lows(digits);
    }

    /**
     * Gives the histogram of the values' upper bounds.
     *
     * @param digits how many significant digits it keeps, from 0 to 5
     */
    public Histogram highs(int digits) {
        return cells().highs(digits);
    }

    /** Gives where the values lie. */
    synchronized Cells cells() {
        if (cells == null) {
            cells = source.get();
            source = null;
        }
        return cells;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Distribution distribution
                && count == distribution.count
                && min.equals(distribution.min)
                && max.equals(distribution.max)
                && least == distribution.least
                && most == distribution.most
                && cells().equals(distribution.cells());
    }

    @Override
    public int hashCode() {
        return Objects.hash(count, min, max);
    }

    @Override
    public String toString() {
        return count() + " values from " + min.low() + " to " + max.high();
    }
}
