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
        long count = values.getTotalCount();
        if (count == 0) {
            return Percentiles.NONE;
        }
        if (count == 1) {
            // The histogram is searched from its lowest value on, which takes more than the rest of a short test.
            long only = values.lowestEquivalentValue(max);
            return new Percentiles(1, only, only, only, max);
        }
        return new Percentiles(count, at(50), at(95), at(99), max);
    }

    private long at(double percentile) {
        return values.lowestEquivalentValue(values.getValueAtPercentile(percentile));
    }
}
