package org.vexfs.trace.analysis;

/**
 * Where a value lies that is known only as far as that.
 *
 * @param low it is not below this
 * @param high it is not above this
 */
public record Bounds(long low, long high) {

    public Bounds {
        if (low > high) {
            throw new IllegalArgumentException("from " + low + " to " + high + "; expected the lower one first");
        }
    }

    /** Gives the bounds of a value that is known. */
    static Bounds exactly(long value) {
        return new Bounds(value, value);
    }

    /** Gives whether the value is known. */
    public boolean exact() {
        return low == high;
    }

    /** Gives the value in the middle. */
    public long middle() {
        return low + (high - low) / 2;
    }
}
