package org.vexfs.trace.session;

/** A file that cannot be read as a capture; the message names the file, the offset and the reason. */
public final class CaptureException extends RuntimeException {

    private static final long serialVersionUID = 1;

    CaptureException(String message) {
        super(message);
    }
}
