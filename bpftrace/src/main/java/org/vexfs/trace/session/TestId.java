package org.vexfs.trace.session;

/**
 * The run of a test that a window belongs to.
 *
 * @param uniqueId the test's unique id, as its engine gives it
 * @param displayName what to call it in messages, such as {@code VectorStoreIT.insert}
 * @param attempt 1 for its first run in this JVM, 2 for its first rerun, and so on
 */
public record TestId(String uniqueId, String displayName, int attempt) {

    /**
     * Gives what to call a part of it.
     *
     * @param mark what the test calls the place where the part begins
     * @param number the how many-th part it is, from 1
     */
    TestId since(String mark, int number) {
        return new TestId(uniqueId + "/[since:#" + number + "]", displayName + " since \"" + mark + "\"", attempt);
    }
}
