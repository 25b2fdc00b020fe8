package org.vexfs.trace.event;

/**
 * A line that the Java side wrote into the capture between the kernel's lines, such as which test a window belongs to.
 *
 * @param json the line: a JSON object whose {@code type} is {@link #TYPE}
 */
public record Note(String json) implements TraceEvent {

    /** What tells such a line from those of bpftrace. */
    public static final String TYPE = "vexfs-trace";
}
