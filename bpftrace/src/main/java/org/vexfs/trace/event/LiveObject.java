package org.vexfs.trace.event;

/**
 * An allocation that nobody had freed, as the kernel side's map has it.
 *
 * @param address where it is
 * @param since when it was allocated, in nanoseconds since boot
 * @param requestedBytes the bytes asked for
 * @param allocatedBytes the bytes set aside
 * @param callSite the return address in the function that asked
 * @param pid the process (thread group) it was made in
 * @param tid the thread it was made in
 * @param kind where it came from
 * @param stack the stack that asked
 */
public record LiveObject(
        long address,
        long since,
        long requestedBytes,
        long allocatedBytes,
        long callSite,
        int pid,
        int tid,
        MemoryKind kind,
        CallStack stack) {

    /** Gives the object that an allocation made. */
    public static LiveObject of(Allocation allocation) {
        return new LiveObject(
                allocation.address(),
                allocation.nanos(),
                allocation.requestedBytes(),
                allocation.allocatedBytes(),
                allocation.callSite(),
                allocation.pid(),
                allocation.tid(),
                allocation.kind(),
                allocation.stack());
    }

    /** Gives whether an address lies within the object, but not at its start. */
    public boolean holdsInside(long other) {
        return Long.compareUnsigned(other, address) > 0 && Long.compareUnsigned(other, address + allocatedBytes) < 0;
    }
}
