package org.vexfs.trace.config;

/**
 * A value as it was given, with the place it came from.
 *
 * @param value a {@code String}, or a {@code List} of them
 * @param origin the place for messages, such as {@code trace.yaml, line 3}
 */
record Setting(Object value, String origin) {}
