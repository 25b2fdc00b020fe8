package org.vexfs.trace.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.vexfs.trace.analysis.Observation;
import org.vexfs.trace.analysis.OperationJudge;
import org.vexfs.trace.analysis.OperationJudgement;
import org.vexfs.trace.analysis.OperationLedger;
import org.vexfs.trace.analysis.OperationMeter;
import org.vexfs.trace.analysis.WindowScope;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.event.Contention;
import org.vexfs.trace.event.Operation;
import org.vexfs.trace.event.OperationCounts;
import org.vexfs.trace.event.OperationTotals;
import org.vexfs.trace.event.OperationTotals.FunctionTotals;
import org.vexfs.trace.event.OperationsMarker;
import org.vexfs.trace.event.TraceEvent;

/**
 * What a test makes a module do, one call after the other on thread 250, judged as it is in a live trace with the shipped
 * configuration. Times are in nanoseconds since the window began.
 */
public final class GivenOperations {

    private static final long START = 5_000_000_000L;
    private static final int PID = 246;
    private static final int TID = 250;
    private static final String FIRST = "vx00000c0000000";
    private static final String LAST = "vx00000c0000001";

    private final OperationSettings settings;
    private final List<TraceEvent> events = new ArrayList<>();
    private final List<FunctionTotals> totals = new ArrayList<>();
    private final Set<String> uncalled = new HashSet<>(Set.of("vexfs_never_called"));
    private long now;
    private long totalled;
    private long lost;
    private long contentions;

    public GivenOperations() {
        this(Map.of());
    }

    /** Begins with a configuration that differs in some keys. */
    public GivenOperations(Map<String, String> configured) {
        settings = ConfigLoader.load(new Properties(), Path.of("."), configured).operations();
    }

    /** Calls a function that calls another one so many times, each of which takes a nanosecond. */
    public GivenOperations callsWithin(int times, String inner, String function, long nanos, long result) {
        for (int i = 0; i < times; i++) {
            events.add(Operation.of(START + now + i, 1, PID, TID, 1, inner, 0));
        }
        return calls(function, nanos, result);
    }

    /** Calls a function, which takes so long; the next call follows at once. */
    public GivenOperations calls(String function, long nanos, long result, long... arguments) {
        events.add(Operation.of(START + now, nanos, PID, TID, 0, function, result, arguments));
        now += nanos;
        return this;
    }

    /** Does the same so many times. */
    public GivenOperations calls(int times, String function, long nanos, long result, long... arguments) {
        for (int i = 0; i < times; i++) {
            calls(function, nanos, result, arguments);
        }
        return this;
    }

    /** Waits for a lock of the kernel's within a function. */
    public GivenOperations waits(String function, long lock, long nanos) {
        now += nanos;
        contentions++;
        events.add(new Contention(START + now, nanos, PID, TID, lock, 32, function));
        return this;
    }

    /** Calls a function so often that the kernel side adds the calls up. */
    public GivenOperations callsTooFast(FunctionTotals function) {
        totals.add(function);
        totalled += function.durations().stream()
                .mapToLong(OperationTotals.Bucket::count)
                .sum();
        return this;
    }

    /** Makes calls of which the events are lost. */
    public GivenOperations loses(long calls) {
        lost += calls;
        return this;
    }

    /** Lets time pass. */
    public GivenOperations idles(long nanos) {
        now += nanos;
        return this;
    }

    /** Lets time pass until so long after the window began. */
    public GivenOperations idlesUntil(long nanos) {
        now = nanos;
        return this;
    }

    /** Judges the window that ends here. */
    public OperationJudgement judged() {
        OperationLedger ledger = new OperationLedger();
        OperationsMarker opening = new OperationsMarker(START, PID, TID, FIRST, OperationCounts.NONE);
        WindowScope scope = WindowScope.startingAt(opening, Attribution.MODULE);
        ledger.measureFrom(FIRST, marker -> new OperationMeter(scope, settings));
        ledger.accept(opening);
        events.forEach(ledger::accept);
        long told = events.size() - contentions + lost;
        ledger.accept(new OperationsMarker(
                START + now,
                PID,
                TID,
                LAST,
                new OperationCounts(told + totalled, told, totalled, 0, 0, 0, contentions, 0, 0, 0)));
        ledger.accept(new OperationTotals(LAST, totals));
        return new OperationJudge(settings)
                .judge(ledger.evidence(scope, FIRST, LAST, new Observation(traced(), true, 0, Optional.empty()))
                        .orElseThrow());
    }

    /** Traces a function, whether or not it is called. */
    public GivenOperations traces(String function) {
        uncalled.add(function);
        return this;
    }

    /** Everything is traced that is called, and functions that are not. */
    private Set<String> traced() {
        Set<String> functions = events.stream()
                .flatMap(event -> event instanceof Operation call
                        ? Optional.of(call.function()).stream()
                        : Optional.<String>empty().stream())
                .collect(Collectors.toSet());
        functions.addAll(uncalled);
        return functions;
    }
}
