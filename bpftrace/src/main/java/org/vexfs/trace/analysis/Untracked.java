package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.List;
import org.vexfs.trace.config.UsageSettings.Tracking;

/** What a window cannot tell because its configuration switches it off. */
final class Untracked {

    private static final String SECTION = "memory_trace.tracking.";

    private Untracked() {}

    /** Gives what is missing, with the key that says so. */
    static List<Gap> of(Tracking tracking) {
        List<Gap> gaps = new ArrayList<>();
        if (!tracking.allocations()) {
            gaps.add(gap("what is allocated is not told", "track_allocations"));
        }
        if (!tracking.deallocations()) {
            gaps.add(gap("what is freed is not told", "track_deallocations"));
        }
        if (!tracking.leaks()) {
            gaps.add(gap("what is still held at the end is not looked for", "track_leaks"));
        }
        return gaps;
    }

    private static Gap gap(String what, String key) {
        return new Gap(what + ", as " + SECTION + key + " is false", "set " + SECTION + key + " to true");
    }

    /** Gives a verdict that rests on something: where that is not told, what was not found is not known. */
    static Verdict restingOn(boolean told, Verdict verdict) {
        return told || verdict != Verdict.PASSED ? verdict : Verdict.INCONCLUSIVE;
    }
}
