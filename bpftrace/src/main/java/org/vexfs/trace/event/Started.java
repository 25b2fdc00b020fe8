package org.vexfs.trace.event;

/**
 * The program runs in the kernel.
 *
 * @param protocol the version of the lines that the script prints
 * @param nanos when, in nanoseconds since boot
 */
public record Started(int protocol, long nanos) implements TraceEvent {}
