package org.vexfs.trace.analysis;

import java.util.List;
import org.vexfs.trace.event.MemoryKind;

/**
 * Objects that were allocated in one place, on one stack, within a window, and that nobody freed until it was judged.
 *
 * @param site the place in the module where they were allocated
 * @param stack the stack from there outwards; at least the site itself
 * @param owner {@link Owner#DIRECT} or {@link Owner#INDIRECT}
 * @param kind the part of the kernel they came from
 * @param count how many there are
 * @param bytes the bytes asked for, all together
 * @param oldestNanos the age of the oldest at judgement, in nanoseconds
 * @param tid the thread that allocated the oldest
 */
public record Leak(
        CallSite site,
        List<CallSite> stack,
        Owner owner,
        MemoryKind kind,
        long count,
        long bytes,
        long oldestNanos,
        int tid) {

    public Leak {
        stack = List.copyOf(stack);
    }
}
