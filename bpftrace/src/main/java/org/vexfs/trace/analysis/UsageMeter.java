package org.vexfs.trace.analysis;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.config.UsageSettings;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.AllocationFailure;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.Heartbeat;
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

    private final WindowScope scope;
    private final UsageSettings settings;
    private final CallSites names;

    private final AllocationOrigins origins;
    /** In the order in which they were allocated. */
    private final Map<Long, Held> held = new LinkedHashMap<>();

    private final FailureMeter failures = new FailureMeter();
    private final Histogram sizes = new Histogram(3);
    private final Histogram lifetimes = new Histogram(3);
    private final HeldLevel all = new HeldLevel();
    private final HeldLevel vectors = new HeldLevel();
    private final LiveBytes timeline = new LiveBytes();
    private final PressureMeter pressure;
    private final UsageAlertMeter alerts;

    private long allocatedBytes;
    private long allocations;
    private long frees;
    private long longest;
    private long largestSize;
    private long largestBytes;
    private @Nullable AllocationOrigin largest;
    private long largeCount;
    private long vectorAllocations;

    /**
     * Begins to measure, and tells nobody of alerts.
     *
     * @param scope what of the trace is the window's
     * @param settings what is worth telling on its own
     * @param names tells what stands at an address; asked while events are booked, so it should not look for source lines
     */
    public UsageMeter(WindowScope scope, UsageSettings settings, CallSites names) {
        this(scope, settings, names, alerts -> {});
    }

    /**
     * Begins to measure.
     *
     * @param scope what of the trace is the window's
     * @param settings what is worth telling on its own
     * @param names tells what stands at an address; asked while events are booked, so it should not look for source lines
     * @param listener is told the alerts of an interval when it is over, if there are any
     */
    public UsageMeter(WindowScope scope, UsageSettings settings, CallSites names, Consumer<List<Alert>> listener) {
        this.scope = scope;
        this.settings = settings;
        this.names = names;
        this.origins = new AllocationOrigins(scope.indirect(), settings.vectorFunctions(), names);
        this.pressure = new PressureMeter(settings.pressure().highUsage());
        this.alerts = new UsageAlertMeter(scope.start().nanos(), settings, origins, this::aged, listener);
    }

    /** Takes one event, of this window or not. */
    void accept(TraceEvent event) {
        if (event instanceof Allocation allocation) {
            alerts.advanceTo(allocation.nanos());
            allocated(allocation);
        } else if (event instanceof Free free) {
            alerts.advanceTo(free.nanos());
            if (free.kind() == Free.Kind.LIVE || free.kind() == Free.Kind.DEFERRED) {
                freed(free);
            }
        } else if (event instanceof Resize resize) {
            resized(resize);
        } else if (event instanceof AllocationFailure failure) {
            alerts.advanceTo(failure.nanos());
            failed(failure);
        } else if (event instanceof OutOfMemory refusal) {
            if (answersFor(refusal.nanos(), refusal.pid(), refusal.tid())) {
                failures.refused(refusal);
            }
        } else if (event instanceof Heartbeat heartbeat) {
            alerts.advanceTo(heartbeat.nanos());
        } else if (event instanceof ModuleChange) {
            origins.moduleChanged();
        }
    }

    private boolean answersFor(long nanos, int pid, int tid) {
        return nanos >= scope.start().nanos() && scope.answersFor(pid, tid);
    }

    private void allocated(Allocation allocation) {
        // Whose address is given out again was freed, though nobody saw when.
        Held before = held.remove(allocation.address());
        if (before != null) {
            change(before, -before.bytes(), -1, allocation.nanos());
        }
        if (!answersFor(allocation.nanos(), allocation.pid(), allocation.tid())) {
            return;
        }
        if (failures.forget(allocation)) {
            alerts.madeGood(function(allocation.callSite()));
        }
        AllocationOrigin origin = origins.of(allocation);
        if (!origin.counts()) {
            return;
        }
        long bytes = allocation.requestedBytes();
        allocations++;
        allocatedBytes += bytes;
        alerts.allocated();
        sizes.recordValue(bounded(bytes));
        largestSize = Math.max(largestSize, bytes);
        if (bytes > largestBytes || largest == null) {
            largestBytes = bytes;
            largest = origin;
        }
        if (bytes > settings.largeAllocation()) {
            largeCount++;
            origin.large(bytes);
        }
        if (origin.vector()) {
            vectorAllocations++;
        }
        Held object = new Held(bytes, allocation.nanos(), origin, origin.vector());
        held.put(allocation.address(), object);
        change(object, bytes, 1, allocation.nanos());
    }

    private void freed(Free free) {
        Held object = held.remove(free.address());
        if (object != null) {
            frees++;
            long lifetime = bounded(free.nanos() - object.since());
            longest = Math.max(longest, lifetime);
            lifetimes.recordValue(lifetime);
            change(object, -object.bytes(), -1, free.nanos());
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
            addToLevels(object, growth, 0);
            timeline.reached(0, all.bytes());
        }
    }

    private void change(Held object, long bytes, long objects, long nanos) {
        addToLevels(object, bytes, objects);
        timeline.reached(nanos - scope.start().nanos(), all.bytes());
        pressure.held(all.bytes(), nanos);
    }

    private void addToLevels(Held object, long bytes, long objects) {
        all.add(bytes, objects);
        object.origin().held().add(bytes, objects);
        if (object.vector()) {
            vectors.add(bytes, objects);
        }
        alerts.held(bytes, objects);
    }

    private void failed(AllocationFailure failure) {
        if (answersFor(failure.nanos(), failure.pid(), failure.tid())) {
            failures.failed(failure);
            alerts.failed(function(failure.callSite()));
        }
    }

    private String function(long callSite) {
        return names.at(callSite).name();
    }

    /** They are held in the order in which they were allocated, so the old ones come first. */
    private UsageAlertMeter.Aged aged(long now) {
        long objects = 0;
        long bytes = 0;
        long oldest = 0;
        Map<String, Long> functions = new HashMap<>();
        for (Held object : held.values()) {
            long age = now - object.since();
            if (age <= settings.leaks().age().toNanos()) {
                break;
            }
            objects++;
            bytes += object.bytes();
            oldest = Math.max(oldest, age);
            functions.merge(object.origin().function(), 1L, Long::sum);
        }
        return objects == 0
                ? UsageAlertMeter.Aged.NONE
                : new UsageAlertMeter.Aged(
                        objects,
                        bytes,
                        oldest,
                        AllocationOrigins.most(functions).orElseThrow());
    }

    /**
     * Gives what was measured so far.
     *
     * @param end when the window ends, in nanoseconds since boot
     * @param callSites tells what stands at an address, with its source line
     */
    MemoryUsage usage(long end, CallSites callSites) {
        UsageAlertMeter.Aged old = aged(end);
        return new MemoryUsage(
                allocatedBytes,
                allocations,
                frees,
                all.bytes(),
                held.size(),
                all.peakBytes(),
                percentiles(sizes, largestSize),
                percentiles(lifetimes, longest),
                Optional.ofNullable(largest)
                        .map(origin -> new MemoryUsage.PlaceBytes(
                                origin.ownership(callSites).site(), largestBytes)),
                origins.topHolder(callSites),
                largeCount,
                origins.large(callSites),
                new MemoryUsage.Vectors(vectorAllocations, vectors.bytes(), vectors.peakBytes()),
                failures.failures(callSites),
                failures.failureCount(),
                failures.refusals(),
                failures.refusalCount(),
                pressure.pressure(end),
                new MemoryUsage.OldObjects(old.objects(), old.bytes()),
                timeline.points(),
                new UsageDetails(alerts.alerts(end), alerts.count(end)));
    }

    /**
     * Gives what is held now.
     *
     * @param now in nanoseconds since boot
     */
    MemoryLevel level(long now) {
        // They are held in the order in which they were allocated, but for those whose lines overtook others'.
        long oldest = held.values().stream().mapToLong(Held::since).min().orElse(now);
        return new MemoryLevel(
                allocations,
                frees,
                all.bytes(),
                held.size(),
                all.peakBytes(),
                Math.max(0, now - oldest),
                failures.failureCount());
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

    private record Held(long bytes, long since, AllocationOrigin origin, boolean vector) {}
}
