package org.vexfs.trace.manager;

/** How a command ended, as its exit status tells. */
enum Outcome {
    DONE(0),
    /** The command line or the configuration is wrong. */
    USAGE(1),
    /** What was asked for cannot be done here: no trace can start, or a trace or a file could not be ended or removed. */
    NOT_FIT(2),
    /** Something was found that the command was to fail on. It counts more than that something may be missing. */
    FINDINGS(3),
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
