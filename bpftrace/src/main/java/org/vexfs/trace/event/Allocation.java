package org.vexfs.trace.event;

/**
 * An allocation that belongs to the module.
 *
 * @param nanos when, in nanoseconds since boot
 * @param pid the process (thread group) it was made in
 * @param tid the thread it was made in
 * @param address the address given out
 * @param requestedBytes the bytes asked for
 * @param allocatedBytes the bytes that the allocator set aside, at least the requested ones
 * @param callSite the return address in the function that asked
 */
public record Allocation(
        long nanos, int pid, int tid, long address, long requestedBytes, long allocatedBytes, long callSite)
        implements TraceEvent {}
