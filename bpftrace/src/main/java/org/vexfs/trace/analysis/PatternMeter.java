package org.vexfs.trace.analysis;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Measures which sizes are asked for, and which places ask how regularly. */
final class PatternMeter {

    /** How many places are told apart; the others count among the sizes alone. */
    private static final int MOST = 4_096;

    /** How many times between allocations it takes to call them regular. */
    private static final int FEWEST_GAPS = 4;

    /** How far they may deviate, as a share of their mean. */
    private static final double MOST_DEVIATION = 0.25;

    private final Map<Long, Long> sizes = new TreeMap<>();
    private final Map<Asking, Asked> places = new HashMap<>();

    void allocated(long nanos, long bytes, AllocationOrigin origin) {
        sizes.merge(powerOfTwo(bytes), 1L, Long::sum);
        Asking asking = new Asking(origin.site(), origin.function());
        Asked asked = places.get(asking);
        if (asked == null && places.size() < MOST) {
            asked = new Asked();
            places.put(asking, asked);
        }
        if (asked != null) {
            asked.add(nanos, bytes);
        }
    }

    private static long powerOfTwo(long bytes) {
        long highest = Long.highestOneBit(Math.max(1, bytes));
        return highest >= bytes ? highest : highest << 1;
    }

    Optional<UsageDetails.Patterns> patterns(CallSites callSites) {
        return sizes.isEmpty()
                ? Optional.empty()
                : Optional.of(new UsageDetails.Patterns(
                        sizes.entrySet().stream()
                                .map(size -> new UsageDetails.SizeClass(size.getKey(), size.getValue()))
                                .toList(),
                        places.entrySet().stream()
                                .sorted(Comparator.<Map.Entry<Asking, Asked>>comparingLong(
                                                place -> place.getValue().count)
                                        .reversed()
                                        .thenComparingLong(
                                                place -> place.getKey().address()))
                                // Source lines are slow to find, so only those that will be told get them.
                                .limit(UsageMeter.MOST_PLACES)
                                .map(place -> place.getValue()
                                        .place(callSites.at(place.getKey().address())))
                                .toList()));
    }

    /** The module may have been loaded anew meanwhile, so that an address is another function's. */
    private record Asking(long address, String function) {}

    /** Mean and deviation are summed up as Welford does (Technometrics 4, 1962). */
    private static final class Asked {

        private long count;
        private long bytes;
        private long smallest = Long.MAX_VALUE;
        private long largest;
        private long last;
        private double mean;
        private double squares;

        void add(long nanos, long size) {
            if (count > 0) {
                double gap = Math.max(0, nanos - last);
                double off = gap - mean;
                mean += off / count;
                squares += off * (gap - mean);
            }
            count++;
            bytes += size;
            smallest = Math.min(smallest, size);
            largest = Math.max(largest, size);
            last = Math.max(last, nanos);
        }

        UsageDetails.Place place(CallSite site) {
            long gaps = count - 1;
            boolean regular =
                    gaps >= FEWEST_GAPS && mean > 0 && Math.sqrt(squares / (gaps - 1)) <= MOST_DEVIATION * mean;
            return new UsageDetails.Place(site, count, bytes, smallest, largest, regular ? Math.round(mean) : 0);
        }
    }
}
