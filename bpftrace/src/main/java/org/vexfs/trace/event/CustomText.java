package org.vexfs.trace.event;

/**
 * A text that a user's script printed, with {@code printf}, {@code print}, {@code time}, {@code cat} or {@code join}.
 *
 * @param text what it printed; a part of a line, a line, or several
 * @param counted whether the kernel side counts such texts
 */
public record CustomText(String text, boolean counted) implements TraceEvent {}
