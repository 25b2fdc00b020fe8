package org.vexfs.trace.event;

/**
 * The module was loaded or unloaded while the trace ran.
 *
 * @param nanos when, in nanoseconds since boot
 * @param loaded true for loaded, false for unloaded
 */
public record ModuleChange(long nanos, boolean loaded) implements TraceEvent {}
