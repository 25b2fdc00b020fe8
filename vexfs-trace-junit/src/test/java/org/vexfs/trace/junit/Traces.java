package org.vexfs.trace.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.OperationJudgement;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.session.Replay;
import org.vexfs.trace.session.TraceWindow;
import org.vexfs.trace.testing.GivenWindow;
import org.vexfs.trace.testing.RecordedCapture;

/** Traces of which the judgement is given, or replayed. */
public final class Traces {

    private Traces() {}

    /** Gives the trace of a test of the example project, from the capture of a live run on kernel 6.12. */
    public static VexfsTrace captured(String test) {
        try {
            return Replay.of(List.of(RecordedCapture.path("vector-store-6.12"))).windows().stream()
                    .filter(window -> window.test().displayName().equals(test))
                    .map(VexfsTrace::new)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives a trace that comes to this judgement, whatever is asked. */
    public static VexfsTrace of(MemoryJudgement judgement) {
        return new VexfsTrace(new GivenWindow("Some.test", "100%.capture.jsonl") {
            @Override
            public MemoryJudgement judgeMemory(String assertion) {
                return judgement;
            }
        });
    }

    /** Gives a trace that comes to this judgement, and in which every mark opens that window. */
    static VexfsTrace within(MemoryJudgement judgement, TraceWindow opened) {
        return new VexfsTrace(new GivenWindow("Some.test", "100%.capture.jsonl") {
            @Override
            public MemoryJudgement judgeMemory(String assertion) {
                return judgement;
            }

            @Override
            public TraceWindow openWithin(String mark) {
                return opened;
            }
        });
    }

    /** Gives a trace of operations alone that come to this judgement, whatever is asked. */
    public static VexfsTrace of(OperationJudgement judgement) {
        return new VexfsTrace(window(judgement));
    }

    /** Gives the window of such a trace. */
    static TraceWindow window(OperationJudgement judgement) {
        return new GivenWindow("Some.test", "100%.capture.jsonl") {
            @Override
            public Set<TraceScript> scripts() {
                return Set.of(TraceScript.PERFORMANCE, TraceScript.KERNEL);
            }

            @Override
            public OperationJudgement judgeOperations(String assertion) {
                return judgement;
            }
        };
    }

    /** Gives a trace of both. */
    public static VexfsTrace of(MemoryJudgement memory, OperationJudgement operations) {
        return new VexfsTrace(new GivenWindow("Some.test", "100%.capture.jsonl") {
            @Override
            public Set<TraceScript> scripts() {
                return Set.of(TraceScript.MEMORY, TraceScript.PERFORMANCE);
            }

            @Override
            public MemoryJudgement judgeMemory(String assertion) {
                return memory;
            }

            @Override
            public OperationJudgement judgeOperations(String assertion) {
                return operations;
            }
        });
    }
}
