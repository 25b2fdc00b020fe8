package org.vexfs.trace.analysis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.vexfs.trace.event.AbandonedCall;
import org.vexfs.trace.event.Contention;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.Operation;
import org.vexfs.trace.event.OperationCounts;
import org.vexfs.trace.event.OperationTotals;
import org.vexfs.trace.event.OperationsMarker;
import org.vexfs.trace.event.TraceEvent;

/**
 * Books a trace's operations: what had arrived when a marker came, and what the windows that are open see of it.
 *
 * <p>Not safe for use by several threads.
 */
public final class OperationLedger {

    /** How many markers, and events of the rarer kinds, are remembered; of markers, the oldest are forgotten first. */
    private static final int REMEMBERED = 65_536;

    /** How many sets of totals are remembered; the oldest are forgotten first. */
    private static final int REMEMBERED_TOTALS = 256;

    /** How many markers an event may have been overtaken by. */
    private static final int RECENT_MARKERS = 16;

    private final Map<String, Echo> echoes = remembering(REMEMBERED);
    private final Map<String, OperationTotals> totals = remembering(REMEMBERED_TOTALS);
    private final Deque<Echo> recentEchoes = new ArrayDeque<>();
    private final RecentEvents recent = new RecentEvents(this::measure);
    private final Map<String, Function<OperationsMarker, OperationMeter>> awaitedMeters = new HashMap<>();
    private final Map<String, OperationMeter> meters = new HashMap<>();
    private final List<ModuleChange> changes = new ArrayList<>();
    private final List<AbandonedCall> abandoned = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final Tally received = new Tally();

    /** Books one event. */
    public void accept(TraceEvent event) {
        if (event instanceof Operation operation) {
            book(operation.returned(), operation);
        } else if (event instanceof Contention contention) {
            book(contention.nanos(), contention);
        } else if (event instanceof AbandonedCall call) {
            if (abandoned.size() < REMEMBERED) {
                abandoned.add(call);
            }
            book(call.nanos(), call);
        } else if (event instanceof Heartbeat heartbeat) {
            // Tells meters that time goes on though nothing happens, after what is held back that happened before.
            recent.accept(heartbeat.nanos(), heartbeat);
        } else if (event instanceof OperationsMarker marker) {
            mark(marker);
        } else if (event instanceof OperationTotals read) {
            keepBeginnings(totals);
            totals.put(read.marker(), read);
        } else if (event instanceof ModuleChange change && changes.size() < REMEMBERED) {
            changes.add(change);
        } else if (event instanceof Loss loss && loss.isError() && errors.size() < REMEMBERED) {
            errors.add(loss.what());
        }
        // Nothing else tells of an operation.
    }

    private void book(long nanos, TraceEvent event) {
        received.add(event);
        for (Echo echo : recentEchoes) {
            if (nanos > echo.marker.nanos()) {
                break;
            }
            echo.late.add(event);
        }
        recent.accept(nanos, event);
    }

    private void measure(TraceEvent event) {
        meters.values().forEach(meter -> meter.accept(event));
    }

    private void mark(OperationsMarker marker) {
        Echo echo = new Echo(marker, received.counts(), errors.size());
        recent.forEachAfter(marker.nanos(), echo.early::add);
        keepBeginnings(echoes);
        echoes.put(marker.name(), echo);
        recentEchoes.addFirst(echo);
        if (recentEchoes.size() > RECENT_MARKERS) {
            recentEchoes.removeLast();
        }
        Function<OperationsMarker, OperationMeter> awaited = awaitedMeters.remove(marker.name());
        if (awaited != null) {
            // What overtook the marker's line is held back still, so the meter will see it.
            meters.put(marker.name(), awaited.apply(marker));
        }
    }

    /**
     * Measures what the module does from a marker on that is still to come.
     *
     * @param marker its name
     * @param meter makes the meter once the marker is there
     */
    public void measureFrom(String marker, Function<OperationsMarker, OperationMeter> meter) {
        awaitedMeters.put(marker, meter);
    }

    /** Ends what {@link #measureFrom} began. */
    public void stopMeasuring(String marker) {
        awaitedMeters.remove(marker);
        meters.remove(marker);
    }

    /** Gives the marker's echo, once it has arrived; lines that it overtook change it. */
    public Optional<OperationsEcho> echo(String marker) {
        return Optional.ofNullable(echoes.get(marker)).map(Echo::now);
    }

    /** Gives what the kernel side had added up at a marker that asked for it, once it has arrived. */
    public Optional<OperationTotals> totals(String marker) {
        return Optional.ofNullable(totals.get(marker));
    }

    /**
     * Gives what a window is judged on, soon after its last marker came back: calls that return later than that are told
     * apart only for {@value RecentEvents#HELD_BACK} nanoseconds.
     *
     * @param scope what of the trace is the window's
     * @param start the name of the marker that opened it
     * @param end the name of the last marker that came back
     * @param observation how well it could be observed
     * @return empty if one of the markers has not come back, or the window is not measured
     */
    public Optional<OperationEvidence> evidence(WindowScope scope, String start, String end, Observation observation) {
        OperationMeter meter = meters.get(start);
        Echo first = echoes.get(start);
        Echo last = echoes.get(end);
        if (meter == null || first == null || last == null) {
            return Optional.empty();
        }
        long from = first.marker.nanos();
        long to = last.marker.nanos();
        recent.releaseUpTo(to);
        return Optional.of(new OperationEvidence(
                scope,
                first.now(),
                last.now(),
                totals(start),
                totals(end),
                meter.profile(to),
                changes.stream()
                        .filter(change -> change.nanos() >= from && change.nanos() <= to)
                        .toList(),
                abandoned.stream()
                        .filter(call -> call.nanos() >= from && call.nanos() <= to)
                        .filter(call -> scope.answersFor(call.pid(), call.tid()))
                        .toList(),
                errors.subList(first.errors, Math.max(first.errors, last.errors)),
                observation));
    }

    /**
     * Gives what was measured so far since a marker; empty if that is not measured. What has just happened may be missing.
     *
     * @param marker the marker's name
     * @param now in nanoseconds since boot
     */
    public Optional<OperationProfile> profile(String marker, long now) {
        return Optional.ofNullable(meters.get(marker)).map(meter -> meter.profile(now));
    }

    /** What an open window began with is not forgotten, however many markers come within it. */
    private <V> void keepBeginnings(Map<String, V> remembered) {
        for (String beginning : meters.keySet()) {
            V kept = remembered.remove(beginning);
            if (kept != null) {
                remembered.put(beginning, kept);
            }
        }
    }

    private static <K, V> Map<K, V> remembering(int most) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    private static final class Echo {

        private final OperationsMarker marker;
        private final OperationCounts received;
        private final int errors;
        private final Tally early = new Tally();
        private final Tally late = new Tally();

        Echo(OperationsMarker marker, OperationCounts received, int errors) {
            this.marker = marker;
            this.received = received;
            this.errors = errors;
        }

        OperationsEcho now() {
            return new OperationsEcho(marker, received, early.counts(), late.counts());
        }
    }

    private static final class Tally {

        private long told;
        private long abandoned;
        private long contentions;

        void add(TraceEvent event) {
            if (event instanceof Operation) {
                told++;
            } else if (event instanceof AbandonedCall) {
                abandoned++;
            } else if (event instanceof Contention) {
                contentions++;
            }
        }

        OperationCounts counts() {
            return new OperationCounts(0, told, 0, 0, 0, abandoned, contentions, 0, 0, 0);
        }
    }
}
