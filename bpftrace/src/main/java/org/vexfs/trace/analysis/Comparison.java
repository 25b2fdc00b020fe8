package org.vexfs.trace.analysis;

import java.util.Optional;
import org.vexfs.trace.config.OperationCategory;

/**
 * Which of two kinds of operations is faster.
 *
 * @param first the one
 * @param second the other
 * @param firstCalls how long the operations of the one took, in nanoseconds
 * @param secondCalls how long those of the other took, in nanoseconds
 * @param outcome the answer; empty if there is none
 * @param reason why there is no answer; empty if there is one
 */
public record Comparison(
        OperationCategory first,
        OperationCategory second,
        Distribution firstCalls,
        Distribution secondCalls,
        Optional<Outcome> outcome,
        String reason) {

    /** How many operations of each kind an answer needs: from there on the normal approximation of the test is good. */
    public static final long FEWEST_OPERATIONS = 20;

    /** A difference that would be seen more often than this where there is none is no difference. */
    public static final double SIGNIFICANCE = 0.05;

    /** How often the interval of the ratio holds the true one, about. */
    public static final double LEVEL = 0.95;

    /** What a comparison comes to. */
    public enum Decision {
        FIRST_IS_FASTER,
        SECOND_IS_FASTER,
        NO_DIFFERENCE_SEEN
    }

    /**
     * The answer.
     *
     * @param decision which one is faster; decided only where both the test and the interval of the ratio say so
     * @param ratio the second one's median by the first one's, so that above 1 the first is faster
     * @param ratioInterval where that lies with {@link #LEVEL}, by the percentile bootstrap
     * @param probability how likely an operation of the first kind takes less than one of the second
     * @param pValue how likely such a difference is seen where there is none, by the two-sided Mann-Whitney U test
     */
    public record Outcome(Decision decision, double ratio, Measured ratioInterval, double probability, double pValue) {

        /** Gives how sure it is that there is a difference, in percent. */
        public double confidence() {
            return 100 * (1 - pValue);
        }
    }

    /** Compares the operations of two categories. */
    static Comparison of(CategoryProfile first, CategoryProfile second) {
        Optional<String> obstacle = obstacle(first).or(() -> obstacle(second));
        return new Comparison(
                first.category(),
                second.category(),
                first.latency(),
                second.latency(),
                obstacle.isPresent() ? Optional.empty() : Optional.of(outcome(first.latency(), second.latency())),
                obstacle.orElse(""));
    }

    private static Optional<String> obstacle(CategoryProfile profile) {
        String key = profile.category().key();
        if (profile.operations() < FEWEST_OPERATIONS) {
            return Optional.of(
                    profile.operations() + " operations of " + key + " are too few: it needs " + FEWEST_OPERATIONS);
        }
        return profile.nestingKnown()
                ? Optional.empty()
                : Optional.of("calls of several functions of " + key
                        + " were not told one by one, so nobody knows which of them lay within others");
    }

    private static Outcome outcome(Distribution first, Distribution second) {
        double ratio = (double) second.percentile(50).middle()
                / Math.max(1, first.percentile(50).middle());
        Measured interval = QuantileBootstrap.ratioOfMedians(second, first, LEVEL);
        MannWhitney test = MannWhitney.of(first, second);
        Decision decision = Decision.NO_DIFFERENCE_SEEN;
        if (test.pValue() < SIGNIFICANCE) {
            if (test.probability() > 0.5 && interval.low() > 1) {
                decision = Decision.FIRST_IS_FASTER;
            } else if (test.probability() < 0.5 && interval.high() < 1) {
                decision = Decision.SECOND_IS_FASTER;
            }
        }
        return new Outcome(decision, ratio, interval, test.probability(), test.pValue());
    }
}
