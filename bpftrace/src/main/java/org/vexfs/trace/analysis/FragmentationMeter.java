package org.vexfs.trace.analysis;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.MemoryKind;

/** Measures how much more is set aside than is asked for. */
final class FragmentationMeter {

    /** How many functions, and how many size classes, are told apart; pages come in any number. */
    private static final int MOST = 4_096;

    private static final String OTHERS = "others";

    private final Sum all = new Sum();
    private final Map<String, Sum> sizeClasses = new HashMap<>();
    private final Map<String, Sum> functions = new HashMap<>();

    void allocated(Allocation allocation, String function) {
        String sizeClass = sizeClass(allocation.kind(), allocation.allocatedBytes());
        List.of(all, sum(sizeClasses, sizeClass), sum(functions, function))
                .forEach(sum -> sum.add(1, allocation.requestedBytes(), allocation.allocatedBytes()));
    }

    /** An object grew, or shrank, within what was set aside for it. */
    void resized(MemoryKind kind, long allocatedBytes, String function, long growth) {
        List.of(all, sum(sizeClasses, sizeClass(kind, allocatedBytes)), sum(functions, function))
                .forEach(sum -> sum.add(0, growth, 0));
    }

    private static String sizeClass(MemoryKind kind, long allocatedBytes) {
        return kind + " of " + allocatedBytes;
    }

    private static Sum sum(Map<String, Sum> sums, String what) {
        String known = sums.containsKey(what) || sums.size() < MOST ? what : OTHERS;
        return sums.computeIfAbsent(known, same -> new Sum());
    }

    Optional<UsageDetails.Fragmentation> fragmentation() {
        return all.allocations == 0
                ? Optional.empty()
                : Optional.of(
                        new UsageDetails.Fragmentation(all.slack("all"), mostSlack(sizeClasses), mostSlack(functions)));
    }

    private static List<UsageDetails.Slack> mostSlack(Map<String, Sum> sums) {
        return sums.entrySet().stream()
                .map(sum -> sum.getValue().slack(sum.getKey()))
                .filter(slack -> slack.bytes() > 0)
                .sorted(Comparator.comparingLong(UsageDetails.Slack::bytes)
                        .reversed()
                        .thenComparing(UsageDetails.Slack::what))
                .limit(UsageMeter.MOST_PLACES)
                .toList();
    }

    private static final class Sum {

        private long allocations;
        private long requested;
        private long allocated;

        void add(long moreAllocations, long moreRequested, long moreAllocated) {
            allocations += moreAllocations;
            requested += moreRequested;
            allocated += moreAllocated;
        }

        UsageDetails.Slack slack(String what) {
            return new UsageDetails.Slack(what, allocations, requested, allocated);
        }
    }
}
