package org.vexfs.trace.analysis;

import java.util.Arrays;
import java.util.Optional;
import org.vexfs.trace.config.UsageSettings.Tracking;

/**
 * What can be asked of how a window used memory.
 *
 * @param question what is asked
 * @param limit the limit in bytes; 0 where the question has none
 */
public record UsageAssertion(Question question, long limit) {

    /** The kinds of questions. */
    public enum Question {
        PEAK_MEMORY_BELOW("peakMemoryBelow", true),
        NO_ALLOCATION_ABOVE("noAllocationAbove", true),
        NO_ALLOCATION_FAILURES("noAllocationFailures", false);

        private final String assertion;
        private final boolean limited;

        Question(String assertion, boolean limited) {
            this.assertion = assertion;
            this.limited = limited;
        }
    }

    public UsageAssertion {
        if (limit < 0) {
            throw new IllegalArgumentException("a limit of " + limit + " bytes; expected 0 or more");
        }
    }

    /** Gives the assertion of that name, as {@link #assertion()} makes it. */
    public static Optional<UsageAssertion> named(String assertion) {
        int bracket = assertion.indexOf('(');
        String name = bracket < 0 ? assertion : assertion.substring(0, bracket);
        String limit = bracket < 0 ? "" : assertion.substring(bracket);
        return Arrays.stream(Question.values())
                .filter(question -> question.assertion.equals(name))
                .filter(question -> question.limited ? limit.matches("\\(\\d{1,18}\\)") : limit.isEmpty())
                .map(question -> new UsageAssertion(
                        question, question.limited ? Long.parseLong(limit.substring(1, limit.length() - 1)) : 0))
                .findFirst();
    }

    /** Gives the name under which it is asked, such as {@code peakMemoryBelow(4096)}. */
    public String assertion() {
        return question.limited ? question.assertion + "(" + limit + ")" : question.assertion;
    }

    /**
     * Gives what a judgement says to it. What was seen once is certain, whatever else was missed; but a peak may look too
     * high where a free was not seen, and an allocation may look failed where its second try was not seen.
     */
    public Verdict verdict(MemoryJudgement judgement) {
        MemoryUsage usage = judgement.usage();
        Tracking tracking = usage.details().tracking();
        boolean told = tracking.allocations() && (question != Question.PEAK_MEMORY_BELOW || tracking.deallocations());
        boolean complete = told && judgement.gapsOfTrace().isEmpty() && !judgement.incompleteDetail();
        boolean certain = switch (question) {
            case PEAK_MEMORY_BELOW -> false;
            case NO_ALLOCATION_ABOVE ->
                usage.largest().filter(largest -> largest.bytes() > limit).isPresent();
            case NO_ALLOCATION_FAILURES -> usage.refusalCount() > 0;
        };
        boolean seen = certain
                || switch (question) {
                    case PEAK_MEMORY_BELOW -> usage.peakBytes() >= limit;
                    case NO_ALLOCATION_ABOVE -> false;
                    case NO_ALLOCATION_FAILURES -> usage.failureCount() > 0;
                };
        if (certain || seen && complete) {
            return Verdict.FAILED;
        }
        return complete ? Verdict.PASSED : Verdict.INCONCLUSIVE;
    }
}
