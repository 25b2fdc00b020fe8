package org.vexfs.trace.analysis;

/**
 * Something that a trace may have missed.
 *
 * @param cause what is missing, as a sentence without its full stop
 * @param remedy what to do about it
 */
public record Gap(String cause, String remedy) {}
