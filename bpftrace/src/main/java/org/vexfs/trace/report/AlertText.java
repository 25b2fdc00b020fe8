package org.vexfs.trace.report;

import static org.vexfs.trace.report.Quantity.count;
import static org.vexfs.trace.report.Quantity.time;

import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.session.TestId;

/** Says what is conspicuous. */
public final class AlertText {

    private AlertText() {}

    /** Gives the line for one that is told while its test runs. */
    public static String of(TestId test, Alert alert) {
        return "alert in " + test.displayName() + ": " + of(alert) + " within " + time(alert.to() - alert.from()) + " ("
                + alert.kind().key() + ")";
    }

    /** Gives what was measured and its threshold, without a time. */
    public static String of(Alert alert) {
        boolean time = alert.kind() == Alert.Kind.HIGH_LATENCY;
        String what = switch (alert.kind()) {
            case HIGH_LATENCY -> "the median of " + alert.subject() + " is ";
            case LOW_HIT_RATE -> "the hit rate of " + alert.subject() + " is ";
            case HIGH_ERROR_RATE -> "the error rate of " + alert.subject() + " is ";
            case HIGH_CONTENTION -> "waiting for locks, the longest in " + alert.subject() + ", takes ";
        };
        return what + (time ? time((long) alert.value()) : Quantity.percent(alert.value())) + ", threshold "
                + (time ? Quantity.exactTime((long) alert.threshold()) : Quantity.plain(alert.threshold()) + " %")
                + ", over " + count(alert.calls(), "call");
    }
}
