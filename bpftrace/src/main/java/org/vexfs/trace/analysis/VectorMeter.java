package org.vexfs.trace.analysis;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Measures what functions that hold vectors allocate. */
final class VectorMeter {

    /** How many sizes are told apart. */
    private static final int MOST_SIZES = 1_024;

    private final HeldLevel held = new HeldLevel();
    private final Map<Long, Long> sizes = new HashMap<>();
    private long allocations;
    private long bytes;

    void allocated(long size) {
        allocations++;
        bytes += size;
        if (sizes.containsKey(size) || sizes.size() < MOST_SIZES) {
            sizes.merge(size, 1L, Long::sum);
        }
    }

    /** An allocation grew, and is still one. */
    void grew(long more) {
        bytes += Math.max(0, more);
    }

    void held(long moreBytes, long moreObjects) {
        held.add(moreBytes, moreObjects);
    }

    MemoryUsage.Vectors vectors() {
        return new MemoryUsage.Vectors(allocations, bytes);
    }

    Optional<UsageDetails.Buffers> buffers() {
        return allocations == 0
                ? Optional.empty()
                : Optional.of(new UsageDetails.Buffers(held.objects(), held.bytes(), held.peakBytes(), mostFrequent()));
    }

    private List<UsageDetails.SizeClass> mostFrequent() {
        return sizes.entrySet().stream()
                .map(size -> new UsageDetails.SizeClass(size.getKey(), size.getValue()))
                .sorted(Comparator.comparingLong(UsageDetails.SizeClass::allocations)
                        .reversed()
                        .thenComparingLong(UsageDetails.SizeClass::bytes))
                .limit(UsageMeter.MOST_PLACES)
                .toList();
    }
}
