package org.vexfs.trace.assertions;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.junit.VexfsTrace;

/** Assertions on what some functions of a kernel module did; {@link VexfsTraceAssert#operation(String)} leads here. */
@API(status = Status.MAINTAINED, since = "0.1")
public class OperationsAssert extends AbstractOperationsAssert<OperationsAssert> {

    private final String functions;
    private final VexfsTraceAssert trace;

    OperationsAssert(@Nullable VexfsTrace actual, String functions, VexfsTraceAssert trace) {
        super(actual, OperationsAssert.class);
        this.functions = requireNonNull(functions, "functions is null");
        this.trace = trace;
        as(trace.descriptionText());
    }

    /**
     * Leads back to the trace.
     *
     * @return the assertions on the whole trace
     */
    public VexfsTraceAssert and() {
        return trace;
    }

    /**
     * Leads back to the trace, as {@link #and()} does.
     *
     * @return the assertions on the whole trace
     */
    public VexfsTraceAssert backToTrace() {
        return trace;
    }

    @Override
    String functions() {
        return functions;
    }

    @Override
    OperationsAssert check(Function<VexfsTrace, VexfsTrace.Answer> question) {
        // Soft assertions collect what the trace's assertion throws; of this one they know nothing.
        trace.verify(() -> super.check(question));
        return myself;
    }
}
