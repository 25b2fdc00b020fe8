package org.vexfs.trace.event;

/**
 * A marker in the trace of a user's script: what the script printed before it comes before it.
 *
 * @param nanos when, in nanoseconds since boot
 * @param pid the process (thread group) that set it
 * @param tid the thread that set it
 * @param name the whole name, as {@link MarkerName#text()} makes it
 */
public record CustomMarker(long nanos, int pid, int tid, String name) implements TraceEvent {}
