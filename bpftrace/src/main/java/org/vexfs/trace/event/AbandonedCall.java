package org.vexfs.trace.event;

/**
 * A call of one of the module's functions that will never return: the thread ended within it, as one does that the
 * kernel kills after an oops.
 *
 * @param nanos when the thread ended, in nanoseconds since boot
 * @param entered when the function was called, in nanoseconds since boot
 * @param pid the process (thread group) of the thread
 * @param tid the thread
 * @param depth how many functions of the module ran on that thread already
 * @param function the innermost function that had not returned
 */
public record AbandonedCall(long nanos, long entered, int pid, int tid, int depth, String function)
        implements TraceEvent {}
