package org.vexfs.trace.analysis;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.vexfs.trace.event.OperationTotals.Bucket;

/**
 * How values are distributed, each of which is known to lie between two bounds. The bounds of a call that was told on its
 * own are those of the histogram it was recorded in, at most a thousandth apart; those of a call that stands only in the
 * kernel side's totals are as wide as the totals' buckets.
 *
 * <p>The bounds of the k-th smallest value are the k-th smallest lower and the k-th smallest upper one.
 */
public final class Distribution {

    public static final Distribution NONE = new Distribution(List.of(), Bounds.exactly(0), Bounds.exactly(0), 0, 0);

    private final List<Bucket> buckets;
    private final Edges lows;
    private final Edges highs;
    private final Bounds min;
    private final Bounds max;
    private final double least;
    private final double most;

    private Distribution(List<Bucket> buckets, Bounds min, Bounds max, double least, double most) {
        this.buckets = buckets;
        this.lows = Edges.of(buckets, Bucket::lowest);
        this.highs = Edges.of(buckets, Bucket::highest);
        this.min = min;
        this.max = max;
        this.least = least;
        this.most = most;
    }

    /** Makes the distribution of what lies in buckets. */
    static Distribution of(List<Bucket> buckets) {
        List<Bucket> filled = merged(buckets);
        if (filled.isEmpty()) {
            return NONE;
        }
        Edges lows = Edges.of(filled, Bucket::lowest);
        Edges highs = Edges.of(filled, Bucket::highest);
        return new Distribution(
                filled,
                new Bounds(lows.first(), highs.first()),
                new Bounds(lows.last(), highs.last()),
                sum(filled, Bucket::lowest),
                sum(filled, Bucket::highest));
    }

    /**
     * Makes the distribution of values of which the extremes and the sum are known.
     *
     * @param buckets where they lie, at least one
     * @param sum of the values
     */
    static Distribution of(List<Bucket> buckets, long min, long max, double sum) {
        List<Bucket> within = buckets.stream()
                .map(bucket ->
                        new Bucket(Math.max(min, bucket.lowest()), Math.min(max, bucket.highest()), bucket.count()))
                .toList();
        return new Distribution(merged(within), Bounds.exactly(min), Bounds.exactly(max), sum, sum);
    }

    /** Gives how many values there are. */
    public long count() {
        return lows.count();
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
        long count = count();
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
        return rank == count() ? max : new Bounds(lows.at(rank), highs.at(rank));
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
                merged(Stream.concat(buckets.stream(), other.buckets.stream()).toList()),
                new Bounds(Math.min(min.low(), other.min.low()), Math.min(min.high(), other.min.high())),
                new Bounds(Math.max(max.low(), other.max.low()), Math.max(max.high(), other.max.high())),
                least + other.least,
                most + other.most);
    }

    /** Gives where the values lie, in order of the lower bound. */
    List<Bucket> buckets() {
        return buckets;
    }

    private static List<Bucket> merged(List<Bucket> buckets) {
        List<Bucket> sorted = buckets.stream()
                .filter(bucket -> bucket.count() > 0)
                .sorted(Comparator.comparingLong(Bucket::lowest).thenComparingLong(Bucket::highest))
                .toList();
        List<Bucket> merged = new ArrayList<>();
        for (Bucket bucket : sorted) {
            int last = merged.size() - 1;
            if (last >= 0
                    && merged.get(last).lowest() == bucket.lowest()
                    && merged.get(last).highest() == bucket.highest()) {
                merged.set(
                        last,
                        new Bucket(
                                bucket.lowest(),
                                bucket.highest(),
                                merged.get(last).count() + bucket.count()));
            } else {
                merged.add(bucket);
            }
        }
        return List.copyOf(merged);
    }

    private static double sum(List<Bucket> buckets, ToLongFunction<Bucket> edge) {
        return buckets.stream()
                .mapToDouble(bucket -> (double) edge.applyAsLong(bucket) * bucket.count())
                .sum();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Distribution distribution
                && buckets.equals(distribution.buckets)
                && min.equals(distribution.min)
                && max.equals(distribution.max)
                && least == distribution.least
                && most == distribution.most;
    }

    @Override
    public int hashCode() {
        return buckets.hashCode();
    }

    @Override
    public String toString() {
        return count() + " values from " + min.low() + " to " + max.high();
    }

    /** One edge of all buckets, in order, with how many values lie in those up to there. */
    private record Edges(long[] edges, long[] upTo) {

        static Edges of(List<Bucket> buckets, ToLongFunction<Bucket> edge) {
            List<Bucket> sorted =
                    buckets.stream().sorted(Comparator.comparingLong(edge)).toList();
            long[] edges = new long[sorted.size()];
            long[] upTo = new long[sorted.size()];
            long count = 0;
            for (int i = 0; i < edges.length; i++) {
                edges[i] = edge.applyAsLong(sorted.get(i));
                count += sorted.get(i).count();
                upTo[i] = count;
            }
            return new Edges(edges, upTo);
        }

        long count() {
            return upTo.length == 0 ? 0 : upTo[upTo.length - 1];
        }

        long first() {
            return edges[0];
        }

        long last() {
            return edges[edges.length - 1];
        }

        long at(long rank) {
            int low = 0;
            int high = upTo.length - 1;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (upTo[middle] >= rank) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return edges[low];
        }
    }
}
