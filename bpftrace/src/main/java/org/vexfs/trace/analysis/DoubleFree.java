package org.vexfs.trace.analysis;

import java.util.Optional;

/**
 * A free of an address that was free already, and had been given to nobody since.
 *
 * @param address the address
 * @param site where it was freed again
 * @param tid the thread that freed it again
 * @param sinceFirstNanos the time since the first free, in nanoseconds
 * @param firstFree where it was freed first; empty if that event was lost
 * @param allocation where it was allocated; empty if that event was lost
 */
public record DoubleFree(
        long address,
        CallSite site,
        int tid,
        long sinceFirstNanos,
        Optional<CallSite> firstFree,
        Optional<CallSite> allocation) {}
