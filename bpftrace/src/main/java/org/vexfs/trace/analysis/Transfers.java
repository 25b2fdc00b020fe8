package org.vexfs.trace.analysis;

/**
 * The reads and writes of a window that were told one by one and lay in no other read or write.
 *
 * @param bytes how many bytes they moved
 * @param busyNanos how long at least one of them was under way, in nanoseconds
 */
public record Transfers(long bytes, long busyNanos) {

    public static final Transfers NONE = new Transfers(0, 0);
}
