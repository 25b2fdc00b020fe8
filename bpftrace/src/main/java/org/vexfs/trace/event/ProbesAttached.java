package org.vexfs.trace.event;

/**
 * How many probes bpftrace says it attached, or is about to attach (up to 0.23).
 *
 * @param probes their number
 */
public record ProbesAttached(long probes) implements TraceEvent {}
