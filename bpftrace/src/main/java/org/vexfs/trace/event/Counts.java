package org.vexfs.trace.event;

/**
 * What the kernel side of a trace counted since it began. The Java side compares those of events with the events that
 * it received: equal counts are the proof that none was lost.
 *
 * @param allocations allocations of the module
 * @param frees frees of live allocations
 * @param doubleFrees frees of addresses that were free already
 * @param unmatchedFrees frees by the module of addresses it was not seen to get
 * @param unrecorded allocations that found the map of live objects full
 * @param forgotten frees that found the map of freed addresses full
 * @param reused live objects whose address was given out again: their free was not seen
 * @param calls calls of the module's functions, as evidence that it was exercised
 * @param failures allocations by the module that failed
 * @param refusals returns of -ENOMEM by the module's functions
 * @param logged lines of the kernel's log
 * @param recovered allocations that the first look was skipped for and the second saw
 */
public record Counts(
        long allocations,
        long frees,
        long doubleFrees,
        long unmatchedFrees,
        long unrecorded,
        long forgotten,
        long reused,
        long calls,
        long failures,
        long refusals,
        long logged,
        long recovered) {

    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Gives how much each count grew since an earlier point of the same trace. */
    public Counts since(Counts earlier) {
        return new Counts(
                allocations - earlier.allocations,
                frees - earlier.frees,
                doubleFrees - earlier.doubleFrees,
                unmatchedFrees - earlier.unmatchedFrees,
                unrecorded - earlier.unrecorded,
                forgotten - earlier.forgotten,
                reused - earlier.reused,
                calls - earlier.calls,
                failures - earlier.failures,
                refusals - earlier.refusals,
                logged - earlier.logged,
                recovered - earlier.recovered);
    }

    /** Gives the counts of what is told as events, without those of what is not. */
    public Counts ofEvents() {
        return new Counts(allocations, frees, doubleFrees, unmatchedFrees, 0, 0, 0, 0, failures, refusals, logged, 0);
    }

    /** Gives how many objects the map of live objects held, for counts since the trace began. */
    public long live() {
        return allocations - frees - unrecorded - reused;
    }

    /** Gives how many event lines the kernel side emitted. */
    public long emitted() {
        return allocations + frees + doubleFrees + unmatchedFrees + failures + refusals + logged;
    }
}
