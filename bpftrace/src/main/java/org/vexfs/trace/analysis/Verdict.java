package org.vexfs.trace.analysis;

/** What a judgement comes to. */
public enum Verdict {
    /** Nothing is wrong, and the trace is proven complete. */
    PASSED,
    /** Something is wrong, and what the trace may have missed cannot explain it. */
    FAILED,
    /** The trace cannot tell. */
    INCONCLUSIVE;

    /** Gives the worse of two: a failure is certain, and an inconclusive one is no pass. */
    public Verdict and(Verdict other) {
        if (this == FAILED || other == FAILED) {
            return FAILED;
        }
        return this == INCONCLUSIVE || other == INCONCLUSIVE ? INCONCLUSIVE : PASSED;
    }
}
