package org.vexfs.trace.session;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.vexfs.trace.analysis.Alert;

/**
 * Tells the alerts of one window while it is open: those of an interval once it is over, of each kind the most conspicuous.
 * They are the judgement's, which has all of them: a rate is known when its interval is over, and not before.
 */
final class LiveAlerts {

    private final Consumer<Alert> listener;
    private final Executor aside;

    /** Intervals of memory and of operations begin at different times. */
    private final Map<Alert.Kind, Long> toldUntil = new EnumMap<>(Alert.Kind.class);

    /**
     * Begins to tell.
     *
     * @param aside runs what the thread that reads the trace has no time for
     */
    LiveAlerts(Consumer<Alert> listener, Executor aside) {
        this.listener = listener;
        this.aside = aside;
    }

    /** Tells nobody. */
    static LiveAlerts none() {
        return new LiveAlerts(alert -> {}, Runnable::run);
    }

    /** Tells of an interval that is over. */
    synchronized void intervalEnded(List<Alert> raised) {
        raised.forEach(alert -> toldUntil.merge(alert.kind(), alert.to(), Math::max));
        Collection<Alert> told = mostConspicuous(raised);
        aside.execute(() -> told.forEach(listener));
    }

    /** Tells of the interval that the window's end cut short. */
    synchronized void windowEnded(List<Alert> all) {
        mostConspicuous(all.stream()
                        .filter(alert -> alert.from() >= toldUntil.getOrDefault(alert.kind(), Long.MIN_VALUE))
                        .toList())
                .forEach(listener);
    }

    private static Collection<Alert> mostConspicuous(List<Alert> alerts) {
        Map<Alert.Kind, Alert> most = new EnumMap<>(Alert.Kind.class);
        alerts.forEach(alert ->
                most.merge(alert.kind(), alert, (first, second) -> first.excess() >= second.excess() ? first : second));
        return most.values();
    }
}
