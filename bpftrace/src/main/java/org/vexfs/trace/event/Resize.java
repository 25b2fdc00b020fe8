package org.vexfs.trace.event;

/**
 * A live object got another size where it is.
 *
 * @param address the object
 * @param requestedBytes the bytes asked for now
 */
public record Resize(long address, long requestedBytes) implements TraceEvent {}
