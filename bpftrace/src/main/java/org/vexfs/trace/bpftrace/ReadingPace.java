package org.vexfs.trace.bpftrace;

/**
 * How long to let lines gather before they are read.
 *
 * <p>bpftrace (0.23, 0.27) writes each line on its own. A reader that waits is woken for each, which costs both sides more
 * than to format and to decode it. So where lines rush in, they are left to gather for a moment, in which the pipe does not
 * fill; a line that comes alone, such as a marker's, is read at once. Not safe for use by several threads.
 */
final class ReadingPace {

    /** In this time bpftrace writes a quarter of what a pipe of 64 KiB holds, at 200,000 lines a second. */
    static final long PAUSE_NANOS = 500_000;

    /** Reads that follow each other as closely as this are of lines that rush in. */
    static final long CLOSE_NANOS = 100_000;

    /** So many in a row are more than the lines of a marker. */
    static final int ROW = 32;

    /** What gathers in a pause, if it pays: eight lines or so. */
    static final int GATHERED_BYTES = 1_024;

    private int row;
    private long last;
    private boolean paused;

    /**
     * Gives how many nanoseconds to wait before the next read.
     *
     * @param length how many bytes the last one gave
     * @param now when it did so, in nanoseconds
     */
    long after(int length, long now) {
        row = paused && length < GATHERED_BYTES || !paused && now - last > CLOSE_NANOS ? 0 : row + 1;
        last = now;
        paused = row >= ROW;
        return paused ? PAUSE_NANOS : 0;
    }
}
