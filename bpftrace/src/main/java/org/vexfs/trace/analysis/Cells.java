package org.vexfs.trace.analysis;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.vexfs.trace.event.OperationTotals.Bucket;

/**
 * Where values lie, as far as that is known: so many between two edges, for each of many pairs of edges. In columns,
 * because there are thousands of them and a profile has a hundred such tables.
 */
final class Cells {

    static final Cells NONE = new Cells(new long[0], new long[0], new long[0]);

    private final long[] lows;
    private final long[] highs;
    private final long[] counts;
    private final long[] upTo;
    private final long[] sortedHighs;
    private final long[] upToHigh;

    /** Takes columns that are in order of the lower edge, then of the upper one, without a pair of edges twice. */
    Cells(long[] lows, long[] highs, long[] counts) {
        this.lows = lows;
        this.highs = highs;
        this.counts = counts;
        this.upTo = summedUp(counts);
        if (isSorted(highs)) {
            this.sortedHighs = highs;
            this.upToHigh = upTo;
        } else {
            int[] order = byHigh();
            this.sortedHighs = picked(highs, order);
            this.upToHigh = summedUp(picked(counts, order));
        }
    }

    static Cells of(List<Bucket> buckets) {
        List<Bucket> sorted = buckets.stream()
                .filter(bucket -> bucket.count() > 0)
                .sorted(Comparator.comparingLong(Bucket::lowest).thenComparingLong(Bucket::highest))
                .toList();
        Columns columns = new Columns(sorted.size());
        sorted.forEach(bucket -> columns.add(bucket.lowest(), bucket.highest(), bucket.count()));
        return columns.cells();
    }

    /** Pairs the k-th smallest of the one with the k-th smallest of the other. */
    static Cells of(Histogram lows, Histogram highs) {
        if (lows.getTotalCount() != highs.getTotalCount()) {
            throw new IllegalArgumentException(lows.getTotalCount() + " lower bounds and " + highs.getTotalCount()
                    + " upper ones; expected as many of both");
        }
        boolean same = lows.equals(highs);
        Columns columns = new Columns(64);
        Iterator<HistogramIterationValue> upper = highs.recordedValues().iterator();
        long high = 0;
        long left = 0;
        for (HistogramIterationValue lower : lows.recordedValues()) {
            long low = lows.lowestEquivalentValue(lower.getValueIteratedTo());
            for (long count = lower.getCountAddedInThisIterationStep(); count > 0; ) {
                if (left == 0) {
                    HistogramIterationValue next = upper.next();
                    high = highs.highestEquivalentValue(next.getValueIteratedTo());
                    left = next.getCountAddedInThisIterationStep();
                }
                long taken = Math.min(count, left);
                long middle = low + (high - low) / 2;
                columns.add(same ? middle : low, same ? middle : high, taken);
                count -= taken;
                left -= taken;
            }
        }
        return columns.cells();
    }

    /** Gives how many values there are. */
    long count() {
        return upTo.length == 0 ? 0 : upTo[upTo.length - 1];
    }

    /** Gives how many values have an upper edge that is not above this. */
    long countUpTo(long high) {
        int low = 0;
        int end = sortedHighs.length;
        while (low < end) {
            int middle = (low + end) >>> 1;
            if (sortedHighs[middle] <= high) {
                low = middle + 1;
            } else {
                end = middle;
            }
        }
        return low == 0 ? 0 : upToHigh[low - 1];
    }

    int size() {
        return counts.length;
    }

    long countOf(int cell) {
        return counts[cell];
    }

    long middleOf(int cell) {
        return lows[cell] + (highs[cell] - lows[cell]) / 2;
    }

    /** Gives the lower edge of that rank among the lower edges, from 1 on. */
    long low(long rank) {
        return lows[first(upTo, rank)];
    }

    /** Gives the upper edge of that rank among the upper edges, from 1 on. */
    long high(long rank) {
        return sortedHighs[first(upToHigh, rank)];
    }

    double sumOfLows() {
        return product(lows);
    }

    double sumOfHighs() {
        return product(highs);
    }

    /** Gives the same of values that are known to lie between two values. */
    Cells within(long min, long max) {
        return new Cells(
                Arrays.stream(lows).map(low -> Math.max(min, low)).toArray(),
                Arrays.stream(highs).map(high -> Math.min(max, high)).toArray(),
                counts);
    }

    Cells and(Cells other) {
        Columns columns = new Columns(size() + other.size());
        int mine = 0;
        int others = 0;
        while (mine < size() || others < other.size()) {
            boolean next = others == other.size() || mine < size() && isBefore(mine, other, others);
            Cells from = next ? this : other;
            int cell = next ? mine++ : others++;
            columns.add(from.lows[cell], from.highs[cell], from.counts[cell]);
        }
        return columns.cells();
    }

    private boolean isBefore(int mine, Cells other, int others) {
        return lows[mine] != other.lows[others] ? lows[mine] < other.lows[others] : highs[mine] < other.highs[others];
    }

    Histogram lows(int digits) {
        return histogram(lows, digits);
    }

    Histogram highs(int digits) {
        return histogram(highs, digits);
    }

    private Histogram histogram(long[] edges, int digits) {
        Histogram histogram = new Histogram(digits);
        for (int i = 0; i < edges.length; i++) {
            histogram.recordValueWithCount(Math.max(0, Math.min(edges[i], ValueRecorder.HIGHEST)), counts[i]);
        }
        return histogram;
    }

    private static int first(long[] sums, long atLeast) {
        int low = 0;
        int high = sums.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sums[middle] >= atLeast) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private double product(long[] edges) {
        double sum = 0;
        for (int i = 0; i < edges.length; i++) {
            sum += (double) edges[i] * counts[i];
        }
        return sum;
    }

    private static long[] summedUp(long[] counts) {
        long[] sums = counts.clone();
        for (int i = 1; i < sums.length; i++) {
            sums[i] += sums[i - 1];
        }
        return sums;
    }

    private static boolean isSorted(long[] edges) {
        for (int i = 1; i < edges.length; i++) {
            if (edges[i] < edges[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private int[] byHigh() {
        Integer[] order = new Integer[highs.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingLong(i -> highs[i]));
        return Arrays.stream(order).mapToInt(Integer::intValue).toArray();
    }

    private static long[] picked(long[] column, int[] order) {
        return Arrays.stream(order).mapToLong(i -> column[i]).toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cells cells
                && Arrays.equals(lows, cells.lows)
                && Arrays.equals(highs, cells.highs)
                && Arrays.equals(counts, cells.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(lows) * 31 + Arrays.hashCode(counts);
    }

    /** Columns that are filled in order. */
    static final class Columns {

        private long[] lows;
        private long[] highs;
        private long[] counts;
        private int size;

        Columns(int capacity) {
            lows = new long[capacity];
            highs = new long[capacity];
            counts = new long[capacity];
        }

        /** Adds values between two edges, which are not before those that were added last. */
        void add(long low, long high, long count) {
            if (size > 0 && lows[size - 1] == low && highs[size - 1] == high) {
                counts[size - 1] += count;
                return;
            }
            if (size == counts.length) {
                int capacity = Math.max(16, size * 2);
                lows = Arrays.copyOf(lows, capacity);
                highs = Arrays.copyOf(highs, capacity);
                counts = Arrays.copyOf(counts, capacity);
            }
            lows[size] = low;
            highs[size] = high;
            counts[size] = count;
            size++;
        }

        Cells cells() {
            return size == 0
                    ? NONE
                    : new Cells(Arrays.copyOf(lows, size), Arrays.copyOf(highs, size), Arrays.copyOf(counts, size));
        }
    }
}
