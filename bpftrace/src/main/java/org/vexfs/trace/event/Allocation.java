package org.vexfs.trace.event;

/**
 * An allocation that may belong to the module: its call site lies in the module, or it was made while a function of the
 * module ran.
 *
 * @param nanos when, in nanoseconds since boot
 * @param pid the process (thread group) it was made in
 * @param tid the thread it was made in
 * @param address the address given out
 * @param requestedBytes the bytes asked for
 * @param allocatedBytes the bytes that the allocator set aside, at least the requested ones
 * @param callSite the return address in the function that asked
 * @param kind where it came from
 * @param stack the stack that asked
 */
public record Allocation(
        long nanos,
        int pid,
        int tid,
        long address,
        long requestedBytes,
        long allocatedBytes,
        long callSite,
        MemoryKind kind,
        CallStack stack)
        implements TraceEvent {}
