package org.vexfs.trace.report.html;

import java.util.Locale;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.report.ComparedRun;

/** How a test stands: in words, with a sign, and in a colour of the style sheet. The first ones are shown first. */
enum Status {
    FAILED("\u2718"),
    /** Nothing is wrong but that something takes longer than the baseline has it. */
    REGRESSED("\u25b2"),
    INCONCLUSIVE("?"),
    PASSED("\u2714"),
    ABORTED("\u2013");

    private final String sign;

    Status(String sign) {
        this.sign = sign;
    }

    static Status of(ComparedRun compared) {
        if (compared.run().aborted()) {
            return ABORTED;
        }
        Status traced = of(compared.run().verdict());
        return compared.regressed() && traced != FAILED ? REGRESSED : traced;
    }

    static Status of(Verdict verdict) {
        return switch (verdict) {
            case FAILED -> FAILED;
            case INCONCLUSIVE -> INCONCLUSIVE;
            case PASSED -> PASSED;
        };
    }

    String word() {
        return name();
    }

    String sign() {
        return sign;
    }

    String style() {
        return name().toLowerCase(Locale.ROOT);
    }
}
