package org.vexfs.trace.analysis;

import java.util.List;

/**
 * What a user's script told within a window.
 *
 * @param lines what it printed, by lines
 * @param maps its maps
 * @param gaps what the trace may have missed
 */
public record CustomJudgement(List<String> lines, MapReadings maps, List<Gap> gaps) {

    public CustomJudgement {
        lines = List.copyOf(lines);
        gaps = List.copyOf(gaps);
    }

    /** Gives PASSED if nothing is known to be missing, otherwise INCONCLUSIVE. */
    public Verdict completeness() {
        return gaps.isEmpty() ? Verdict.PASSED : Verdict.INCONCLUSIVE;
    }
}
