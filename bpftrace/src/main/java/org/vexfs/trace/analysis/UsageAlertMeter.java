package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.vexfs.trace.config.UsageSettings;

/**
 * Looks at how memory is used interval by interval, and raises alerts. What is held is told when it rises above its
 * threshold, and not again before it was below.
 */
final class UsageAlertMeter {

    private final UsageSettings settings;
    private final long interval;
    private final AllocationOrigins origins;
    private final LongFunction<Aged> aged;
    private final Consumer<List<Alert>> listener;
    private final HeldLevel lately = new HeldLevel();
    private final Map<String, Long> failures = new HashMap<>();
    private final RaisedAlerts alerts = new RaisedAlerts();
    private long from;
    private long allocations;
    private boolean usageTold;
    private boolean objectsTold;
    private long agedTold;

    /**
     * Begins to look.
     *
     * @param start when the first interval begins, in nanoseconds since boot
     * @param origins who holds what
     * @param aged gives the objects that are older than the age that hints at a leak, at a time
     * @param listener is told the alerts of an interval when it is over, if there are any
     */
    UsageAlertMeter(
            long start,
            UsageSettings settings,
            AllocationOrigins origins,
            LongFunction<Aged> aged,
            Consumer<List<Alert>> listener) {
        this.from = start;
        this.settings = settings;
        this.interval = Math.max(1, settings.alerts().interval().toNanos());
        this.origins = origins;
        this.aged = aged;
        this.listener = listener;
    }

    /**
     * Objects that have been held for long.
     *
     * @param objects how many there are
     * @param bytes their bytes
     * @param oldestNanos the age of the oldest
     * @param function the function that allocated most of them
     */
    record Aged(long objects, long bytes, long oldestNanos, String function) {

        static final Aged NONE = new Aged(0, 0, 0, "");
    }

    void allocated() {
        allocations++;
    }

    void failed(String function) {
        failures.merge(function, 1L, Long::sum);
    }

    /** What had failed was given after all. */
    void madeGood(String function) {
        failures.computeIfPresent(function, (same, count) -> count > 1 ? count - 1 : null);
    }

    /** Takes note that more or less is held. */
    void held(long bytes, long objects) {
        lately.add(bytes, objects);
    }

    /** Takes note that it is so late: what happens next happens then or later. */
    void advanceTo(long nanos) {
        if (nanos - from < interval) {
            return;
        }
        long to = from + interval;
        List<Alert> raised = raise(to);
        alerts.add(raised);
        usageTold = lately.bytes() > settings.pressure().highUsage();
        objectsTold = lately.objects() > settings.leaks().outstanding();
        agedTold = aged.apply(to).objects();
        if (!raised.isEmpty()) {
            listener.accept(raised);
        }
        lately.beginAnew();
        failures.clear();
        allocations = 0;
        from += (nanos - from) / interval * interval;
    }

    /** Gives the alerts so far, those of the interval that has just begun included. */
    RaisedAlerts alerts(long end) {
        return alerts.and(raise(Math.min(end, from + interval)));
    }

    private List<Alert> raise(long to) {
        List<Alert> raised = new ArrayList<>();
        highUsage(to).ifPresent(raised::add);
        outstanding(to).ifPresent(raised::add);
        old(to).ifPresent(raised::add);
        failureRate(to).ifPresent(raised::add);
        return raised;
    }

    private Optional<Alert> highUsage(long to) {
        long threshold = settings.pressure().highUsage();
        return usageTold || lately.peakBytes() <= threshold
                ? Optional.empty()
                : Optional.of(alert(
                        Alert.Kind.HIGH_USAGE,
                        to,
                        holder(origins.topFunction(HeldLevel::bytes)),
                        lately.peakBytes(),
                        threshold,
                        lately.peakObjects()));
    }

    private Optional<Alert> outstanding(long to) {
        long threshold = settings.leaks().outstanding();
        return objectsTold || lately.peakObjects() <= threshold
                ? Optional.empty()
                : Optional.of(alert(
                        Alert.Kind.OUTSTANDING_ALLOCATIONS,
                        to,
                        holder(origins.topFunction(HeldLevel::objects)),
                        lately.peakObjects(),
                        threshold,
                        lately.peakObjects()));
    }

    private Optional<Alert> old(long to) {
        Aged found = aged.apply(to);
        return found.objects() <= agedTold
                ? Optional.empty()
                : Optional.of(alert(
                        Alert.Kind.OLD_ALLOCATIONS,
                        to,
                        found.function(),
                        found.oldestNanos(),
                        settings.leaks().age().toNanos(),
                        found.objects()));
    }

    private Optional<Alert> failureRate(long to) {
        long failed = failures.values().stream().mapToLong(Long::longValue).sum();
        long asked = allocations + failed;
        if (failed == 0 || asked < settings.alerts().fewest()) {
            return Optional.empty();
        }
        double rate = 100.0 * failed / asked;
        double threshold = settings.pressure().failureRate();
        return rate <= threshold
                ? Optional.empty()
                : Optional.of(alert(
                        Alert.Kind.HIGH_FAILURE_RATE,
                        to,
                        AllocationOrigins.most(failures).orElseThrow(),
                        rate,
                        threshold,
                        asked));
    }

    private static String holder(Optional<String> function) {
        return function.orElse("functions that hold nothing any more");
    }

    private Alert alert(Alert.Kind kind, long to, String subject, double value, double threshold, long count) {
        return new Alert(kind, from, to, subject, value, threshold, count);
    }
}
