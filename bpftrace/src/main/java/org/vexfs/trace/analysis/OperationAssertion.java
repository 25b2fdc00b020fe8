package org.vexfs.trace.analysis;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be asked of a window's operations.
 *
 * @param question what is asked
 * @param functions a pattern of the functions it is asked of, in which {@code *} stands for any characters
 * @param percentile which percentile, above 0 and at most 100, where 100 is the longest of all; 0 where the question has
 *     none
 * @param limit the limit, in the question's unit; 0 where it has none
 */
public record OperationAssertion(Question question, String functions, double percentile, double limit) {

    private static final Pattern FUNCTIONS = Pattern.compile("[A-Za-z0-9_.$*]+");
    private static final Pattern NAME = Pattern.compile("(\\w+)\\(([^,()]+)(?:,([^,()]+))?(?:,([^,()]+))?\\)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}(\\.\\d{1,18})?");

    /** The largest number up to which a double holds every whole number. */
    private static final double MOST_WHOLE = 1L << 53;

    /** The kinds of questions. */
    public enum Question {
        /** A percentile of the calls' time, in nanoseconds. */
        PERCENTILE_LATENCY_BELOW("percentileLatencyBelow", Limit.WHOLE),
        OPERATION_COUNT("operationCount", Limit.WHOLE),
        OPERATION_COUNT_AT_LEAST("operationCountAtLeast", Limit.WHOLE),
        OPERATION_COUNT_AT_MOST("operationCountAtMost", Limit.WHOLE),
        /** Bytes per second over the time in which at least one read or write was under way. */
        THROUGHPUT_ABOVE("throughputAbove", Limit.REAL),
        /** Percent of the lookups. */
        CACHE_HIT_RATE_ABOVE("cacheHitRateAbove", Limit.PERCENT),
        /** The longest wait, in nanoseconds. */
        LOCK_WAIT_BELOW("lockWaitBelow", Limit.WHOLE),
        /** The longest hold, in nanoseconds. */
        LOCK_HOLD_BELOW("lockHoldBelow", Limit.WHOLE),
        /** No wait was as long as what is configured to matter. */
        NO_LOCK_CONTENTION("noLockContention", Limit.NONE),
        /** Percent of the calls that can return an error. */
        ERROR_RATE_BELOW("errorRateBelow", Limit.PERCENT),
        NO_ERRORS("noErrors", Limit.NONE),
        NO_ALERTS("noAlerts", Limit.NONE);

        private final String assertion;
        private final Limit limit;

        Question(String assertion, Limit limit) {
            this.assertion = assertion;
            this.limit = limit;
        }

        private boolean hasPercentile() {
            return this == PERCENTILE_LATENCY_BELOW;
        }

        private int parameters() {
            return 1 + (hasPercentile() ? 1 : 0) + (limit == Limit.NONE ? 0 : 1);
        }
    }

    private enum Limit {
        NONE,
        WHOLE,
        REAL,
        PERCENT
    }

    public OperationAssertion {
        if (!FUNCTIONS.matcher(functions).matches()) {
            throw new IllegalArgumentException("functions '" + functions
                    + "'; expected a name of letters, digits, _ . $ and * for any characters");
        }
        if (question.hasPercentile() ? !(percentile > 0 && percentile <= 100) : percentile != 0) {
            throw new IllegalArgumentException("percentile " + percentile + " of " + question.assertion
                    + (question.hasPercentile() ? "; expected above 0 and at most 100" : "; expected none"));
        }
        boolean possible = switch (question.limit) {
            case NONE -> limit == 0;
            case WHOLE -> limit >= 0 && limit <= MOST_WHOLE && limit == Math.rint(limit);
            case REAL -> limit >= 0 && limit < Double.POSITIVE_INFINITY;
            case PERCENT -> limit >= 0 && limit <= 100;
        };
        if (!possible) {
            String expected = switch (question.limit) {
                case NONE -> "none";
                case WHOLE -> "a whole number, 0 or more";
                case REAL -> "0 or more";
                case PERCENT -> "0 to 100";
            };
            throw new IllegalArgumentException(
                    "limit " + limit + " of " + question.assertion + "; expected " + expected);
        }
    }

    /** Asks that a percentile of the calls' times is below a limit in nanoseconds. */
    public static OperationAssertion percentileLatencyBelow(String functions, double percentile, long nanos) {
        return new OperationAssertion(Question.PERCENTILE_LATENCY_BELOW, functions, percentile, nanos);
    }

    /** Asks a question without a percentile. */
    public static OperationAssertion of(Question question, String functions, double limit) {
        return new OperationAssertion(question, functions, 0, limit);
    }

    /** Asks a question without a limit. */
    public static OperationAssertion of(Question question, String functions) {
        return new OperationAssertion(question, functions, 0, 0);
    }

    /** Gives the assertion of that name, as {@link #assertion()} makes it. */
    public static Optional<OperationAssertion> named(String assertion) {
        Matcher name = NAME.matcher(assertion);
        if (!name.matches()) {
            return Optional.empty();
        }
        int parameters = name.group(4) != null ? 3 : name.group(3) != null ? 2 : 1;
        return Arrays.stream(Question.values())
                .filter(question -> question.assertion.equals(name.group(1)) && question.parameters() == parameters)
                .findFirst()
                .flatMap(question -> parsed(question, name))
                .filter(parsed -> parsed.assertion().equals(assertion));
    }

    private static Optional<OperationAssertion> parsed(Question question, Matcher name) {
        for (int parameter = 3; parameter <= 4; parameter++) {
            if (name.group(parameter) != null
                    && !NUMBER.matcher(name.group(parameter)).matches()) {
                return Optional.empty();
            }
        }
        double first = name.group(3) == null ? 0 : Double.parseDouble(name.group(3));
        double second = name.group(4) == null ? 0 : Double.parseDouble(name.group(4));
        try {
            return Optional.of(
                    question.hasPercentile()
                            ? new OperationAssertion(question, name.group(2), first, second)
                            : new OperationAssertion(question, name.group(2), 0, first));
        } catch (IllegalArgumentException impossible) {
            return Optional.empty();
        }
    }

    /** Gives the name under which it is asked, such as {@code percentileLatencyBelow(vexfs_vector_search,99.0,2000000)}. */
    public String assertion() {
        StringBuilder name = new StringBuilder(question.assertion).append('(').append(functions);
        if (question.hasPercentile()) {
            name.append(',').append(BigDecimal.valueOf(percentile).toPlainString());
        }
        switch (question.limit) {
            case NONE -> {}
            case WHOLE -> name.append(',').append((long) limit);
            case REAL, PERCENT ->
                name.append(',').append(BigDecimal.valueOf(limit).toPlainString());
        }
        return name.append(')').toString();
    }

    /** Gives what a judgement says to it. */
    public OperationAnswer answer(OperationJudgement judgement) {
        return OperationAnswers.answer(this, judgement);
    }

    /** Gives only the verdict of that. */
    public Verdict verdict(OperationJudgement judgement) {
        return answer(judgement).verdict();
    }
}
