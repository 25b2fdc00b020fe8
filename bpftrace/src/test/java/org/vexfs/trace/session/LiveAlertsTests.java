package org.vexfs.trace.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.Alert.Kind;

class LiveAlertsTests {

    private final List<Alert> told = new ArrayList<>();
    private final LiveAlerts alerts = new LiveAlerts(told::add, Runnable::run);

    @Test
    void ofAnIntervalTheMostConspicuousOfEachKindIsTold() {
        alerts.intervalEnded(List.of(
                alert(Kind.HIGH_LATENCY, 0, 5, "vexfs_read", 11),
                alert(Kind.HIGH_LATENCY, 0, 5, "vexfs_write", 12),
                alert(Kind.LOW_HIT_RATE, 0, 5, "vexfs_cache_get", 3),
                alert(Kind.LOW_HIT_RATE, 0, 5, "vexfs_cache_lookup", 4)));

        assertThat(told).extracting(Alert::subject).containsExactly("vexfs_write", "vexfs_cache_get");
    }

    @Test
    void eachIntervalIsToldOfAnew() {
        alerts.intervalEnded(List.of(alert(Kind.HIGH_LATENCY, 0, 5, "vexfs_read", 11)));
        alerts.intervalEnded(List.of(alert(Kind.HIGH_LATENCY, 5, 10, "vexfs_read", 11)));

        assertThat(told).extracting(Alert::from).containsExactly(0L, 5L);
    }

    @Test
    void whenTheWindowEndsThatIsToldWhichWasNotYet() {
        List<Alert> first = List.of(
                alert(Kind.HIGH_LATENCY, 0, 5, "vexfs_read", 11), alert(Kind.HIGH_LATENCY, 0, 5, "vexfs_write", 12));
        Alert cutShort = alert(Kind.HIGH_ERROR_RATE, 5, 7, "vexfs_read", 50);
        alerts.intervalEnded(first);

        alerts.windowEnded(List.of(first.get(0), first.get(1), cutShort));

        assertThat(told).containsExactly(first.get(1), cutShort);
    }

    private static Alert alert(Kind kind, long from, long to, String function, double value) {
        return new Alert(kind, from, to, function, value, 10, 20);
    }
}
