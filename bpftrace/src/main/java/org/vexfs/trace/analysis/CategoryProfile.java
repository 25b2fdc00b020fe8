package org.vexfs.trace.analysis;

import org.vexfs.trace.config.OperationCategory;

/**
 * The operations of one category within a window. A call within another call of the same category is part of that
 * operation, not one of its own.
 *
 * @param category the category
 * @param latency how long they took, in nanoseconds
 * @param errors how many returned an error
 * @param nestingKnown false if some of the calls stand only in the kernel side's totals and those of several functions
 *     may lie within each other, so that an operation may count more than once
 */
public record CategoryProfile(OperationCategory category, Distribution latency, long errors, boolean nestingKnown) {

    /** Gives how many operations there were. */
    public long operations() {
        return latency.count();
    }
}
