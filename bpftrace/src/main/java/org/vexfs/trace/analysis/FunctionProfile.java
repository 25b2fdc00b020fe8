package org.vexfs.trace.analysis;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.event.Operation;

/**
 * How one function of the module was called within a window: the calls that began and returned in it.
 *
 * @param name its name
 * @param categories what it does
 * @param calls how many calls there were
 * @param totalled how many of them stand only in the kernel side's totals; those may include calls that began before
 * @param begunBefore how many further calls began before the window and returned in it
 * @param slow how many calls were slow, of those that were told one by one
 * @param latency how long the calls took, in nanoseconds
 * @param errors how many calls returned which errno, such as 12 for -ENOMEM; a cache's miss is none
 * @param hits how many lookups of a cache found something; 0 for a function that does not look into one
 * @param misses how many lookups of a cache found nothing
 * @param moved the results above 0 all together: the bytes, for a function that reads or writes
 * @param movedWithin the bytes of them that a call moved within another one that reads or writes
 * @param busyNanos how long at least one of the calls that were told was under way, for a function that reads or writes
 * @param slowest the slowest calls of those that were told, the slowest first, up to {@link OperationMeter#SLOWEST}
 * @param dimensions how many calls had a vector of which dimension, up to {@link OperationMeter#MOST_DIMENSIONS} of them
 * @param otherDimensions how many calls had one of further dimensions
 * @param sizes the bytes asked for
 * @param locks what it did with locks
 */
public record FunctionProfile(
        String name,
        Set<OperationCategory> categories,
        long calls,
        long totalled,
        long begunBefore,
        long slow,
        Distribution latency,
        Map<Integer, Long> errors,
        long hits,
        long misses,
        long moved,
        long movedWithin,
        long busyNanos,
        List<Operation> slowest,
        Map<Long, Long> dimensions,
        long otherDimensions,
        Distribution sizes,
        LockUse locks) {

    public FunctionProfile {
        categories = Set.copyOf(categories);
        errors = Map.copyOf(errors);
        slowest = List.copyOf(slowest);
        dimensions = Map.copyOf(dimensions);
    }

    /** Gives whether it is of that category. */
    public boolean is(OperationCategory category) {
        return categories.contains(category);
    }

    /** Gives whether what it returns may be an error. */
    public boolean hasResult() {
        return !is(OperationCategory.NO_RESULT) && !is(OperationCategory.UNLOCK);
    }

    /** Gives whether it moves bytes. */
    public boolean isTransfer() {
        return is(OperationCategory.READ) || is(OperationCategory.WRITE);
    }

    /** Gives how many calls returned an error. */
    public long errorCount() {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }
}
