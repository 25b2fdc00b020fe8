package org.vexfs.trace.session;

import java.util.Random;
import org.vexfs.trace.event.MarkerName;

/**
 * Sets markers: the calling thread renames itself for a moment, and the kernel tells the trace.
 *
 * <p>On Linux, {@link Thread#setName} of the current platform thread renames the native thread too.
 */
final class Markers {

    private final String trace;
    private long number;

    private Markers(String trace) {
        this.trace = trace;
    }

    /** Gives the markers of a new trace. */
    static Markers random() {
        String digits = Long.toString(new Random().nextLong(36L * 36 * 36 * 36 * 36), 36);
        return new Markers("0".repeat(5 - digits.length()) + digits);
    }

    /** Gives the five characters that all markers of this trace have. */
    String trace() {
        return trace;
    }

    /** Gives the name of the next marker. */
    synchronized MarkerName next(MarkerName.Kind kind) {
        return new MarkerName(trace, kind, number++);
    }

    /** Sets a marker on the calling thread, which must be a platform thread. */
    static void set(MarkerName marker) {
        Thread thread = Thread.currentThread();
        String own = thread.getName();
        thread.setName(marker.text());
        thread.setName(own);
    }
}
