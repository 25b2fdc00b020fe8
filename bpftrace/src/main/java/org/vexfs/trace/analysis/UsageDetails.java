package org.vexfs.trace.analysis;

import java.util.List;
import java.util.Optional;
import org.vexfs.trace.config.UsageSettings;

/**
 * What is told of how the module used memory beside sums. What is switched off is empty, as is what there was none of.
 *
 * @param tracking what is told at all
 * @param alerts what was conspicuous, in order, up to {@link OperationMeter#MOST_ALERTS}
 * @param alertCount how many alerts there were
 * @param fragmentation how much more was set aside than was asked for
 * @param patterns which places allocated, how much and how regularly
 * @param lifetimes how long what was freed had lived, by the function that allocated it, most freed first
 * @param buffers what functions of the vector patterns held
 * @param dimensions how much calls allocated for a vector of which dimension
 */
public record UsageDetails(
        UsageSettings.Tracking tracking,
        List<Alert> alerts,
        long alertCount,
        Optional<Fragmentation> fragmentation,
        Optional<Patterns> patterns,
        List<FunctionLifetimes> lifetimes,
        Optional<Buffers> buffers,
        Optional<Dimensions> dimensions) {

    public static final UsageDetails NONE = new UsageDetails(
            UsageSettings.Tracking.ALL,
            List.of(),
            0,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty());

    public UsageDetails {
        alerts = List.copyOf(alerts);
        lifetimes = List.copyOf(lifetimes);
    }

    /**
     * How much more was set aside than was asked for, with all allocations of the window.
     *
     * @param all all of it
     * @param sizeClasses by what the allocator gives out at once, most slack first
     * @param functions by function, most slack first
     */
    public record Fragmentation(Slack all, List<Slack> sizeClasses, List<Slack> functions) {

        public Fragmentation {
            sizeClasses = List.copyOf(sizeClasses);
            functions = List.copyOf(functions);
        }
    }

    /**
     * What was asked for, and what was set aside for that.
     *
     * @param what the function, or the size class
     * @param allocations how many allocations there were
     * @param requestedBytes the bytes asked for
     * @param allocatedBytes the bytes set aside
     */
    public record Slack(String what, long allocations, long requestedBytes, long allocatedBytes) {

        /** Gives the bytes that nobody asked for. */
        public long bytes() {
            return allocatedBytes - requestedBytes;
        }

        /** Gives their share of what was set aside, in percent. */
        public double percent() {
            return allocatedBytes == 0 ? 0 : 100.0 * bytes() / allocatedBytes;
        }
    }

    /**
     * Which sizes were asked for, and where.
     *
     * @param sizes powers of two that the sizes asked for are not above, the smallest first
     * @param places the places that allocated most often, the most first
     */
    public record Patterns(List<SizeClass> sizes, List<Place> places) {

        public Patterns {
            sizes = List.copyOf(sizes);
            places = List.copyOf(places);
        }
    }

    /**
     * Allocations of one size.
     *
     * @param bytes the size, or the largest of the class
     * @param allocations how many there were
     */
    public record SizeClass(long bytes, long allocations) {}

    /**
     * How one place of the module allocates.
     *
     * @param site the place
     * @param allocations how often
     * @param bytes the bytes, all together
     * @param smallest the smallest, in bytes
     * @param largest the largest, in bytes
     * @param periodNanos from one allocation to the next, where they are regular: the times deviate by a quarter of their
     *     mean at most; 0 where they are not
     */
    public record Place(CallSite site, long allocations, long bytes, long smallest, long largest, long periodNanos) {}

    /**
     * How long what a function allocated had lived when it was freed.
     *
     * @param function its name
     * @param lifetimes in nanoseconds; percentiles are at most a hundredth too low
     */
    public record FunctionLifetimes(String function, Percentiles lifetimes) {}

    /**
     * What functions of the vector patterns held.
     *
     * @param heldObjects the objects held at the end
     * @param heldBytes their bytes
     * @param peakBytes the most bytes held at a time
     * @param sizes the sizes asked for, the most frequent first
     */
    public record Buffers(long heldObjects, long heldBytes, long peakBytes, List<SizeClass> sizes) {

        public Buffers {
            sizes = List.copyOf(sizes);
        }
    }

    /**
     * How much calls allocated for vectors, of those that were told one by one.
     *
     * @param uses by function and dimension
     * @param notMeasured why there are none; empty if there are
     */
    public record Dimensions(List<DimensionUse> uses, String notMeasured) {

        public Dimensions {
            uses = List.copyOf(uses);
        }
    }

    /**
     * What the calls of a function allocated, with all that they called.
     *
     * @param function its name
     * @param dimension of the vector that they were given
     * @param calls how many there were
     * @param bytes the bytes that were asked for within them
     */
    public record DimensionUse(String function, long dimension, long calls, long bytes) {}
}
