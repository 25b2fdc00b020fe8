package org.vexfs.trace.config;

import java.time.Duration;
import java.util.List;
import org.vexfs.trace.config.OperationSettings.ArgumentRule;

/**
 * What of a window's use of memory is worth telling on its own.
 *
 * @param largeAllocation an allocation above this is large, in bytes
 * @param vectors what is told of the memory of vectors
 * @param tracking what is told at all
 * @param leaks what hints at a leak
 * @param pressure what is pressure
 * @param details what is told beside sums
 * @param alerts how alerts are raised
 */
public record UsageSettings(
        long largeAllocation,
        VectorMemory vectors,
        Tracking tracking,
        LeakHints leaks,
        Pressure pressure,
        Details details,
        AlertRate alerts) {

    /**
     * What is told of the memory of vectors.
     *
     * @param functions patterns of the module's functions that hold vectors; {@code *} stands for any characters
     * @param allocations whether what they allocate is told apart
     * @param buffers whether it is told how much they hold, and in which sizes
     * @param dimensions whether it is told how much a call allocates for a vector of which dimension
     * @param dimensionArguments which argument of a function is a vector's dimension
     */
    public record VectorMemory(
            List<String> functions,
            boolean allocations,
            boolean buffers,
            boolean dimensions,
            List<ArgumentRule> dimensionArguments) {

        public VectorMemory {
            functions = List.copyOf(functions);
            dimensionArguments = List.copyOf(dimensionArguments);
        }
    }

    /**
     * What is told at all. What is not told is not judged either: of what was not seen nobody knows that it is fine.
     *
     * @param allocations what is allocated
     * @param deallocations what is freed
     * @param leaks what is still held at the end
     */
    public record Tracking(boolean allocations, boolean deallocations, boolean leaks) {

        public static final Tracking ALL = new Tracking(true, true, true);
    }

    /**
     * What hints at a leak.
     *
     * @param age an object that is held longer than this
     * @param outstanding more objects than this, held at a time
     */
    public record LeakHints(Duration age, long outstanding) {}

    /**
     * What is pressure.
     *
     * @param highUsage holding more than this, in bytes
     * @param failureRate a share of allocations that fail above this, in percent
     */
    public record Pressure(long highUsage, double failureRate) {}

    /**
     * What is told beside sums.
     *
     * @param fragmentation how much more is set aside than is asked for
     * @param patterns which places allocate, how much and how regularly
     * @param lifetimes how long what is freed has lived
     * @param largeStacks the stacks of large allocations
     */
    public record Details(boolean fragmentation, boolean patterns, boolean lifetimes, boolean largeStacks) {

        public static final Details ALL = new Details(true, true, true, true);
    }

    /**
     * How alerts are raised.
     *
     * @param interval how long an interval is that is looked at
     * @param fewest how many allocations an interval needs to be judged by a rate
     */
    public record AlertRate(Duration interval, long fewest) {}
}
