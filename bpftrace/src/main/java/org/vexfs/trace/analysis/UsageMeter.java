package org.vexfs.trace.analysis;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.config.UsageSettings;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.AllocationFailure;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.MemoryKind;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.Operation;
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
    private final SizedHistogram sizes = new SizedHistogram(3);
    private final LifetimeMeter lifetimes = new LifetimeMeter();
    private final HeldLevel all = new HeldLevel();
    private final VectorMeter vectors = new VectorMeter();
    private final FragmentationMeter fragmentation = new FragmentationMeter();
    private final PatternMeter patterns = new PatternMeter();
    private final DimensionMeter dimensions;
    private final LiveBytes timeline = new LiveBytes();
    private final PressureMeter pressure;
    private final UsageAlertMeter alerts;

    private long allocatedBytes;
    private long allocations;
    private long frees;
    private long largestBytes;
    private @Nullable AllocationOrigin largest;
    private long largeCount;

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
        this.origins =
                new AllocationOrigins(scope.indirect(), settings.vectors().functions(), names);
        this.dimensions = new DimensionMeter(settings.vectors().dimensionArguments());
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
            dimensions.advanceTo(heartbeat.nanos());
        } else if (event instanceof Operation call) {
            if (settings.vectors().dimensions() && answersFor(call.entered(), call.pid(), call.tid())) {
                dimensions.returned(call);
            }
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
        sizes.record(bytes);
        if (bytes > largestBytes || largest == null) {
            largestBytes = bytes;
            largest = origin;
        }
        if (bytes > settings.largeAllocation()) {
            largeCount++;
            origin.large(bytes);
        }
        tellDetails(allocation, origin);
        Held object = new Held(
                bytes, allocation.allocatedBytes(), allocation.kind(), allocation.nanos(), origin, origin.vector());
        held.put(allocation.address(), object);
        change(object, bytes, 1, allocation.nanos());
    }

    private void tellDetails(Allocation allocation, AllocationOrigin origin) {
        if (origin.vector()) {
            vectors.allocated(allocation.requestedBytes());
        }
        if (settings.details().fragmentation()) {
            fragmentation.allocated(allocation, origin.function());
        }
        if (settings.details().patterns()) {
            patterns.allocated(allocation.nanos(), allocation.requestedBytes(), origin);
        }
        if (settings.vectors().dimensions()) {
            dimensions.allocated(allocation);
        }
    }

    private void freed(Free free) {
        Held object = held.remove(free.address());
        if (object != null) {
            frees++;
            if (settings.details().lifetimes()) {
                lifetimes.freed(free.nanos() - object.since(), object.origin().function());
            }
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
            held.put(resize.address(), object.of(resize.requestedBytes()));
            if (settings.details().fragmentation()) {
                fragmentation.resized(
                        object.kind(), object.setAside(), object.origin().function(), growth);
            }
            if (object.vector()) {
                vectors.grew(growth);
            }
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
            vectors.held(bytes, objects);
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
        if (!settings.tracking().leaks()) {
            return UsageAlertMeter.Aged.NONE;
        }
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
        return new MemoryUsage(
                allocatedBytes,
                allocations,
                frees,
                all.bytes(),
                held.size(),
                all.peakBytes(),
                sizes.percentiles(),
                lifetimes.all(),
                Optional.ofNullable(largest)
                        .map(origin -> new MemoryUsage.PlaceBytes(
                                origin.ownership(callSites).site(), largestBytes)),
                origins.topHolder(callSites),
                largeCount,
                origins.large(callSites, settings.details().largeStacks()),
                settings.vectors().allocations() ? vectors.vectors() : MemoryUsage.NONE.vectors(),
                failures.failures(callSites),
                failures.failureCount(),
                failures.refusals(),
                failures.refusalCount(),
                pressure.pressure(end),
                old(end),
                timeline.points(),
                details(end, callSites));
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
                failures.failureCount(),
                allocatedBytes,
                old(now));
    }

    private MemoryUsage.OldObjects old(long now) {
        UsageAlertMeter.Aged old = aged(now);
        return new MemoryUsage.OldObjects(old.objects(), old.bytes());
    }

    private UsageDetails details(long end, CallSites callSites) {
        UsageSettings.VectorMemory told = settings.vectors();
        Optional<UsageDetails.Buffers> buffers = vectors.buffers();
        RaisedAlerts raised = alerts.alerts(end);
        return new UsageDetails(
                settings.tracking(),
                raised.first(),
                raised.count(),
                fragmentation.fragmentation(),
                patterns.patterns(callSites),
                lifetimes.byFunction(),
                told.buffers() ? buffers : Optional.empty(),
                // Where there are no vectors, nobody misses their dimensions.
                told.dimensions() && buffers.isPresent() ? Optional.of(dimensions.dimensions()) : Optional.empty());
    }

    private record Held(
            long bytes, long setAside, MemoryKind kind, long since, AllocationOrigin origin, boolean vector) {

        Held of(long otherBytes) {
            return new Held(otherBytes, setAside, kind, since, origin, vector);
        }
    }
}
