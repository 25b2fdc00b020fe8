package org.vexfs.trace.junit;

import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.vexfs.trace.analysis.MemoryAssertion;
import org.vexfs.trace.analysis.OperationAssertion;
import org.vexfs.trace.session.TraceWindow;
import org.vexfs.trace.session.WindowJudgement;

/**
 * Something that an annotation expects of a test's trace.
 *
 * @param annotation the annotation, as a user writes it
 * @param script the script that tells of it
 * @param question what it asks of the closed window
 */
record Expectation(String annotation, Script script, Question question) {

    /** Turns what a window came to into an answer. */
    interface Question {

        VexfsTrace.Answer ask(WindowJudgement judgement, TraceWindow window);

        static Question of(OperationAssertion assertion) {
            return (judgement, window) -> VexfsTrace.Answer.of(
                    assertion,
                    judgement.operations().orElseThrow(() -> missing("operations", "PERFORMANCE", window)),
                    window);
        }

        private static ExtensionConfigurationException missing(String what, String script, TraceWindow window) {
            return new ExtensionConfigurationException("something is expected of the " + what + " of "
                    + window.test().displayName() + ", which is not traced. Remedy: " + VexfsTrace.add(script, window)
                    + ", or remove the expectation.");
        }

        static Question of(MemoryAssertion assertion) {
            return (judgement, window) -> VexfsTrace.Answer.of(
                    assertion, judgement.memory().orElseThrow(() -> missing("memory", "MEMORY", window)), window);
        }
    }
}
