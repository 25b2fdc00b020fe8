package org.vexfs.trace.analysis;

/** Measures how often and how long more is held than a threshold. */
final class PressureMeter {

    private final long threshold;
    private long times;
    private long nanos;
    private long since;
    private boolean above;

    /** @param threshold in bytes */
    PressureMeter(long threshold) {
        this.threshold = threshold;
    }

    void held(long bytes, long now) {
        boolean isAbove = bytes > threshold;
        if (isAbove && !above) {
            times++;
            since = now;
        } else if (!isAbove && above) {
            nanos += Math.max(0, now - since);
        }
        above = isAbove;
    }

    MemoryUsage.Pressure pressure(long end) {
        return new MemoryUsage.Pressure(times, nanos + (above ? Math.max(0, end - since) : 0));
    }
}
