package org.vexfs.trace.junit;

/**
 * An assertion on a trace that cannot tell: something that it needs was not seen. The message says what, and how to
 * mend it. It fails a test, because what was not seen must not look like a pass.
 */
public final class InconclusiveTraceError extends AssertionError {

    private static final long serialVersionUID = 1;

    public InconclusiveTraceError(String message) {
        super(message);
    }
}
