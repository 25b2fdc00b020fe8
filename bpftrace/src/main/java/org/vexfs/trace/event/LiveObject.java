package org.vexfs.trace.event;

/**
 * An allocation of the module that nobody had freed, as the kernel side's map has it.
 *
 * @param address where it is
 * @param since when it was allocated, in nanoseconds since boot
 * @param requestedBytes the bytes asked for
 * @param allocatedBytes the bytes set aside
 * @param callSite the return address in the function that asked
 * @param pid the process (thread group) it was made in
 * @param tid the thread it was made in
 */
public record LiveObject(
        long address, long since, long requestedBytes, long allocatedBytes, long callSite, int pid, int tid) {}
