package org.vexfs.trace.junit;

import org.vexfs.trace.analysis.MemoryAssertion;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.session.TraceWindow;

/**
 * Something that an annotation expects of a test's trace.
 *
 * @param annotation the annotation, as a user writes it
 * @param question what it asks of the closed window
 */
record Expectation(String annotation, Question question) {

    /** Turns what a window came to into an answer. */
    interface Question {

        VexfsTrace.Answer ask(MemoryJudgement judgement, TraceWindow window);

        static Question of(MemoryAssertion assertion) {
            return (judgement, window) -> VexfsTrace.Answer.of(assertion, judgement, window);
        }
    }
}
