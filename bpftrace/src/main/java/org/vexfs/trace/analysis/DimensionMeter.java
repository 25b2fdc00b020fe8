package org.vexfs.trace.analysis;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import org.vexfs.trace.config.OperationSettings.ArgumentRule;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.Operation;

/**
 * Measures how much calls allocate that are given a vector, by its dimension. A call is told when it has returned, and lines
 * of several CPUs overtake each other, so what a thread allocated is kept until its outermost call has returned for a while.
 */
final class DimensionMeter {

    private static final long OVERTAKING = 50_000_000;

    /** How many allocations of a thread are kept. */
    private static final int MOST_KEPT = 4_096;

    /** How many threads' allocations are kept. */
    private static final int MOST_THREADS = 1_024;

    /** How many functions and dimensions are told apart. */
    private static final int MOST_USES = 1_024;

    private final List<ArgumentRule> arguments;
    private final Map<String, OptionalInt> known = new HashMap<>();
    private final Map<Integer, Kept> threads = new HashMap<>();
    private final PriorityQueue<Operation> returned = new PriorityQueue<>(
            Comparator.comparingLong(Operation::returned).thenComparing(Operation::depth, Comparator.reverseOrder()));
    private final Map<Call, Sum> sums = new HashMap<>();
    private long latest;
    private boolean calls;

    DimensionMeter(List<ArgumentRule> arguments) {
        this.arguments = arguments;
    }

    void allocated(Allocation allocation) {
        Kept kept = threads.get(allocation.tid());
        if (kept == null && threads.size() < MOST_THREADS) {
            kept = new Kept();
            threads.put(allocation.tid(), kept);
        }
        if (kept != null) {
            kept.add(allocation.nanos(), allocation.requestedBytes());
        }
        advanceTo(allocation.nanos());
    }

    void returned(Operation call) {
        calls = true;
        if (call.depth() == 0 || dimension(call).isPresent()) {
            returned.add(call);
        }
        advanceTo(call.returned());
    }

    /** Takes note that it is so late. */
    void advanceTo(long nanos) {
        latest = Math.max(latest, nanos);
        while (!returned.isEmpty() && returned.peek().returned() + OVERTAKING <= latest) {
            book(returned.remove());
        }
    }

    private void book(Operation call) {
        Kept kept = threads.get(call.tid());
        OptionalLong dimension = dimension(call);
        if (dimension.isPresent() && (kept == null || kept.lostUntil < call.entered())) {
            Call use = new Call(call.function(), dimension.getAsLong());
            if (sums.containsKey(use) || sums.size() < MOST_USES) {
                Sum sum = sums.computeIfAbsent(use, same -> new Sum());
                sum.calls++;
                sum.bytes += kept == null ? 0 : kept.within(call.entered(), call.returned());
            }
        }
        if (call.depth() == 0 && kept != null) {
            kept.forgetUntil(call.returned());
            if (kept.asked.isEmpty()) {
                threads.remove(call.tid());
            }
        }
    }

    private OptionalLong dimension(Operation call) {
        OptionalInt argument =
                known.computeIfAbsent(call.function(), function -> FunctionTraits.Finder.argument(arguments, function));
        return new FunctionTraits(
                        call.function(), Set.of(), argument, OptionalInt.empty(), OptionalInt.empty(), List.of())
                .dimension(call);
    }

    /** Gives what was measured; what is asked about has all arrived. */
    UsageDetails.Dimensions dimensions() {
        while (!returned.isEmpty()) {
            book(returned.remove());
        }
        List<UsageDetails.DimensionUse> uses = sums.entrySet().stream()
                .map(sum -> new UsageDetails.DimensionUse(
                        sum.getKey().function(), sum.getKey().dimension(), sum.getValue().calls, sum.getValue().bytes))
                .sorted(Comparator.comparing(UsageDetails.DimensionUse::function)
                        .thenComparingLong(UsageDetails.DimensionUse::dimension))
                .limit(UsageMeter.MOST_PLACES)
                .toList();
        return new UsageDetails.Dimensions(uses, uses.isEmpty() ? reason() : "");
    }

    private String reason() {
        return calls
                ? "no call was told of a function that operations.dimension_arguments names"
                : "no call was told; trace with the performance or kernel script as well";
    }

    private record Call(String function, long dimension) {}

    private record Asked(long nanos, long bytes) {}

    private static final class Sum {

        private long calls;
        private long bytes;
    }

    /** What a thread allocated lately. */
    private static final class Kept {

        private final Deque<Asked> asked = new ArrayDeque<>();
        private long lostUntil = Long.MIN_VALUE;

        void add(long nanos, long bytes) {
            asked.add(new Asked(nanos, bytes));
            if (asked.size() > MOST_KEPT) {
                lostUntil = Math.max(lostUntil, asked.remove().nanos());
            }
        }

        long within(long from, long to) {
            return asked.stream()
                    .filter(each -> each.nanos() >= from && each.nanos() <= to)
                    .mapToLong(Asked::bytes)
                    .sum();
        }

        void forgetUntil(long nanos) {
            asked.removeIf(each -> each.nanos() <= nanos);
        }
    }
}
