package org.vexfs.trace.junit;

import java.nio.file.Path;
import java.util.List;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.session.TraceWindow;

/** Traces of which the judgement is given. */
public final class Traces {

    private Traces() {}

    /** Gives a trace that comes to this judgement, whatever is asked. */
    public static VexfsTrace of(MemoryJudgement judgement) {
        return new VexfsTrace(new TraceWindow() {
            @Override
            public TestId test() {
                return new TestId("[test:some]", "Some.test", 1);
            }

            @Override
            public String module() {
                return "vexfs";
            }

            @Override
            public String sourcesMissing() {
                return "";
            }

            @Override
            public Path capture() {
                return Path.of("100%.capture.jsonl");
            }

            @Override
            public MemoryJudgement judgeMemory(String assertion) {
                return judgement;
            }

            @Override
            public List<TraceEvent> events() {
                return List.of();
            }
        });
    }
}
