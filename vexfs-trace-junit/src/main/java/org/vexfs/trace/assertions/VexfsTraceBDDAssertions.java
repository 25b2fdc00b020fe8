package org.vexfs.trace.assertions;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.junit.VexfsTrace;

/**
 * The entry point in the words of behaviour-driven development:
 * {@code import static org.vexfs.trace.assertions.VexfsTraceBDDAssertions.then}. It can stand beside that of AssertJ's own
 * {@code BDDAssertions}.
 *
 * <pre>{@code
 * // given
 * store.insert(1, vector);
 * // when
 * store.delete(1);
 * // then
 * then(trace).noLeaks();
 * }</pre>
 */
@API(status = Status.MAINTAINED, since = "0.1")
public final class VexfsTraceBDDAssertions {

    private VexfsTraceBDDAssertions() {}

    /** Begins an assertion on a trace. */
    public static VexfsTraceAssert then(@Nullable VexfsTrace actual) {
        return VexfsTraceAssertions.assertThat(actual);
    }
}
