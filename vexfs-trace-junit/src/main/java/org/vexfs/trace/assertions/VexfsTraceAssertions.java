package org.vexfs.trace.assertions;

import org.vexfs.trace.junit.VexfsTrace;

/** The entry point: {@code import static org.vexfs.trace.assertions.VexfsTraceAssertions.assertThat}. */
public final class VexfsTraceAssertions {

    private VexfsTraceAssertions() {}

    /** Begins an assertion on a trace. */
    public static VexfsTraceAssert assertThat(VexfsTrace actual) {
        return new VexfsTraceAssert(actual);
    }

    /** Begins an assertion on a trace, in the words of behaviour-driven development. */
    public static VexfsTraceAssert then(VexfsTrace actual) {
        return assertThat(actual);
    }
}
