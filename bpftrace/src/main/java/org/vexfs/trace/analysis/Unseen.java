package org.vexfs.trace.analysis;

/**
 * How many of a window's events may have gone unseen, at most.
 *
 * @param calls calls; {@link #ANY_NUMBER} if nothing bounds them
 * @param contentions waits for locks of the kernel's; {@link #ANY_NUMBER} if nothing bounds them
 */
public record Unseen(long calls, long contentions) {

    public static final long ANY_NUMBER = Long.MAX_VALUE;
    public static final Unseen NONE = new Unseen(0, 0);

    /** Gives whether nothing did. */
    public boolean nothing() {
        return calls == 0 && contentions == 0;
    }

    /** Gives what may have gone unseen for either of two reasons. */
    Unseen and(Unseen other) {
        return new Unseen(sum(calls, other.calls), sum(contentions, other.contentions));
    }

    private static long sum(long a, long b) {
        return a > ANY_NUMBER - b ? ANY_NUMBER : a + b;
    }
}
