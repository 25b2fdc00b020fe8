package org.vexfs.trace.analysis;

/**
 * A number that was measured, as far as it is known.
 *
 * @param low it is not below this
 * @param high it is not above this
 */
public record Measured(double low, double high) {

    static Measured exactly(double value) {
        return new Measured(value, value);
    }

    static Measured of(Bounds bounds) {
        return new Measured(bounds.low(), bounds.high());
    }

    /** Gives whether the number is known. */
    public boolean exact() {
        return low == high;
    }

    Measured dividedBy(double unit) {
        return new Measured(low / unit, high / unit);
    }
}
