package org.vexfs.trace.assertions;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.junit.VexfsTrace;

/**
 * The entry point: {@code import static org.vexfs.trace.assertions.VexfsTraceAssertions.assertThat}. It can stand beside
 * that of AssertJ's own {@code Assertions}; {@link VexfsTraceBDDAssertions} has the one for behaviour-driven development.
 */
@API(status = Status.MAINTAINED, since = "0.1")
public final class VexfsTraceAssertions {

    private VexfsTraceAssertions() {}

    /** Begins an assertion on a trace. */
    public static VexfsTraceAssert assertThat(@Nullable VexfsTrace actual) {
        return new VexfsTraceAssert(actual);
    }
}
