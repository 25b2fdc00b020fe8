package org.vexfs.trace.event;

/**
 * A marker in the trace of a user's script: what the script printed before it comes before it.
 *
 * @param nanos when, in nanoseconds since boot
 * @param pid the process (thread group) that set it
 * @param tid the thread that set it
 * @param name the whole name, as {@link MarkerName#text()} makes it
 * @param printed how many texts the kernel side had counted
 * @param received how many of them had arrived since the output was read
 */
public record CustomMarker(long nanos, int pid, int tid, String name, long printed, long received)
        implements TraceEvent {}
