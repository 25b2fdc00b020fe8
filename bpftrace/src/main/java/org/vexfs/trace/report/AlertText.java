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
        return switch (alert.kind()) {
            case HIGH_LATENCY ->
                "the median of " + alert.subject() + " is " + time((long) alert.value()) + ", threshold "
                        + Quantity.exactTime((long) alert.threshold()) + ", over " + count(alert.calls(), "call");
            case LOW_HIT_RATE -> "the hit rate of " + alert.subject() + " is " + share(alert, "call");
            case HIGH_ERROR_RATE -> "the error rate of " + alert.subject() + " is " + share(alert, "call");
            case HIGH_CONTENTION ->
                "waiting for locks, the longest in " + alert.subject() + ", takes " + share(alert, "call");
            case HIGH_USAGE ->
                "the module holds " + count((long) alert.value(), "byte") + ", most of them for " + alert.subject()
                        + ", threshold " + count((long) alert.threshold(), "byte") + ", in "
                        + count(alert.calls(), "object");
            case HIGH_FAILURE_RATE ->
                "the share of allocations that fail, most in " + alert.subject() + ", is " + share(alert, "allocation");
            case OUTSTANDING_ALLOCATIONS ->
                "the module holds " + count((long) alert.value(), "object") + ", most of them for " + alert.subject()
                        + ", threshold " + Quantity.number((long) alert.threshold());
            case OLD_ALLOCATIONS ->
                count(alert.calls(), "object") + ", most of them for " + alert.subject() + ", are held for up to "
                        + time((long) alert.value()) + ", threshold "
                        + Quantity.exactTime((long) alert.threshold());
        };
    }

    private static String share(Alert alert, String of) {
        return Quantity.percent(alert.value()) + ", threshold " + Quantity.plain(alert.threshold()) + " %, over "
                + count(alert.calls(), of);
    }
}
