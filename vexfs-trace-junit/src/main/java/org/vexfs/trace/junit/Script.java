package org.vexfs.trace.junit;

/** What to trace of the module. */
public enum Script {
    /** Its operations in general: calls, results, locks, memory activity, loads and unloads. */
    KERNEL,
    /** How long its operations take, what they return, and where they wait. */
    PERFORMANCE,
    /** What it allocates, frees, frees twice, and still holds. */
    MEMORY
}
