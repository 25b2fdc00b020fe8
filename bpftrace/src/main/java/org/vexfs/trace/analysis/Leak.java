package org.vexfs.trace.analysis;

/**
 * Objects that one place in the module allocated within a window, and that nobody freed until it was judged.
 *
 * @param site where they were allocated
 * @param count how many there are
 * @param bytes the bytes asked for, all together
 * @param oldestNanos the age of the oldest at judgement, in nanoseconds
 * @param tid the thread that allocated the oldest
 */
public record Leak(CallSite site, long count, long bytes, long oldestNanos, int tid) {}
