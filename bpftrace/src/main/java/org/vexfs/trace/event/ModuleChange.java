package org.vexfs.trace.event;

/**
 * The module was loaded or unloaded while the trace ran.
 *
 * @param nanos when, in nanoseconds since boot
 * @param loaded true for loaded, false for unloaded
 * @param textStart the first address of its code; 0 for unloaded
 * @param textEnd the first address after it
 * @param initStart the first address of the code of its start, which is gone once it has run
 * @param initEnd the first address after that
 */
public record ModuleChange(long nanos, boolean loaded, long textStart, long textEnd, long initStart, long initEnd)
        implements TraceEvent {}
