package org.vexfs.trace.junit;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;

/**
 * An assertion on a trace that cannot tell: something that it needs was not seen. The message says what, and how to
 * mend it. It fails a test, because what was not seen must not look like a pass.
 */
@API(status = Status.MAINTAINED, since = "0.1")
public final class InconclusiveTraceError extends AssertionError {

    private static final long serialVersionUID = 1;

    public InconclusiveTraceError(String message) {
        super(message);
    }
}
