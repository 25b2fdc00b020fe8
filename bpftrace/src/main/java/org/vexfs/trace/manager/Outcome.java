package org.vexfs.trace.manager;

/** How a command ended, as its exit status tells. */
enum Outcome {
    DONE(0),
    /** The command line or the configuration is wrong. */
    USAGE(1),
    /** No trace can start here. */
    NOT_FIT(2),
    /** A trace may have missed something, or its result could not be written to the end. */
    INCOMPLETE(4);

    private final int status;

    Outcome(int status) {
        this.status = status;
    }

    int status() {
        return status;
    }
}
