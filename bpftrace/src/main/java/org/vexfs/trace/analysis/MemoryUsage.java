package org.vexfs.trace.analysis;

import java.util.List;
import java.util.Optional;

/**
 * How the module used memory within a window: what was allocated in it, and the frees of that. Bytes are those asked for.
 * It is what the events tell, so a trace that lost some may show too much or too little; the judgement's gaps say so.
 *
 * @param allocatedBytes the bytes allocated, all together
 * @param allocations how many allocations there were
 * @param frees how many of them were freed
 * @param heldBytes the bytes held at the end
 * @param heldObjects how many objects are held at the end
 * @param peakBytes the most bytes held at a time
 * @param sizes the sizes of the allocations, in bytes
 * @param lifetimes how long what was freed had lived, in nanoseconds
 * @param largest the largest allocation; empty if there was none
 * @param topHolder the place that held the most at a time, with those bytes; empty if nothing was allocated
 * @param largeCount how many allocations were large
 * @param large where those were made, the largest first, up to {@link UsageMeter#MOST_PLACES} places
 * @param vectors what was allocated for vectors
 * @param failures the allocations that failed, by place, most first, up to {@link UsageMeter#MOST_PLACES} places
 * @param failureCount how many allocations failed
 * @param refusals the returns of -ENOMEM, by function, most first, up to {@link UsageMeter#MOST_PLACES} functions
 * @param refusalCount how many returns there were
 * @param pressure when more was held than the threshold
 * @param old what hints at a leak at the end
 * @param timeline how many bytes were held when, in order of time, up to {@link LiveBytes#MOST_POINTS} points
 * @param details what is told of it where the configuration does not switch it off
 */
public record MemoryUsage(
        long allocatedBytes,
        long allocations,
        long frees,
        long heldBytes,
        long heldObjects,
        long peakBytes,
        Percentiles sizes,
        Percentiles lifetimes,
        Optional<PlaceBytes> largest,
        Optional<PlaceBytes> topHolder,
        long largeCount,
        List<LargeAllocations> large,
        Vectors vectors,
        List<Failures> failures,
        long failureCount,
        List<Refusals> refusals,
        long refusalCount,
        Pressure pressure,
        OldObjects old,
        List<LiveBytes.Point> timeline,
        UsageDetails details) {

    public static final MemoryUsage NONE = new MemoryUsage(
            0,
            0,
            0,
            0,
            0,
            0,
            Percentiles.NONE,
            Percentiles.NONE,
            Optional.empty(),
            Optional.empty(),
            0,
            List.of(),
            new Vectors(0, 0),
            List.of(),
            0,
            List.of(),
            0,
            new Pressure(0, 0),
            new OldObjects(0, 0),
            List.of(),
            UsageDetails.NONE);

    public MemoryUsage {
        large = List.copyOf(large);
        failures = List.copyOf(failures);
        refusals = List.copyOf(refusals);
        timeline = List.copyOf(timeline);
    }

    /**
     * A place in the module, and bytes that have to do with it.
     *
     * @param site the place
     * @param bytes the bytes
     */
    public record PlaceBytes(CallSite site, long bytes) {}

    /**
     * The large allocations of one place on one stack.
     *
     * @param site the place in the module
     * @param stack the stack from there outwards; empty where stacks are switched off
     * @param count how many there were
     * @param largestBytes the largest
     * @param bytes all together
     */
    public record LargeAllocations(CallSite site, List<CallSite> stack, long count, long largestBytes, long bytes) {

        public LargeAllocations {
            stack = List.copyOf(stack);
        }
    }

    /**
     * The allocations that a function of the vector patterns asked for.
     *
     * @param allocations how many there were
     * @param bytes the bytes allocated, all together
     */
    public record Vectors(long allocations, long bytes) {}

    /**
     * The allocations of one place that failed.
     *
     * @param site the place
     * @param count how many there were
     * @param largestBytes the most bytes asked for
     */
    public record Failures(CallSite site, long count, long largestBytes) {}

    /**
     * The returns of -ENOMEM by one function of the module.
     *
     * @param function its name
     * @param count how many there were
     */
    public record Refusals(String function, long count) {}

    /**
     * How long more was held than the configured threshold.
     *
     * @param times how often the threshold was crossed upwards
     * @param nanos how long it stayed crossed, all together, in nanoseconds
     */
    public record Pressure(long times, long nanos) {}

    /**
     * Objects that were held longer than the configured age at the end.
     *
     * @param objects how many there are
     * @param bytes their bytes
     */
    public record OldObjects(long objects, long bytes) {}
}
