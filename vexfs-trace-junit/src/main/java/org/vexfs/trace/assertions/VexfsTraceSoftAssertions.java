package org.vexfs.trace.assertions;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AbstractSoftAssertions;
import org.assertj.core.api.StandardSoftAssertionsProvider;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.junit.InconclusiveTraceError;
import org.vexfs.trace.junit.VexfsTrace;

/**
 * Assertions on traces, and AssertJ's own, that are all checked before any of them fails the test. What the trace cannot
 * tell is collected, too, as an {@link InconclusiveTraceError}.
 *
 * <p>AssertJ's {@code SoftAssertionsExtension} injects them, into a parameter or into a field with
 * {@code @InjectSoftAssertions}:
 *
 * <pre>{@code
 * @ExtendWith(SoftAssertionsExtension.class)
 * @TraceVexfs(script = {MEMORY, PERFORMANCE})
 * class VectorStoreIT {
 *
 *     @Test
 *     void search(VexfsTrace trace, VexfsTraceSoftAssertions softly) throws Exception {
 *         store.search(vector);
 *         softly.assertThat(trace).noLeaks();    // fails the test at its end
 *         softly.assertThat(trace).noErrors();   // is checked in any case
 *     }
 * }
 * }</pre>
 */
@API(status = Status.MAINTAINED, since = "0.1")
public class VexfsTraceSoftAssertions extends AbstractSoftAssertions implements StandardSoftAssertionsProvider {

    /** Begins an assertion on a trace. */
    public VexfsTraceAssert assertThat(@Nullable VexfsTrace actual) {
        return proxy(VexfsTraceAssert.class, VexfsTrace.class, actual);
    }
}
