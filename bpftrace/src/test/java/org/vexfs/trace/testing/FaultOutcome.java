package org.vexfs.trace.testing;

import org.vexfs.trace.analysis.Verdict;

/** What came of a {@link Fault}. */
public final class FaultOutcome {

    private String judged = "";
    private String seen = "";

    /** Says how the window was judged in which it broke, and the text that tells a user so. */
    public void judged(Verdict verdict, String text) {
        judged = verdict.name();
        seen = text;
    }

    /** Says what a user sees where no window was judged: an error, or that all goes on as if nothing had happened. */
    public void notJudged(String text) {
        judged = "no window";
        seen = text;
    }

    String judged() {
        return judged;
    }

    String seen() {
        return seen;
    }
}
