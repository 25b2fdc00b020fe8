package org.vexfs.trace.event;

/**
 * The sign of life that bpftrace gives twice a second.
 *
 * @param nanos when, in nanoseconds since boot
 */
public record Heartbeat(long nanos) implements TraceEvent {}
