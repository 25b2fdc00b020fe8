package org.vexfs.trace.junit;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.vexfs.trace.analysis.OperationAssertion;

/** What one {@link ExpectLatency} asks. */
final class LatencyExpectations {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(us|ms|s|min)");

    private final ExpectLatency annotation;
    private final String test;
    private final List<OperationAssertion> assertions = new ArrayList<>();

    private LatencyExpectations(ExpectLatency annotation, String test) {
        this.annotation = annotation;
        this.test = test;
    }

    /**
     * Gives what an annotation asks, at least one assertion.
     *
     * @param test what to call the test in messages
     * @throws ExtensionConfigurationException if something in it is impossible, or it asks nothing
     */
    static List<OperationAssertion> of(ExpectLatency annotation, String test) {
        return new LatencyExpectations(annotation, test).assertions();
    }

    private List<OperationAssertion> assertions() {
        expect("p50", 50, annotation.p50());
        expect("p95", 95, annotation.p95());
        expect("p99", 99, annotation.p99());
        expect("p999", 99.9, annotation.p999());
        if (annotation.percentile() != 0 && annotation.below().isEmpty()) {
            throw wrong(
                    "percentile = " + annotation.percentile() + " has no limit", "add one, such as below = \"2ms\"");
        }
        if (annotation.percentile() == 0 && !annotation.below().isEmpty()) {
            throw wrong("below = \"" + annotation.below() + "\" has no percentile", "add one, such as percentile = 90");
        }
        expect("below", annotation.percentile(), annotation.below());
        if (assertions.isEmpty()) {
            throw wrong("it has no limit", "add one, such as p99 = \"2ms\", or remove the annotation");
        }
        return List.copyOf(assertions);
    }

    private void expect(String element, double percentile, String limit) {
        if (limit.isEmpty()) {
            return;
        }
        long nanos = nanos(element, limit);
        try {
            assertions.add(OperationAssertion.percentileLatencyBelow(annotation.operation(), percentile, nanos));
        } catch (IllegalArgumentException impossible) {
            throw wrong(impossible.getMessage(), "correct it");
        }
    }

    private long nanos(String element, String limit) {
        Matcher matcher = DURATION.matcher(limit);
        if (!matcher.matches()) {
            throw wrong(
                    element + " = \"" + limit + "\"; expected a number with us, ms, s or min",
                    "write it such as 500us or 2ms");
        }
        ChronoUnit unit = switch (matcher.group(2)) {
            case "us" -> ChronoUnit.MICROS;
            case "ms" -> ChronoUnit.MILLIS;
            case "s" -> ChronoUnit.SECONDS;
            default -> ChronoUnit.MINUTES;
        };
        Duration duration = Duration.of(Long.parseLong(matcher.group(1)), unit);
        if (duration.isZero() || duration.compareTo(ChronoUnit.DAYS.getDuration()) > 0) {
            throw wrong(
                    element + " = \"" + limit + "\"; expected above 0 and at most a day",
                    "give the time that such a call may take");
        }
        return duration.toNanos();
    }

    private ExtensionConfigurationException wrong(String what, String remedy) {
        return new ExtensionConfigurationException("@ExpectLatency(operation = \"" + annotation.operation() + "\") of "
                + test + ": " + what + ". Remedy: " + remedy + ".");
    }
}
