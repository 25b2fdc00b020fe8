package org.vexfs.trace.report.html;

import java.util.Comparator;
import java.util.Optional;
import org.vexfs.trace.baseline.LatencyChange;
import org.vexfs.trace.report.ComparedRun;

/** How an operation stands against the baseline. Of several, the first one is a test's. */
enum Standing {
    REGRESSED("\u25b2", "regressed", "failed"),
    INCONCLUSIVE("?", "inconclusive", "inconclusive"),
    NOT_COMPARABLE("\u2260", "not comparable", "inconclusive"),
    NO_BASELINE("\u2013", "no baseline", "aborted"),
    FASTER("\u25bc", "faster", "passed"),
    WITHIN("\u2714", "within", "passed");

    private final String sign;
    private final String word;
    private final String style;

    Standing(String sign, String word, String style) {
        this.sign = sign;
        this.word = word;
        this.style = style;
    }

    static Standing of(LatencyChange change) {
        if (change instanceof LatencyChange.Regressed) {
            return REGRESSED;
        }
        if (change instanceof LatencyChange.Inconclusive) {
            return INCONCLUSIVE;
        }
        if (change instanceof LatencyChange.NotComparable) {
            return NOT_COMPARABLE;
        }
        if (change instanceof LatencyChange.NoBaseline) {
            return NO_BASELINE;
        }
        return change instanceof LatencyChange.Improved ? FASTER : WITHIN;
    }

    /** Gives how a test stands; empty where nothing of it was compared. */
    static Optional<Standing> of(ComparedRun compared) {
        return compared.operations().stream()
                .flatMap(operation -> operation.changes().stream())
                .map(Standing::of)
                .min(Comparator.naturalOrder());
    }

    String word() {
        return word;
    }

    String sign() {
        return sign;
    }

    String style() {
        return style;
    }
}
