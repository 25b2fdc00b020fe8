package org.vexfs.trace.report.html;

import java.util.Locale;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.report.TestRun;

/** How a test stands: in words, with a sign, and in a colour of the style sheet. The first ones are shown first. */
enum Status {
    FAILED("\u2718"),
    INCONCLUSIVE("?"),
    PASSED("\u2714"),
    ABORTED("\u2013");

    private final String sign;

    Status(String sign) {
        this.sign = sign;
    }

    static Status of(TestRun run) {
        return run.aborted() ? ABORTED : of(run.verdict());
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
