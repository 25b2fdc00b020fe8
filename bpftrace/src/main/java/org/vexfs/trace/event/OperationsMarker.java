package org.vexfs.trace.event;

/**
 * What the kernel side had counted of the module's operations at a {@link Marker}, of which this is a second part.
 *
 * @param nanos when, in nanoseconds since boot
 * @param pid the process (thread group) that set it
 * @param tid the thread that set it
 * @param name the whole name, as {@link MarkerName#text()} makes it
 * @param counts what the kernel side had counted
 */
public record OperationsMarker(long nanos, int pid, int tid, String name, OperationCounts counts)
        implements TraceEvent {}
