package org.vexfs.trace.session;

/**
 * The run of a test that a window belongs to.
 *
 * @param uniqueId the test's unique id, as its engine gives it
 * @param displayName what to call it in messages, such as {@code VectorStoreIT.insert}
 * @param attempt 1 for its first run in this JVM, 2 for its first rerun, and so on
 */
public record TestId(String uniqueId, String displayName, int attempt) {}
