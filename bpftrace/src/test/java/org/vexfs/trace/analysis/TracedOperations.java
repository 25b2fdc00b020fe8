package org.vexfs.trace.analysis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.config.OperationSettings.AlertThresholds;
import org.vexfs.trace.config.OperationSettings.ArgumentRule;
import org.vexfs.trace.event.AbandonedCall;
import org.vexfs.trace.event.Contention;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.Operation;
import org.vexfs.trace.event.OperationCounts;
import org.vexfs.trace.event.OperationTotals;
import org.vexfs.trace.event.OperationTotals.FunctionTotals;
import org.vexfs.trace.event.OperationsMarker;
import org.vexfs.trace.event.TraceEvent;

/**
 * A module that is called as a test tells it to, and the trace that tells of it. A window is open when this is made;
 * times are in nanoseconds since it was.
 */
final class TracedOperations {

    static final int PID = 246;
    static final int TID = 250;

    /** When the window opens, in nanoseconds since boot. */
    static final long START = 5_000_000_000L;

    private static final String FIRST = "vx00000c0000000";
    private static final String LAST = "vx00000c0000001";

    private final OperationLedger ledger = new OperationLedger();
    private final OperationSettings settings;
    private final WindowScope scope;
    private final List<FunctionTotals> totals = new ArrayList<>();
    private final List<Alert> alerted = new ArrayList<>();
    private OperationCounts counts = OperationCounts.NONE;
    private long now;
    private int pid = PID;
    private int tid = TID;
    private boolean losing;
    private boolean totalsArrive = true;
    private Observation observation =
            new Observation(Set.of("vexfs_read", "vexfs_search", "vexfs_lock"), true, 0, Optional.empty());

    TracedOperations() {
        this(Attribution.MODULE);
    }

    TracedOperations(Attribution attribution) {
        this(attribution, settings());
    }

    TracedOperations(OperationSettings settings) {
        this(Attribution.MODULE, settings);
    }

    private TracedOperations(Attribution attribution, OperationSettings settings) {
        this.settings = settings;
        OperationsMarker opening = new OperationsMarker(START, PID, TID, FIRST, counts);
        this.scope = WindowScope.startingAt(opening, attribution);
        ledger.measureFrom(FIRST, marker -> new OperationMeter(scope, settings, alerted::addAll));
        ledger.accept(opening);
    }

    static OperationSettings settings() {
        return settings(new AlertThresholds(Duration.ofSeconds(1), 10, Duration.ofMillis(5), 50, 10, 20));
    }

    static OperationSettings settings(AlertThresholds alerts) {
        Map<OperationCategory, List<String>> categories = new EnumMap<>(OperationCategory.class);
        for (OperationCategory category : OperationCategory.values()) {
            categories.put(category, List.of());
        }
        categories.put(OperationCategory.READ, List.of("vexfs_read*"));
        categories.put(OperationCategory.WRITE, List.of("vexfs_write*"));
        categories.put(OperationCategory.SEARCH, List.of("vexfs_*search*"));
        categories.put(OperationCategory.HNSW_SEARCH, List.of("vexfs_hnsw_search"));
        categories.put(OperationCategory.LSH_SEARCH, List.of("vexfs_lsh_search"));
        categories.put(OperationCategory.CACHE_LOOKUP, List.of("vexfs_cache_lookup"));
        categories.put(OperationCategory.LOCK, List.of("vexfs_lock*"));
        categories.put(OperationCategory.UNLOCK, List.of("vexfs_unlock*"));
        categories.put(OperationCategory.NO_RESULT, List.of("vexfs_drop"));
        return new OperationSettings(
                categories,
                List.of(new ArgumentRule("vexfs_*search", 1)),
                List.of(new ArgumentRule("vexfs_read", 2)),
                Duration.ofMillis(1),
                Duration.ofMillis(2),
                Duration.ofMillis(1),
                1,
                alerts,
                OperationSettings.Tracking.ALL);
    }

    /** From here on, another thread calls. */
    TracedOperations on(int process, int thread) {
        pid = process;
        tid = thread;
        return this;
    }

    /** The thread calls a function, which takes so long and returns 0; the next call follows at once. */
    TracedOperations calls(String function, long nanos) {
        return calls(function, nanos, 0);
    }

    TracedOperations calls(String function, long nanos, long result, long... arguments) {
        return returns(function, 0, now, now + nanos, result, arguments);
    }

    /** A call ends, of which it is told now, whenever it ended. */
    TracedOperations returns(String function, int depth, long entered, long returned, long result, long... arguments) {
        now = Math.max(now, returned);
        add(1, 1, 0, 0, 0, 0);
        return tell(Operation.of(START + entered, returned - entered, pid, tid, depth, function, result, arguments));
    }

    /** The thread got a lock of the kernel's, for which it had to wait. */
    TracedOperations waited(String function, long lock, long waitNanos, long until) {
        now = Math.max(now, until);
        add(0, 0, 0, 0, 0, 1);
        return tell(new Contention(START + until, waitNanos, pid, tid, lock, 32, function));
    }

    /** A call is under way. */
    TracedOperations enters() {
        add(1, 0, 0, 0, 0, 0);
        return this;
    }

    TracedOperations dies(String function) {
        add(1, 0, 0, 0, 1, 0);
        return tell(new AbandonedCall(START + ++now, START + now - 1, pid, tid, 0, function));
    }

    /** A return is missed. */
    TracedOperations returnsUnseen() {
        add(1, 0, 0, 1, 0, 0);
        return this;
    }

    TracedOperations isUnloaded() {
        ledger.accept(new ModuleChange(START + ++now, false, 0, 0, 0, 0));
        return this;
    }

    /** Calls come faster than they can be told. */
    TracedOperations callsTooFast(FunctionTotals function) {
        long calls = function.durations().stream()
                .mapToLong(OperationTotals.Bucket::count)
                .sum();
        add(calls, 0, calls, 0, 0, 0);
        totals.add(function);
        return this;
    }

    TracedOperations totalsDoNotArrive() {
        totalsArrive = false;
        return this;
    }

    /** From here on, the kernel side counts but its lines do not arrive. */
    TracedOperations linesAreLost() {
        losing = true;
        return this;
    }

    TracedOperations linesArriveAgain() {
        losing = false;
        return this;
    }

    /** Nothing happens until then. */
    TracedOperations idlesUntil(long nanos) {
        now = nanos;
        return this;
    }

    /** The trace gives a sign of life. */
    TracedOperations beatsAt(long nanos) {
        now = Math.max(now, nanos);
        ledger.accept(new Heartbeat(START + nanos));
        return this;
    }

    /** Gives the alerts that were told as their intervals were over. */
    List<Alert> alerted() {
        return alerted;
    }

    TracedOperations traces(String... functions) {
        observation = new Observation(
                Set.of(functions), observation.contentionTraced(), observation.missed(), observation.death());
        return this;
    }

    TracedOperations contentionIsNotTraced() {
        observation = new Observation(observation.traced(), false, observation.missed(), observation.death());
        return this;
    }

    TracedOperations skips(long runs) {
        observation = new Observation(observation.traced(), observation.contentionTraced(), runs, observation.death());
        return this;
    }

    TracedOperations traceDies(String how) {
        observation = new Observation(
                observation.traced(), observation.contentionTraced(), observation.missed(), Optional.of(how));
        return this;
    }

    /** Judges the window that ends here. */
    OperationJudgement judged() {
        ledger.accept(new OperationsMarker(START + now, PID, TID, LAST, counts));
        if (totalsArrive) {
            ledger.accept(new OperationTotals(LAST, totals));
        }
        return new OperationJudge(settings)
                .judge(ledger.evidence(scope, FIRST, LAST, observation).orElseThrow());
    }

    OperationProfile profile() {
        return judged().profile();
    }

    static List<String> causes(OperationJudgement judgement) {
        return judgement.gaps().stream().map(Gap::cause).toList();
    }

    private TracedOperations tell(TraceEvent event) {
        if (!losing) {
            ledger.accept(event);
        }
        return this;
    }

    private void add(long entered, long told, long totalled, long unreturned, long abandoned, long contentions) {
        counts = new OperationCounts(
                counts.entered() + entered,
                counts.told() + told,
                counts.totalled() + totalled,
                0,
                counts.unreturned() + unreturned,
                counts.abandoned() + abandoned,
                counts.contentions() + contentions,
                0,
                0,
                0);
    }
}
