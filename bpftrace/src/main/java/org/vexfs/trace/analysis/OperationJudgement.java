package org.vexfs.trace.analysis;

import java.util.List;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.event.AbandonedCall;
import org.vexfs.trace.event.OperationCounts;

/**
 * What a window's operations come to.
 *
 * @param profile what the module did
 * @param activity what the kernel side counted within the window
 * @param gaps what the profile may have missed; empty for a complete trace
 * @param unseen how much that may be
 * @param running how many calls were under way at the end
 * @param abandoned the calls that will never return, because their threads ended within them
 * @param settings how the operations are told apart, and how many calls a percentile needs to be judged
 * @param observation how well the window could be observed
 */
public record OperationJudgement(
        OperationProfile profile,
        OperationCounts activity,
        List<Gap> gaps,
        Unseen unseen,
        long running,
        List<AbandonedCall> abandoned,
        OperationSettings settings,
        Observation observation) {

    public OperationJudgement {
        gaps = List.copyOf(gaps);
        abandoned = List.copyOf(abandoned);
    }

    /** Gives whether the trace is proven complete: passed, or inconclusive. */
    public Verdict completeness() {
        return gaps.isEmpty() ? Verdict.PASSED : Verdict.INCONCLUSIVE;
    }
}
