package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.vexfs.trace.config.IndirectAllocations;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.CallStack;

/** The stacks that the module allocates on. */
final class AllocationOrigins {

    /** How many stacks are told apart; what others allocate is counted, but not told by place. */
    private static final int MOST = 16_384;

    private final IndirectAllocations indirect;
    private final FunctionPattern vectorFunction;
    private final CallSites names;
    private final Map<Asked, AllocationOrigin> origins = new HashMap<>();
    private long loads;

    AllocationOrigins(IndirectAllocations indirect, List<String> vectorFunctions, CallSites names) {
        this.indirect = indirect;
        this.vectorFunction = FunctionPattern.anyOf(vectorFunctions);
        this.names = names;
    }

    /** From here on an address may mean another function. */
    void moduleChanged() {
        loads++;
    }

    AllocationOrigin of(Allocation allocation) {
        Asked asked = new Asked(allocation.callSite(), allocation.stack(), loads);
        AllocationOrigin origin = origins.get(asked);
        if (origin == null) {
            origin = new AllocationOrigin(asked.callSite(), asked.stack());
            if (origins.size() < MOST) {
                origins.put(asked, origin);
            }
        }
        // The names of a module that was just loaded arrive a little later.
        if (!origin.named()) {
            classify(origin);
        }
        return origin;
    }

    private void classify(AllocationOrigin origin) {
        Ownership ownership = origin.ownership(names);
        List<CallSite> frames =
                ownership.stack().stream().filter(CallSite::inModule).toList();
        origin.classify(
                ownership.site(),
                ownership.owner() == Owner.DIRECT
                        || ownership.owner() == Owner.INDIRECT && indirect != IndirectAllocations.IGNORE,
                frames.stream().anyMatch(frame -> vectorFunction.matches(frame.name())),
                frames.stream().noneMatch(frame -> frame.function().startsWith("[")));
    }

    /** Gives the function that holds the most now, by that measure; empty if none holds anything. */
    Optional<String> topFunction(ToLongFunction<HeldLevel> measure) {
        Map<String, Long> functions = new HashMap<>();
        origins.values()
                .forEach(origin -> functions.merge(origin.function(), measure.applyAsLong(origin.held()), Long::sum));
        return most(functions);
    }

    /** Gives the function of the highest number; of several, the first by name; empty if all are 0. */
    static Optional<String> most(Map<String, Long> functions) {
        return functions.entrySet().stream()
                .filter(function -> function.getValue() > 0)
                .max(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey);
    }

    /** Gives the place that held the most bytes at a time. */
    Optional<MemoryUsage.PlaceBytes> topHolder(CallSites callSites) {
        return origins.values().stream()
                .filter(origin -> origin.held().peakBytes() > 0)
                .max(Comparator.<AllocationOrigin>comparingLong(
                                origin -> origin.held().peakBytes())
                        .thenComparing(AllocationOrigin::callSite, Comparator.reverseOrder()))
                .map(origin -> new MemoryUsage.PlaceBytes(
                        origin.ownership(callSites).site(), origin.held().peakBytes()));
    }

    /** Gives where large allocations were made, the largest first, by stack or by the place alone. */
    List<MemoryUsage.LargeAllocations> large(CallSites callSites, boolean stacks) {
        Map<Ownership, List<AllocationOrigin>> places = new HashMap<>();
        origins.values().stream()
                .filter(origin -> origin.largeCount() > 0)
                .sorted(Comparator.comparingLong(AllocationOrigin::largestBytes).reversed())
                // Source lines are slow to find, so only those that will be told get them.
                .limit(UsageMeter.MOST_PLACES)
                .forEach(origin -> {
                    Ownership ownership = origin.ownership(callSites);
                    Ownership place =
                            stacks ? ownership : new Ownership(ownership.owner(), ownership.site(), List.of());
                    places.computeIfAbsent(place, same -> new ArrayList<>()).add(origin);
                });
        return places.entrySet().stream()
                .map(place -> large(place.getKey(), place.getValue()))
                .sorted(Comparator.comparingLong(MemoryUsage.LargeAllocations::largestBytes)
                        .thenComparing(MemoryUsage.LargeAllocations::bytes)
                        .reversed())
                .toList();
    }

    private static MemoryUsage.LargeAllocations large(Ownership place, Collection<AllocationOrigin> origins) {
        return new MemoryUsage.LargeAllocations(
                place.site(),
                place.stack(),
                origins.stream().mapToLong(AllocationOrigin::largeCount).sum(),
                origins.stream().mapToLong(AllocationOrigin::largestBytes).max().orElse(0),
                origins.stream().mapToLong(AllocationOrigin::largeBytes).sum());
    }

    private record Asked(long callSite, CallStack stack, long loads) {}
}
