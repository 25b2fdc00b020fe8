package org.vexfs.trace.analysis;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.jspecify.annotations.Nullable;

/** Records values in bounded memory, to three significant digits; the extremes and the sum are exact. */
final class ValueRecorder {

    /** Where HdrHistogram has buckets for any value up to here; no time since boot comes near it. */
    static final long HIGHEST = Long.MAX_VALUE / 4;

    private final Histogram values = new Histogram(3);
    private @Nullable Histogram removed;
    private long min = Long.MAX_VALUE;
    private long max;
    private double sum;

    /** Records a value; a negative one counts as 0. */
    void record(long value) {
        long recorded = Math.max(0, Math.min(value, HIGHEST));
        values.recordValue(recorded);
        min = Math.min(min, recorded);
        max = Math.max(max, recorded);
        sum += recorded;
    }

    /** Takes back a value that was recorded. From then on the extremes are known to three digits only. */
    void remove(long value) {
        long recorded = Math.max(0, Math.min(value, HIGHEST));
        if (removed == null) {
            removed = new Histogram(3);
        }
        removed.recordValue(recorded);
    }

    /** Gives how what is recorded is distributed so far. */
    Distribution distribution() {
        if (values.getTotalCount() == 0) {
            return Distribution.NONE;
        }
        if (removed == null) {
            Histogram now = values.copy();
            return Distribution.of(now.getTotalCount(), () -> cells(now), min, max, sum);
        }
        Histogram left = values.copy();
        left.subtract(removed);
        return Distribution.of(cells(left));
    }

    private static Cells cells(Histogram values) {
        Cells.Columns columns = new Cells.Columns(64);
        for (HistogramIterationValue value : values.recordedValues()) {
            long reached = value.getValueIteratedTo();
            columns.add(
                    values.lowestEquivalentValue(reached),
                    values.highestEquivalentValue(reached),
                    value.getCountAddedInThisIterationStep());
        }
        return columns.cells();
    }
}
