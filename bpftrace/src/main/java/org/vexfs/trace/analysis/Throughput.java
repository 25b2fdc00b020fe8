package org.vexfs.trace.analysis;

/**
 * How fast bytes were read and written: those that were really moved, as the functions returned them. A call within
 * another one that reads or writes moves no bytes of its own.
 *
 * @param calls how many calls of functions that read or write there were
 * @param bytes how many bytes they moved; known only within bounds where calls may lie within each other unseen
 * @param busyNanos how long at least one of them was under way, in nanoseconds; known only within bounds where calls
 *     stand only in the kernel side's totals, or several functions of many are looked at
 * @param windowNanos how long the window was, in nanoseconds
 */
public record Throughput(long calls, Bounds bytes, Bounds busyNanos, long windowNanos) {

    private static final double SECOND = 1e9;
    private static final double MEGABYTE = 1e6;

    /** Gives the bytes per second over the time in which at least one call was under way. */
    public Measured bytesPerSecond() {
        return new Measured(
                rate(bytes.low(), busyNanos.high()),
                Math.max(rate(bytes.low(), busyNanos.high()), rate(bytes.high(), busyNanos.low())));
    }

    /** Gives the bytes per second over the whole window. */
    public Measured bytesPerSecondOfWindow() {
        return new Measured(rate(bytes.low(), windowNanos), rate(bytes.high(), windowNanos));
    }

    /** Gives the megabytes (10<sup>6</sup> bytes) per second over the time in which at least one call was under way. */
    public Measured megabytesPerSecond() {
        return bytesPerSecond().dividedBy(MEGABYTE);
    }

    /** Gives the calls per second over the whole window. */
    public double callsPerSecond() {
        return rate(calls, windowNanos);
    }

    private static double rate(long amount, long nanos) {
        return nanos <= 0 ? 0 : amount * SECOND / nanos;
    }
}
