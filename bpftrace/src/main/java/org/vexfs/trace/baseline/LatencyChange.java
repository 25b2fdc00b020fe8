package org.vexfs.trace.baseline;

import java.util.Optional;
import org.vexfs.trace.analysis.Bounds;
import org.vexfs.trace.analysis.Measured;

/** What has become of a latency since its baseline. */
public sealed interface LatencyChange {

    /** It is neither slower nor faster by more than is allowed, or that is not certain. */
    record Unchanged(Change change) implements LatencyChange {}

    /** It is slower. */
    record Regressed(Change change) implements LatencyChange {}

    /** It is faster. */
    record Improved(Change change) implements LatencyChange {}

    /** There is nothing to compare it with. */
    record NoBaseline() implements LatencyChange {}

    /**
     * What there is was measured elsewhere.
     *
     * @param reason in what that differs
     */
    record NotComparable(String reason) implements LatencyChange {}

    /**
     * There is too little to compare.
     *
     * @param reason what is missing
     */
    record Inconclusive(String reason) implements LatencyChange {}

    /**
     * How a percentile changed.
     *
     * @param percentile which one, above 0 and at most 100
     * @param before what it was, in nanoseconds
     * @param now what it is, in nanoseconds
     * @param relative the relative change, such as 0.1 for 10 % more, as far as it is known
     * @param interval where the true change lies with the level; empty where the change itself is allowed already
     * @param level how often such an interval holds the true change, about
     * @param callsBefore how many calls the baseline has
     * @param callsNow how many there were
     */
    record Change(
            double percentile,
            Bounds before,
            Bounds now,
            Measured relative,
            Optional<Measured> interval,
            double level,
            long callsBefore,
            long callsNow) {}
}
