package org.vexfs.trace.event;

/**
 * A point in the trace that a thread of the test set, with the kernel side's counts at that point.
 *
 * @param nanos when, in nanoseconds since boot
 * @param pid the process (thread group) that set it
 * @param tid the thread that set it
 * @param name the whole name, as {@link MarkerName#text()} makes it
 * @param counts what the kernel side had counted
 */
public record Marker(long nanos, int pid, int tid, String name, Counts counts) implements TraceEvent {}
