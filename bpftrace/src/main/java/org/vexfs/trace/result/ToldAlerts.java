package org.vexfs.trace.result;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.vexfs.trace.analysis.Alert;

/** Which alerts are written down: the same one only once in a while. */
final class ToldAlerts {

    private final long interval;
    private final Map<Subject, Long> last = new HashMap<>();
    private long all;
    private long heldBack;

    private record Subject(Alert.Kind kind, String function) {}

    /** @param interval how long the same alert is not told again */
    ToldAlerts(Duration interval) {
        this.interval = interval.toNanos();
    }

    /** Takes note of an alert, and gives whether to tell it. */
    boolean tell(Alert alert) {
        all++;
        Subject subject = new Subject(alert.kind(), alert.subject());
        Long told = last.get(subject);
        if (told != null && alert.to() - told < interval) {
            heldBack++;
            return false;
        }
        last.put(subject, alert.to());
        return true;
    }

    long all() {
        return all;
    }

    long heldBack() {
        return heldBack;
    }
}
