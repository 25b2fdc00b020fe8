package org.vexfs.trace.event;

/**
 * A map of a user's script.
 *
 * @param name its name, such as {@code @opens}
 * @param adds whether all that the script does to it is to add: then what it held before can be taken off what it holds
 */
public record CustomMap(String name, boolean adds) {}
