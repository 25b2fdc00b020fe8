package org.vexfs.trace.baseline;

/**
 * A leak that was there when the baseline was taken, and may stay.
 *
 * @param function where it is, for a person: it may be called otherwise since
 * @param objects how many objects it may be; more are a leak
 * @param bytes how many bytes those were
 */
public record KnownLeak(String function, long objects, long bytes) {}
