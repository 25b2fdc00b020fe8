package org.vexfs.trace.analysis;

/**
 * For how long at least one of several calls is under way, told call by call in the order of their returns.
 *
 * <p>It remembers the latest stretches of time, because a call that returns later may have begun before them.
 */
final class BusyTime {

    /** A call that began before that many stretches counts twice what it shares with the earlier ones. */
    private static final int MOST = 256;

    private final long[] from = new long[MOST];
    private final long[] to = new long[MOST];
    private int size;
    private long nanos;

    void add(long entered, long returned) {
        long start = entered;
        long end = returned;
        while (size > 0 && to[size - 1] >= start) {
            size--;
            start = Math.min(start, from[size]);
            end = Math.max(end, to[size]);
            nanos -= to[size] - from[size];
        }
        if (size == MOST) {
            // The older half stays counted.
            size = MOST / 2;
            for (int i = 0; i < size; i++) {
                from[i] = from[i + MOST - size];
                to[i] = to[i + MOST - size];
            }
        }
        from[size] = start;
        to[size] = end;
        size++;
        nanos += end - start;
    }

    long nanos() {
        return nanos;
    }
}
