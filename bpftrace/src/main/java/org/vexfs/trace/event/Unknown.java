package org.vexfs.trace.event;

/**
 * A record that this version does not know, kept so that nothing is dropped in silence.
 *
 * @param line the line as it came
 */
public record Unknown(String line) implements TraceEvent {}
