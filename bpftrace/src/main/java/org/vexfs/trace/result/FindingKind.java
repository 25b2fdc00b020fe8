package org.vexfs.trace.result;

import java.util.Locale;

/** What can be found wrong, as a command is asked to fail on it. */
public enum FindingKind {
    /** What was allocated and never freed; of a capture, what was still held when it ended. */
    LEAKS,
    /** What was freed twice. */
    DOUBLE_FREES,
    /** What was freed and never given out. */
    INVALID_FREES,
    /** Complaints of the kernel, such as {@code WARNING} and {@code BUG}. */
    WARNINGS,
    /** Calls that returned an error, or never returned, and allocations that failed. */
    ERRORS,
    /** Slow calls, and long waits for locks. */
    SLOW,
    /** Intervals in which something was conspicuous, see {@code performance_trace.alerts}. */
    ALERTS;

    /** Gives its name as users write it, such as {@code double-frees}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
