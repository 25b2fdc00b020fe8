package org.vexfs.trace.event;

/**
 * The end of everything that a marker asked for.
 *
 * @param name the marker's whole name
 */
public record MarkerEnd(String name) implements TraceEvent {}
