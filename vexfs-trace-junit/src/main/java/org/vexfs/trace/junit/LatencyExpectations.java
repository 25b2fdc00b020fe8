package org.vexfs.trace.junit;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.vexfs.trace.analysis.OperationAssertion;
import org.vexfs.trace.config.DurationText;

/** What one {@link ExpectLatency} asks. */
final class LatencyExpectations {

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
        Duration duration = DurationText.parse(limit)
                .orElseThrow(() -> wrong(
                        element + " = \"" + limit + "\"; expected " + DurationText.EXPECTED,
                        "write it such as 500us or 2ms"));
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
