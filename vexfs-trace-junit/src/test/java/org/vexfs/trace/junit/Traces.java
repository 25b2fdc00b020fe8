package org.vexfs.trace.junit;

import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.testing.GivenWindow;

/** Traces of which the judgement is given. */
public final class Traces {

    private Traces() {}

    /** Gives a trace that comes to this judgement, whatever is asked. */
    public static VexfsTrace of(MemoryJudgement judgement) {
        return new VexfsTrace(new GivenWindow("Some.test", "100%.capture.jsonl") {
            @Override
            public MemoryJudgement judgeMemory(String assertion) {
                return judgement;
            }
        });
    }
}
