package org.vexfs.trace.config;

/** Who shares a bpftrace. */
public enum Isolation {
    /** All windows of a run that trace the same module in the same way. */
    SHARED,
    /** Nobody: each window has its own, which is started for it and stopped after it. That takes seconds for each. */
    PER_TEST
}
