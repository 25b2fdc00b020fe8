package org.vexfs.trace.analysis;

import org.HdrHistogram.Histogram;

/** The distribution of numbers of any size, whose largest is known exactly. */
final class SizedHistogram {

    private final Histogram values;
    private long max;

    /** @param digits how many digits of a number count */
    SizedHistogram(int digits) {
        this.values = new Histogram(digits);
    }

    void record(long value) {
        long bounded = Math.max(0, Math.min(value, Long.MAX_VALUE / 4));
        values.recordValue(bounded);
        max = Math.max(max, bounded);
    }

    Percentiles percentiles() {
        return values.getTotalCount() == 0
                ? Percentiles.NONE
                : new Percentiles(values.getTotalCount(), at(50), at(95), at(99), max);
    }

    private long at(double percentile) {
        return values.lowestEquivalentValue(values.getValueAtPercentile(percentile));
    }
}
