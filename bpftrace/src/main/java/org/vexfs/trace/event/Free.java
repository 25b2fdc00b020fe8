package org.vexfs.trace.event;

/**
 * A free that concerns the module, whoever called it.
 *
 * @param nanos when, in nanoseconds since boot
 * @param pid the process (thread group) that freed
 * @param tid the thread that freed
 * @param address the address freed
 * @param callSite the return address in the function that freed; a tail call shows its caller's
 * @param kind what the address was before
 * @param earlierNanos the time of the allocation ({@link Kind#LIVE}, {@link Kind#DEFERRED}) or of the
 *     first free ({@link Kind#REPEATED}), otherwise 0
 */
public record Free(long nanos, int pid, int tid, long address, long callSite, Kind kind, long earlierNanos)
        implements TraceEvent {

    /** What the freed address was before the free. */
    public enum Kind {
        /** A live allocation of the module. */
        LIVE,
        /** The same, by kfree_rcu: the kernel lets go of it later, and tells of that no more. */
        DEFERRED,
        /** Freed already, and given to nobody since: a double free. */
        REPEATED,
        /** Freed by the module, which was not seen to get it: allocated before the trace, or by an unprobed way. */
        UNMATCHED
    }
}
