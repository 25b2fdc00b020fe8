package org.vexfs.trace.analysis;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.event.AbandonedCall;
import org.vexfs.trace.event.Contention;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.Operation;
import org.vexfs.trace.event.TraceEvent;

/**
 * Measures what the module does within one window, event by event, almost in the order in which they happened.
 *
 * <p>It keeps sums, distributions and a few examples; so its size depends on how many functions, threads and locks there
 * are, not on how many calls. Not safe for use by several threads.
 */
public final class OperationMeter {

    /** How many of the slowest calls and of the longest holds are kept, per function. */
    public static final int SLOWEST = 10;

    /** How many dimensions of vectors are told apart, per function. */
    public static final int MOST_DIMENSIONS = 256;

    /** How many locks are told apart, per function that had to wait. */
    public static final int MOST_LOCKS = 64;

    /** How many processes are told apart. */
    public static final int MOST_PROCESSES = 4_096;

    /** What stands for the processes that are not told apart. */
    public static final int OTHER_PROCESSES = -1;

    /** How many alerts are kept. */
    public static final int MOST_ALERTS = 256;

    static final Comparator<FunctionProfile> MOST_CALLED_FIRST =
            Comparator.comparingLong(FunctionProfile::calls).reversed().thenComparing(FunctionProfile::name);

    private final WindowScope scope;
    private final OperationSettings settings;
    private final FunctionTraits.Finder traits;
    private final Map<String, Function> functions = new HashMap<>();
    private final Map<OperationCategory, CategoryMeter> categories = new EnumMap<>(OperationCategory.class);
    private final Map<Integer, Long> processes = new HashMap<>();
    private final NestedCalls nested = new NestedCalls();
    private final LockMeter locks = new LockMeter();
    private final AlertMeter alerts;
    private final IndexMeter indexes;
    private final BusyTime transferring = new BusyTime();
    private long transferred;

    /**
     * Begins to measure.
     *
     * @param scope what of the trace is the window's
     * @param settings how the operations are told apart, and when they are conspicuous
     */
    public OperationMeter(WindowScope scope, OperationSettings settings) {
        this(scope, settings, alerts -> {});
    }

    /**
     * Begins to measure.
     *
     * @param scope what of the trace is the window's
     * @param settings how the operations are told apart, and when they are conspicuous
     * @param listener is told the alerts of an interval as soon as it is over, if there are any; of the last one, which the
     *     window's end cuts short, only the profile tells
     */
    public OperationMeter(WindowScope scope, OperationSettings settings, Consumer<List<Alert>> listener) {
        this.scope = scope;
        this.settings = settings;
        this.traits = new FunctionTraits.Finder(settings);
        this.alerts = new AlertMeter(scope.start().nanos(), settings, listener);
        this.indexes = new IndexMeter(settings.tracking().figures());
    }

    /** Takes one event, of this window or not. */
    void accept(TraceEvent event) {
        if (event instanceof Operation call) {
            if (answersFor(call.returned(), call.pid(), call.tid())) {
                returned(call);
            }
        } else if (event instanceof Contention contention) {
            if (answersFor(contention.nanos() - contention.waitNanos(), contention.pid(), contention.tid())) {
                contended(contention);
            }
        } else if (event instanceof AbandonedCall abandoned) {
            nested.abandoned(abandoned.tid());
            locks.abandoned(abandoned.tid());
        } else if (event instanceof Heartbeat heartbeat) {
            alerts.advanceTo(heartbeat.nanos());
        }
    }

    private boolean answersFor(long nanos, int pid, int tid) {
        return nanos >= scope.start().nanos() && scope.answersFor(pid, tid);
    }

    private void returned(Operation call) {
        Function function = function(call.function());
        boolean begunBefore = call.entered() < scope.start().nanos();
        locks.returned(call);
        if (function.takesLock && function.traits().errno(call) == 0) {
            locks.taken(call, function.meter);
        }
        if (begunBefore) {
            function.meter.begunBefore();
            // Whatever lay within it, none that is still to come does.
            nested.returned(new NestedCalls.Returned(call, function.meter, 0, 0), false, this::within);
            return;
        }
        if (function.givesLock) {
            locks.released(call, function.meter);
        }
        function.meter.accept(call);
        alerts.accept(call, function.traits());
        if (function.takesLock) {
            alerts.waited(call.durationNanos(), call.returned(), function.traits());
        }
        if (call.depth() == 0) {
            int pid = processes.size() < MOST_PROCESSES || processes.containsKey(call.pid())
                    ? call.pid()
                    : OTHER_PROCESSES;
            processes.merge(pid, 1L, Long::sum);
        }
        countOnItsOwn(call, function);
    }

    private void countOnItsOwn(Operation call, Function function) {
        long bytes = 0;
        if (function.transfers) {
            bytes = function.traits().moved(call);
            transferred += bytes;
            transferring.add(call.entered(), call.returned());
        }
        for (CategoryMeter category : function.categories) {
            category.add(call, function.traits());
        }
        nested.returned(
                new NestedCalls.Returned(call, function.meter, function.mask, bytes), function.mask != 0, this::within);
        if (function.tellsOfIndex) {
            indexes.accept(call, function.traits());
        }
    }

    private void within(NestedCalls.Returned outer, NestedCalls.Returned inner) {
        indexes.within(outer.function().traits(), inner.function().traits());
        int shared = outer.categories() & inner.categories();
        if (shared != 0) {
            inner.yieldCategories(shared);
            categories.forEach((category, meter) -> {
                if ((shared & bit(category)) != 0) {
                    meter.remove(inner.operation(), inner.function().traits());
                }
            });
        }
        if (outer.bytes() > 0 && inner.bytes() > 0) {
            long bytes = inner.yieldBytes();
            transferred -= bytes;
            inner.function().movedWithin(bytes);
        }
    }

    private void contended(Contention contention) {
        Function function = function(contention.function());
        function.meter.contended(contention);
        if (!function.takesLock) {
            alerts.waited(contention.waitNanos(), contention.nanos(), function.traits());
        }
    }

    private Function function(String name) {
        Function function = functions.get(name);
        if (function == null) {
            function = new Function(new FunctionMeter(traits.of(name), settings));
            functions.put(name, function);
        }
        return function;
    }

    /**
     * Gives what was measured so far.
     *
     * @param end when the window ends, in nanoseconds since boot
     */
    OperationProfile profile(long end) {
        Map<FunctionMeter, List<LockUse.Hold>> stillHeld = locks.stillHeld(end);
        Map<OperationCategory, CategoryProfile> byCategory = new EnumMap<>(OperationCategory.class);
        categories.forEach((category, meter) -> byCategory.put(category, meter.profile()));
        RaisedAlerts raised = alerts.alerts(end);
        return new OperationProfile(
                scope.start().nanos(),
                end,
                functions.values().stream()
                        .map(function -> function.meter)
                        .map(meter ->
                                meter.profile(locks.longestHolds(meter), stillHeld.getOrDefault(meter, List.of())))
                        .sorted(MOST_CALLED_FIRST)
                        .toList(),
                byCategory,
                new Transfers(transferred, transferring.nanos()),
                processes,
                raised.first(),
                raised.count(),
                indexes.use(),
                settings.tracking().figures());
    }

    private static int bit(OperationCategory category) {
        return 1 << category.ordinal();
    }

    static boolean isOperation(OperationCategory category) {
        return switch (category) {
            case LOCK, UNLOCK, NO_RESULT -> false;
            case READ,
                    WRITE,
                    METADATA,
                    SEARCH,
                    INSERT,
                    UPDATE,
                    DELETE,
                    HNSW_BUILD,
                    HNSW_SEARCH,
                    HNSW_INSERT,
                    HNSW_DELETE,
                    HNSW_HOP,
                    LSH_HASH,
                    LSH_SEARCH,
                    LSH_BUCKET,
                    CACHE_LOOKUP -> true;
        };
    }

    /** A function with what is looked up for each of its calls. */
    private final class Function {

        private final FunctionMeter meter;
        private final CategoryMeter[] categories;
        private final int mask;
        private final boolean takesLock;
        private final boolean givesLock;
        private final boolean transfers;
        private final boolean tellsOfIndex;

        Function(FunctionMeter meter) {
            this.meter = meter;
            this.categories = meter.traits().categories().stream()
                    .filter(OperationMeter::isOperation)
                    .map(category -> OperationMeter.this.categories.computeIfAbsent(category, CategoryMeter::new))
                    .toArray(CategoryMeter[]::new);
            this.mask = meter.traits().categories().stream()
                    .filter(OperationMeter::isOperation)
                    .mapToInt(OperationMeter::bit)
                    .sum();
            this.takesLock = meter.traits().is(OperationCategory.LOCK);
            this.givesLock = meter.traits().is(OperationCategory.UNLOCK);
            this.transfers = meter.traits().isTransfer();
            this.tellsOfIndex = IndexMeter.watches(meter.traits());
        }

        FunctionTraits traits() {
            return meter.traits();
        }
    }
}
