package org.vexfs.trace.event;

/**
 * An allocation by the module that failed.
 *
 * @param nanos when, in nanoseconds since boot
 * @param pid the process (thread group) that asked
 * @param tid the thread that asked
 * @param requestedBytes the bytes asked for
 * @param callSite the return address in the function that asked
 */
public record AllocationFailure(long nanos, int pid, int tid, long requestedBytes, long callSite)
        implements TraceEvent {}
