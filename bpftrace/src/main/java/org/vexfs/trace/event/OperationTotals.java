package org.vexfs.trace.event;

import java.util.List;
import java.util.Map;

/**
 * What the kernel side has added up, since the trace began, of the calls that came faster than could be told one by
 * one. The totals of a window are the difference of two of these.
 *
 * @param marker the name of the marker that asked for them
 * @param functions the totals of each function that has some
 */
public record OperationTotals(String marker, List<FunctionTotals> functions) implements TraceEvent {

    public OperationTotals {
        functions = List.copyOf(functions);
    }

    /**
     * The totals of one function.
     *
     * @param function its name
     * @param durations how many calls took how long, shortest first
     * @param errors how many calls returned which errno, such as 12 for -ENOMEM
     * @param moved the sum of the results above 0: bytes, or hits, as the function has it
     */
    public record FunctionTotals(String function, List<Bucket> durations, Map<Integer, Long> errors, long moved) {

        public FunctionTotals {
            durations = List.copyOf(durations);
            errors = Map.copyOf(errors);
        }
    }

    /**
     * Calls that took about as long.
     *
     * @param lowest the shortest time that falls in here, in nanoseconds
     * @param highest the longest time that falls in here, in nanoseconds
     * @param count how many calls there were
     */
    public record Bucket(long lowest, long highest, long count) {}
}
