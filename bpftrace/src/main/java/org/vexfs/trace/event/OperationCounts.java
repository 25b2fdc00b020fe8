package org.vexfs.trace.event;

/**
 * What the kernel side of a trace counted of the module's operations since it began. The Java side compares those of
 * events with the events that it received.
 *
 * @param entered calls of the module's functions that were seen to begin
 * @param told calls that were told one by one, as {@link Operation}
 * @param totalled calls that came faster than could be told, or are sampled, and stand only in the kernel side's totals
 * @param unmatched returns of calls that were not seen to begin: they began before the trace did, or their beginning was missed
 * @param unreturned calls whose return was missed
 * @param abandoned calls that were told as {@link AbandonedCall}, each with those around it
 * @param contentions waits for locks that were told, as {@link Contention}
 * @param allocations slab allocations while a function of the module ran; 0 where the script does not count them
 * @param allocatedBytes the bytes of those; estimated where not each of them is looked at
 * @param frees slab frees while a function of the module ran; 0 where the script does not count them
 */
public record OperationCounts(
        long entered,
        long told,
        long totalled,
        long unmatched,
        long unreturned,
        long abandoned,
        long contentions,
        long allocations,
        long allocatedBytes,
        long frees) {

    public static final OperationCounts NONE = new OperationCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Gives how much each count grew since an earlier point of the same trace. */
    public OperationCounts since(OperationCounts earlier) {
        return new OperationCounts(
                entered - earlier.entered,
                told - earlier.told,
                totalled - earlier.totalled,
                unmatched - earlier.unmatched,
                unreturned - earlier.unreturned,
                abandoned - earlier.abandoned,
                contentions - earlier.contentions,
                allocations - earlier.allocations,
                allocatedBytes - earlier.allocatedBytes,
                frees - earlier.frees);
    }

    /** Gives the same with the memory activity of another. */
    public OperationCounts withMemory(OperationCounts other) {
        return new OperationCounts(
                entered,
                told,
                totalled,
                unmatched,
                unreturned,
                abandoned,
                contentions,
                other.allocations,
                other.allocatedBytes,
                other.frees);
    }

    /** Gives the counts of what is told as events, without those of what is not. */
    public OperationCounts ofEvents() {
        return new OperationCounts(0, told, 0, 0, 0, abandoned, contentions, 0, 0, 0);
    }

    /** Gives how many calls were under way, for counts since the trace began. */
    public long running() {
        return entered - told - totalled - unreturned - abandoned;
    }
}
