package org.vexfs.trace.config;

/** What it means if memory is held that a deeper part of the kernel allocated for the module. */
public enum IndirectAllocations {
    /** It is a leak like any other. */
    FAIL,
    /** It is told, and fails nothing. */
    WARN,
    /** It is not told. */
    IGNORE
}
