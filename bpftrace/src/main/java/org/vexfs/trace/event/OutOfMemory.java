package org.vexfs.trace.event;

/**
 * A function of the module returned -ENOMEM.
 *
 * @param nanos when, in nanoseconds since boot
 * @param pid the process (thread group) it ran in
 * @param tid the thread it ran in
 * @param function its name
 */
public record OutOfMemory(long nanos, int pid, int tid, String function) implements TraceEvent {}
