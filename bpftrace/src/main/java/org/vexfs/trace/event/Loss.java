package org.vexfs.trace.event;

/**
 * bpftrace's own word that something is missing from the trace.
 *
 * @param records how many records were lost; 0 where it does not say
 * @param what the message, such as {@code Map full; can't update element}
 */
public record Loss(long records, String what) implements TraceEvent {}
