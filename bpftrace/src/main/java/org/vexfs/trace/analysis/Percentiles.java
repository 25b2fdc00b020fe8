package org.vexfs.trace.analysis;

/**
 * How values are distributed. The percentiles are at most a thousandth too low; the maximum is exact. All are 0 where
 * there is no value.
 *
 * @param count how many values there are
 * @param p50 half of them are not above it
 * @param p95 95 of 100 are not above it
 * @param p99 99 of 100 are not above it
 * @param max the highest
 */
public record Percentiles(long count, long p50, long p95, long p99, long max) {

    public static final Percentiles NONE = new Percentiles(0, 0, 0, 0, 0);
}
