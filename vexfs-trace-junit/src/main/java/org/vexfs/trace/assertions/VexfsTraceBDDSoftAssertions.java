package org.vexfs.trace.assertions;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AbstractSoftAssertions;
import org.assertj.core.api.BDDSoftAssertionsProvider;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.junit.VexfsTrace;

/**
 * The same as {@link VexfsTraceSoftAssertions}, in the words of behaviour-driven development.
 *
 * <pre>{@code
 * @ExtendWith(SoftAssertionsExtension.class)
 * @TraceVexfs(script = {MEMORY, PERFORMANCE})
 * class VectorStoreIT {
 *
 *     @InjectSoftAssertions
 *     private VexfsTraceBDDSoftAssertions softly;
 *
 *     @Test
 *     void search(VexfsTrace trace) throws Exception {
 *         store.search(vector);
 *         softly.then(trace).noLeaks();    // fails the test at its end
 *         softly.then(trace).noErrors();   // is checked in any case
 *     }
 * }
 * }</pre>
 */
@API(status = Status.MAINTAINED, since = "0.1")
public class VexfsTraceBDDSoftAssertions extends AbstractSoftAssertions implements BDDSoftAssertionsProvider {

    /** Begins an assertion on a trace. */
    public VexfsTraceAssert then(@Nullable VexfsTrace actual) {
        return proxy(VexfsTraceAssert.class, VexfsTrace.class, actual);
    }
}
