package org.vexfs.trace.analysis;

import java.util.Optional;

/**
 * What a judgement says to an assertion.
 *
 * @param verdict whether it holds
 * @param measured what was measured, in the unit of the assertion's limit; empty if nothing could be
 * @param calls how many calls it was measured on
 * @param confidence where a percentile lies of what the calls are a sample of, with {@link #LEVEL}
 * @param obstacle what the trace cannot tell and why, if that is what makes it inconclusive; where it is the trace's
 *     gaps, the judgement has those
 */
public record OperationAnswer(
        Verdict verdict,
        Optional<Measured> measured,
        long calls,
        Optional<ConfidenceInterval> confidence,
        Optional<Gap> obstacle) {

    /** How often the confidence intervals hold the true value at least. */
    public static final double LEVEL = 0.95;

    static OperationAnswer of(Verdict verdict, Measured measured, long calls) {
        return new OperationAnswer(verdict, Optional.of(measured), calls, Optional.empty(), Optional.empty());
    }

    static OperationAnswer none(long calls, String cause, String remedy) {
        return none(calls, new Gap(cause, remedy));
    }

    static OperationAnswer none(long calls, Gap obstacle) {
        return new OperationAnswer(
                Verdict.INCONCLUSIVE, Optional.empty(), calls, Optional.empty(), Optional.of(obstacle));
    }

    OperationAnswer with(ConfidenceInterval interval) {
        return new OperationAnswer(verdict, measured, calls, Optional.of(interval), obstacle);
    }

    OperationAnswer because(String cause, String remedy) {
        return because(new Gap(cause, remedy));
    }

    /** Gives the same with what stands in the way, if it is inconclusive. */
    OperationAnswer because(Gap gap) {
        return verdict == Verdict.INCONCLUSIVE
                ? new OperationAnswer(verdict, measured, calls, confidence, Optional.of(gap))
                : this;
    }
}
