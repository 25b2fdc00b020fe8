package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.config.OperationSettings.AlertThresholds;
import org.vexfs.trace.config.TrackedFigure;
import org.vexfs.trace.event.Operation;

/** Looks at what happens interval by interval, and raises alerts. */
public final class AlertMeter {

    private final AlertThresholds thresholds;
    private final boolean tracksErrors;
    private final long interval;
    private final Consumer<List<Alert>> listener;
    private final Map<FunctionTraits, Lately> functions = new HashMap<>();
    private final List<Lately> active = new ArrayList<>();
    private final RaisedAlerts alerts = new RaisedAlerts();
    private long from;
    private long withinNanos;
    private long withinCalls;

    /**
     * Begins to look.
     *
     * @param start when the first interval begins, in nanoseconds since boot
     * @param listener is told the alerts of an interval when it is over, if there are any
     */
    public AlertMeter(long start, OperationSettings settings, Consumer<List<Alert>> listener) {
        this.from = start;
        this.thresholds = settings.alerts();
        this.tracksErrors = settings.tracks(TrackedFigure.ERRORS);
        this.listener = listener;
        this.interval = Math.max(1, settings.alerts().interval().toNanos());
    }

    /** Takes a call. */
    public void accept(Operation call, FunctionTraits traits) {
        advanceTo(call.returned());
        Lately lately = lately(traits);
        lately.calls++;
        lately.durations.recordValue(Math.max(0, Math.min(call.durationNanos(), Long.MAX_VALUE / 4)));
        if (tracksErrors && traits.errno(call) != 0) {
            lately.errors++;
        }
        if (traits.isMiss(call)) {
            lately.misses++;
        } else if (traits.isHit(call)) {
            lately.hits++;
        }
        if (call.depth() == 0) {
            withinCalls++;
            withinNanos += call.durationNanos();
        }
    }

    /** Takes note that so long a time up to then was waiting for a lock. */
    public void waited(long nanos, long until, FunctionTraits traits) {
        advanceTo(until);
        lately(traits).waits += nanos;
    }

    private Lately lately(FunctionTraits traits) {
        Lately lately = functions.computeIfAbsent(traits, Lately::new);
        if (!lately.active) {
            lately.active = true;
            active.add(lately);
        }
        return lately;
    }

    /** Takes note that it is so late: what happens next happens then or later. */
    void advanceTo(long nanos) {
        if (nanos - from >= interval) {
            List<Alert> raised = raise(from + interval);
            alerts.add(raised);
            if (!raised.isEmpty()) {
                listener.accept(raised);
            }
            active.forEach(Lately::reset);
            active.clear();
            withinNanos = 0;
            withinCalls = 0;
            from += (nanos - from) / interval * interval;
        }
    }

    /** Gives the first of the alerts so far, those of the interval that has just begun included. */
    public List<Alert> firstAlerts(long end) {
        return alerts(end).first();
    }

    /** Gives the alerts so far, those of the interval that has just begun included. */
    RaisedAlerts alerts(long end) {
        return alerts.and(raise(Math.min(end, from + interval)));
    }

    private List<Alert> raise(long to) {
        List<Alert> raised = new ArrayList<>();
        for (Lately lately : active) {
            highLatency(lately, to).ifPresent(raised::add);
            lowHitRate(lately, to).ifPresent(raised::add);
            highErrorRate(lately, to).ifPresent(raised::add);
        }
        highContention(to).ifPresent(raised::add);
        return raised;
    }

    private Optional<Alert> highLatency(Lately lately, long to) {
        long threshold = thresholds.highLatency().toNanos();
        if (lately.calls < thresholds.fewestCalls() || lately.calls == 0) {
            return Optional.empty();
        }
        long median = lately.durations.lowestEquivalentValue(lately.durations.getValueAtPercentile(50));
        return median < threshold
                ? Optional.empty()
                : Optional.of(alert(Alert.Kind.HIGH_LATENCY, to, lately, median, threshold, lately.calls));
    }

    private Optional<Alert> lowHitRate(Lately lately, long to) {
        CacheUse cache = new CacheUse(lately.hits, lately.misses);
        return cache.lookups() == 0
                        || cache.lookups() < thresholds.fewestCalls()
                        || cache.hitRate() >= thresholds.lowHitRate()
                ? Optional.empty()
                : Optional.of(alert(
                        Alert.Kind.LOW_HIT_RATE,
                        to,
                        lately,
                        cache.hitRate(),
                        thresholds.lowHitRate(),
                        cache.lookups()));
    }

    private Optional<Alert> highErrorRate(Lately lately, long to) {
        if (lately.calls < thresholds.fewestCalls() || lately.calls == 0) {
            return Optional.empty();
        }
        double rate = 100.0 * lately.errors / lately.calls;
        return rate <= thresholds.highErrorRate()
                ? Optional.empty()
                : Optional.of(
                        alert(Alert.Kind.HIGH_ERROR_RATE, to, lately, rate, thresholds.highErrorRate(), lately.calls));
    }

    private Optional<Alert> highContention(long to) {
        long waits = 0;
        Lately most = null;
        for (Lately lately : active) {
            waits += lately.waits;
            if (lately.waits > 0 && (most == null || lately.waits > most.waits)) {
                most = lately;
            }
        }
        if (most == null || withinCalls < thresholds.fewestCalls() || withinNanos == 0) {
            return Optional.empty();
        }
        double share = Math.min(100, 100.0 * waits / withinNanos);
        return share <= thresholds.highContention()
                ? Optional.empty()
                : Optional.of(
                        alert(Alert.Kind.HIGH_CONTENTION, to, most, share, thresholds.highContention(), withinCalls));
    }

    private Alert alert(Alert.Kind kind, long to, Lately lately, double value, double threshold, long calls) {
        return new Alert(kind, from, to, lately.traits.name(), value, threshold, calls);
    }

    /** What a function did in the interval that is under way. */
    private static final class Lately {

        private final FunctionTraits traits;
        private final Histogram durations = new Histogram(2);
        private boolean active;
        private long calls;
        private long errors;
        private long hits;
        private long misses;
        private long waits;

        Lately(FunctionTraits traits) {
            this.traits = traits;
        }

        void reset() {
            active = false;
            durations.reset();
            calls = 0;
            errors = 0;
            hits = 0;
            misses = 0;
            waits = 0;
        }
    }
}
