package org.vexfs.trace.junit;

import java.util.Optional;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.session.LiveWindow;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.session.TraceWindow;
import org.vexfs.trace.session.WindowJudgement;

/**
 * A test that is under way, with its window.
 *
 * @param config how it is traced
 * @param test its run
 * @param window its window
 * @param live the same, unless this is a replay
 * @param suppressions the leaks that do not count
 */
record ActiveTest(
        TraceConfig config,
        TestId test,
        TraceWindow window,
        Optional<LiveWindow> live,
        SuppressionsInUse suppressions) {

    MemoryJudgement suppressed(MemoryJudgement judgement) {
        return suppressions.apply(judgement, window.day());
    }

    WindowJudgement suppressed(WindowJudgement judgement) {
        return new WindowJudgement(judgement.memory().map(this::suppressed), judgement.operations());
    }

    /** Writes down what its window came to. */
    void record(WindowJudgement judgement) {
        RunLog.INSTANCE.judged(config.outputDirectory(), test, window, judgement);
    }
}
