package org.vexfs.trace.event;

/**
 * A line of the kernel's log.
 *
 * @param nanos when, in nanoseconds since boot
 * @param pid the process (thread group) that was running
 * @param tid the thread that was running
 * @param text the line, up to 200 characters
 */
public record KernelLogLine(long nanos, int pid, int tid, String text) implements TraceEvent {}
