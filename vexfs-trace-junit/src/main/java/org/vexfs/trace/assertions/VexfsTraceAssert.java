package org.vexfs.trace.assertions;

import org.assertj.core.api.AbstractAssert;
import org.vexfs.trace.analysis.MemoryAssertion;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.junit.InconclusiveTraceError;
import org.vexfs.trace.junit.VexfsTrace;

/**
 * Assertions on what a kernel module did.
 *
 * <p>Each passes only on a trace that is proven complete. Where the trace cannot tell, it fails with an
 * {@link InconclusiveTraceError}.
 */
public class VexfsTraceAssert extends AbstractAssert<VexfsTraceAssert, VexfsTrace> {

    public VexfsTraceAssert(VexfsTrace actual) {
        super(actual, VexfsTraceAssert.class);
    }

    /**
     * Verifies that everything that the module allocated since the test began is freed, after waiting for late frees
     * as configured.
     *
     * <pre>{@code
     * store.insert(1, vector);
     * store.delete(1);
     * assertThat(trace).noLeaks();   // passes
     *
     * store.insert(2, vector);
     * assertThat(trace).noLeaks();   // fails: the store holds it
     * }</pre>
     *
     * @return this assertion
     */
    public VexfsTraceAssert noLeaks() {
        return check(MemoryAssertion.NO_LEAKS);
    }

    /**
     * Verifies that no address was freed twice since the test began.
     *
     * <pre>{@code
     * store.delete(1);
     * assertThat(trace).noDoubleFree();   // passes, unless the module frees an object that is free
     * }</pre>
     *
     * @return this assertion
     */
    public VexfsTraceAssert noDoubleFree() {
        return check(MemoryAssertion.NO_DOUBLE_FREE);
    }

    /**
     * Verifies that the trace has everything that happened since the test began.
     *
     * <pre>{@code
     * store.insert(1, vector);
     * assertThat(trace).isComplete();   // passes, unless events were lost or the module was not exercised
     * }</pre>
     *
     * @return this assertion
     */
    public VexfsTraceAssert isComplete() {
        return check(MemoryAssertion.IS_COMPLETE);
    }

    private VexfsTraceAssert check(MemoryAssertion assertion) {
        isNotNull();
        VexfsTrace.Answer answer = actual.ask(assertion);
        if (answer.verdict() == Verdict.INCONCLUSIVE) {
            String description = descriptionText();
            throw new InconclusiveTraceError(
                    description.isEmpty() ? answer.text() : "[" + description + "] " + answer.text());
        }
        if (answer.verdict() == Verdict.FAILED) {
            // The text is no format: a path in it may hold a percent sign.
            failWithMessage("%s", answer.text());
        }
        return myself;
    }
}
