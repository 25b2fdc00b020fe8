package org.vexfs.trace.event;

/**
 * The sign of life that bpftrace gives five times a second.
 *
 * @param nanos when, in nanoseconds since boot
 */
public record Heartbeat(long nanos) implements TraceEvent {}
