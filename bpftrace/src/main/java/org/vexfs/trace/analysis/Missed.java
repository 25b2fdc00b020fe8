package org.vexfs.trace.analysis;

/**
 * How many events the trace's programs may have missed, because the kernel skipped them.
 *
 * @param allocations allocations that may be missing; {@link #UNKNOWN} if the kernel does not tell
 * @param frees frees that may be missing; {@link #UNKNOWN} if the kernel does not tell
 */
public record Missed(long allocations, long frees) {

    public static final long UNKNOWN = -1;
    public static final Missed NONE = new Missed(0, 0);

    /** Gives how many more there are than at an earlier point of the same trace. */
    public Missed since(Missed earlier) {
        return new Missed(
                allocations < 0 || earlier.allocations < 0 ? UNKNOWN : allocations - earlier.allocations,
                frees < 0 || earlier.frees < 0 ? UNKNOWN : frees - earlier.frees);
    }

    /** Gives whether the kernel told. */
    public boolean known() {
        return allocations >= 0 && frees >= 0;
    }
}
