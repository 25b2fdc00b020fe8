package org.vexfs.trace.junit;

/** What to trace of the module. */
public enum Script {
    /** What it allocates, frees, frees twice, and still holds. */
    MEMORY
}
