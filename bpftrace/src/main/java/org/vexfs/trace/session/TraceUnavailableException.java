package org.vexfs.trace.session;

/** No trace can start here; the message lists everything that is in the way, each with its remedy. */
public final class TraceUnavailableException extends Exception {

    private static final long serialVersionUID = 1;

    public TraceUnavailableException(String message) {
        super(message);
    }

    TraceUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
