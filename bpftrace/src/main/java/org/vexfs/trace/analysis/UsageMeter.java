package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.config.IndirectAllocations;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.AllocationFailure;
import org.vexfs.trace.event.CallStack;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.MemoryKind;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.OutOfMemory;
import org.vexfs.trace.event.Resize;
import org.vexfs.trace.event.TraceEvent;

/**
 * Measures how the module uses memory within one window, event by event.
 *
 * <p>It keeps sums, and the objects that are held; so its size depends on what is held at a time and on how many places
 * allocate, not on how long the window lasts. Not safe for use by several threads.
 */
public final class UsageMeter {

    /** How many places a list of them names. */
    public static final int MOST_PLACES = 20;

    /** How many stacks are told apart; what others allocate is counted, but not told by place. */
    private static final int MOST_ORIGINS = 16_384;

    /** How many threads' last failures are remembered. */
    private static final int MOST_FAILED = 1_024;

    private final WindowScope scope;
    private final UsageLimits limits;
    private final CallSites names;
    private final FunctionPattern vectorFunction;

    private final Map<Asked, Origin> origins = new HashMap<>();
    private final Map<Long, Held> held = new HashMap<>();
    private final Map<Long, FailedPlace> failures = new LinkedHashMap<>();
    private final Map<String, Long> refusals = new LinkedHashMap<>();
    private final Map<Integer, AllocationFailure> lastFailures = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, AllocationFailure> eldest) {
            return size() > MOST_FAILED;
        }
    };
    private final Histogram sizes = new Histogram(3);
    private final Histogram lifetimes = new Histogram(3);
    private final Level all = new Level();
    private final Level vectors = new Level();
    private final LiveBytes timeline = new LiveBytes();

    private long loads;
    private long allocatedBytes;
    private long allocations;
    private long frees;
    private long longest;
    private long largestSize;
    private long largestBytes;
    private @Nullable Origin largest;
    private long largeCount;
    private long vectorAllocations;
    private long failureCount;
    private long refusalCount;
    private long pressures;
    private long pressureNanos;
    private long pressedSince;
    private boolean pressed;

    /**
     * Begins to measure.
     *
     * @param scope what of the trace is the window's
     * @param limits what is worth telling on its own
     * @param names tells what stands at an address; asked while events are booked, so it should not look for source lines
     */
    public UsageMeter(WindowScope scope, UsageLimits limits, CallSites names) {
        this.scope = scope;
        this.limits = limits;
        this.names = names;
        this.vectorFunction = FunctionPattern.anyOf(limits.vectorFunctions());
    }

    /** Takes one event, of this window or not. */
    void accept(TraceEvent event) {
        if (event instanceof Allocation allocation) {
            allocated(allocation);
        } else if (event instanceof Free free) {
            if (free.kind() == Free.Kind.LIVE || free.kind() == Free.Kind.DEFERRED) {
                freed(free);
            }
        } else if (event instanceof Resize resize) {
            resized(resize);
        } else if (event instanceof AllocationFailure failure) {
            failed(failure);
        } else if (event instanceof OutOfMemory refusal) {
            if (answersFor(refusal.nanos(), refusal.pid(), refusal.tid())) {
                refusalCount++;
                refusals.merge(refusal.function(), 1L, Long::sum);
            }
        } else if (event instanceof ModuleChange) {
            // From here on an address may mean another function.
            loads++;
        }
    }

    private boolean answersFor(long nanos, int pid, int tid) {
        return nanos >= scope.start().nanos() && scope.answersFor(pid, tid);
    }

    private void allocated(Allocation allocation) {
        // Whose address is given out again was freed, though nobody saw when.
        Held before = held.remove(allocation.address());
        if (before != null) {
            change(before, -before.bytes(), allocation.nanos());
        }
        if (!answersFor(allocation.nanos(), allocation.pid(), allocation.tid())) {
            return;
        }
        forgetFailure(allocation);
        Origin origin = origin(allocation);
        if (!origin.counts) {
            return;
        }
        long bytes = allocation.requestedBytes();
        allocations++;
        allocatedBytes += bytes;
        sizes.recordValue(bounded(bytes));
        largestSize = Math.max(largestSize, bytes);
        if (bytes > largestBytes || largest == null) {
            largestBytes = bytes;
            largest = origin;
        }
        if (bytes > limits.largeAllocation()) {
            largeCount++;
            origin.largeCount++;
            origin.largeBytes += bytes;
            origin.largestBytes = Math.max(origin.largestBytes, bytes);
        }
        if (origin.vector) {
            vectorAllocations++;
        }
        Held object = new Held(bytes, allocation.nanos(), origin, origin.vector);
        held.put(allocation.address(), object);
        change(object, bytes, allocation.nanos());
    }

    private void freed(Free free) {
        Held object = held.remove(free.address());
        if (object != null) {
            frees++;
            long lifetime = bounded(free.nanos() - object.since());
            longest = Math.max(longest, lifetime);
            lifetimes.recordValue(lifetime);
            change(object, -object.bytes(), free.nanos());
        }
    }

    private void resized(Resize resize) {
        Held object = held.get(resize.address());
        if (object != null) {
            long growth = resize.requestedBytes() - object.bytes();
            allocatedBytes += Math.max(0, growth);
            if (resize.requestedBytes() > largestBytes) {
                largestBytes = resize.requestedBytes();
                largest = object.origin();
            }
            held.put(
                    resize.address(),
                    new Held(resize.requestedBytes(), object.since(), object.origin(), object.vector()));
            // A resize does not tell when: whether the threshold is crossed shows at the next event.
            addToLevels(object, growth);
            timeline.reached(0, all.bytes);
        }
    }

    private void change(Held object, long bytes, long nanos) {
        addToLevels(object, bytes);
        timeline.reached(nanos - scope.start().nanos(), all.bytes);
        boolean above = all.bytes > limits.pressureThreshold();
        if (above && !pressed) {
            pressures++;
            pressedSince = nanos;
        } else if (!above && pressed) {
            pressureNanos += Math.max(0, nanos - pressedSince);
        }
        pressed = above;
    }

    private void addToLevels(Held object, long bytes) {
        all.add(bytes);
        object.origin().level.add(bytes);
        if (object.vector()) {
            vectors.add(bytes);
        }
    }

    private void failed(AllocationFailure failure) {
        if (answersFor(failure.nanos(), failure.pid(), failure.tid())) {
            failureCount++;
            FailedPlace place = failures.computeIfAbsent(failure.callSite(), site -> new FailedPlace());
            place.count++;
            place.largestBytes = Math.max(place.largestBytes, failure.requestedBytes());
            lastFailures.put(failure.tid(), failure);
        }
    }

    /** A kvmalloc of a large size tries kmalloc first: what then comes from vmalloc has not failed. */
    private void forgetFailure(Allocation allocation) {
        if (allocation.kind() != MemoryKind.VMALLOC) {
            return;
        }
        AllocationFailure last = lastFailures.get(allocation.tid());
        if (last != null
                && last.callSite() == allocation.callSite()
                && last.requestedBytes() == allocation.requestedBytes()) {
            lastFailures.remove(allocation.tid());
            failureCount--;
            FailedPlace place = failures.get(last.callSite());
            place.count--;
            if (place.count == 0) {
                failures.remove(last.callSite());
            }
        }
    }

    private Origin origin(Allocation allocation) {
        Asked asked = new Asked(allocation.callSite(), allocation.stack(), loads);
        Origin origin = origins.get(asked);
        if (origin == null) {
            origin = new Origin(asked);
            if (origins.size() < MOST_ORIGINS) {
                origins.put(asked, origin);
            }
        }
        // The names of a module that was just loaded arrive a little later.
        if (!origin.named) {
            classify(origin);
        }
        return origin;
    }

    private void classify(Origin origin) {
        Ownership ownership = Ownership.of(origin.asked.callSite(), origin.asked.stack(), names);
        origin.counts = ownership.owner() == Owner.DIRECT
                || ownership.owner() == Owner.INDIRECT && scope.indirect() != IndirectAllocations.IGNORE;
        List<CallSite> frames =
                ownership.stack().stream().filter(CallSite::inModule).toList();
        origin.vector = frames.stream().anyMatch(frame -> vectorFunction.matches(frame.name()));
        origin.named = frames.stream().noneMatch(frame -> frame.function().startsWith("["));
    }

    /**
     * Gives what was measured so far.
     *
     * @param end when the window ends, in nanoseconds since boot
     * @param callSites tells what stands at an address, with its source line
     */
    MemoryUsage usage(long end, CallSites callSites) {
        long old = 0;
        long oldBytes = 0;
        for (Held object : held.values()) {
            if (end - object.since() > limits.leakAge()) {
                old++;
                oldBytes += object.bytes();
            }
        }
        return new MemoryUsage(
                allocatedBytes,
                allocations,
                frees,
                all.bytes,
                held.size(),
                all.peak,
                percentiles(sizes, largestSize),
                percentiles(lifetimes, longest),
                Optional.ofNullable(largest)
                        .map(origin -> new MemoryUsage.PlaceBytes(
                                origin.ownership(callSites).site(), largestBytes)),
                origins.values().stream()
                        .filter(origin -> origin.level.peak > 0)
                        .max(Comparator.<Origin>comparingLong(origin -> origin.level.peak)
                                .thenComparing(origin -> origin.asked.callSite(), Comparator.reverseOrder()))
                        .map(origin -> new MemoryUsage.PlaceBytes(
                                origin.ownership(callSites).site(), origin.level.peak)),
                largeCount,
                large(callSites),
                new MemoryUsage.Vectors(vectorAllocations, vectors.bytes, vectors.peak),
                failures.entrySet().stream()
                        .map(entry -> new MemoryUsage.Failures(
                                callSites.at(entry.getKey()), entry.getValue().count, entry.getValue().largestBytes))
                        .sorted(Comparator.comparingLong(MemoryUsage.Failures::count)
                                .reversed())
                        .limit(MOST_PLACES)
                        .toList(),
                failureCount,
                refusals.entrySet().stream()
                        .map(entry -> new MemoryUsage.Refusals(entry.getKey(), entry.getValue()))
                        .sorted(Comparator.comparingLong(MemoryUsage.Refusals::count)
                                .reversed())
                        .limit(MOST_PLACES)
                        .toList(),
                refusalCount,
                new MemoryUsage.Pressure(pressures, pressureNanos + (pressed ? Math.max(0, end - pressedSince) : 0)),
                new MemoryUsage.OldObjects(old, oldBytes),
                timeline.points());
    }

    private List<MemoryUsage.LargeAllocations> large(CallSites callSites) {
        Map<Ownership, List<Origin>> places = new HashMap<>();
        origins.values().stream()
                .filter(origin -> origin.largeCount > 0)
                .sorted(Comparator.comparingLong((Origin origin) -> origin.largestBytes)
                        .reversed())
                // Source lines are slow to find, so only those that will be told get them.
                .limit(MOST_PLACES)
                .forEach(origin -> places.computeIfAbsent(origin.ownership(callSites), place -> new ArrayList<>())
                        .add(origin));
        return places.entrySet().stream()
                .map(place -> large(place.getKey(), place.getValue()))
                .sorted(Comparator.comparingLong(MemoryUsage.LargeAllocations::largestBytes)
                        .thenComparing(MemoryUsage.LargeAllocations::bytes)
                        .reversed())
                .toList();
    }

    private static MemoryUsage.LargeAllocations large(Ownership place, Collection<Origin> origins) {
        return new MemoryUsage.LargeAllocations(
                place.site(),
                place.stack(),
                origins.stream().mapToLong(origin -> origin.largeCount).sum(),
                origins.stream().mapToLong(origin -> origin.largestBytes).max().orElse(0),
                origins.stream().mapToLong(origin -> origin.largeBytes).sum());
    }

    private static Percentiles percentiles(Histogram values, long max) {
        return values.getTotalCount() == 0
                ? Percentiles.NONE
                : new Percentiles(values.getTotalCount(), at(values, 50), at(values, 95), at(values, 99), max);
    }

    private static long at(Histogram values, double percentile) {
        return values.lowestEquivalentValue(values.getValueAtPercentile(percentile));
    }

    private static long bounded(long value) {
        return Math.max(0, Math.min(value, Long.MAX_VALUE / 4));
    }

    /** Bytes held, and the most of them at a time. */
    private static final class Level {

        private long bytes;
        private long peak;

        void add(long change) {
            bytes += change;
            peak = Math.max(peak, bytes);
        }
    }

    /** What one stack allocates. */
    private static final class Origin {

        private final Asked asked;
        private final Level level = new Level();
        private boolean counts;
        private boolean vector;
        private boolean named;
        private long largeCount;
        private long largeBytes;
        private long largestBytes;

        Origin(Asked asked) {
            this.asked = asked;
        }

        Ownership ownership(CallSites callSites) {
            return Ownership.of(asked.callSite(), asked.stack(), callSites);
        }
    }

    private static final class FailedPlace {

        private long count;
        private long largestBytes;
    }

    private record Asked(long callSite, CallStack stack, long loads) {}

    private record Held(long bytes, long since, Origin origin, boolean vector) {}
}
