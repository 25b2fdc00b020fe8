package org.vexfs.trace.session;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.config.OperationSettings.AlertThresholds;
import org.vexfs.trace.config.OperationSettings.ArgumentRule;
import org.vexfs.trace.config.OperationSettings.Sampling;
import org.vexfs.trace.config.OperationSettings.Tracking;
import org.vexfs.trace.config.TrackedFigure;

/**
 * How operations are told apart, as a capture has it: numbers and texts alone. Times are in nanoseconds.
 *
 * @param categories patterns of functions by the category's key
 * @param dimensionArguments which argument of a function is a dimension, as {@code pattern:argument}
 * @param sizeArguments which argument of a function is the size asked for, as {@code pattern:argument}
 * @param slow as {@link OperationSettings#slow()}
 * @param longHold as {@link OperationSettings#longHold()}
 * @param longWait as {@link OperationSettings#longWait()}
 * @param fewestSamples as {@link OperationSettings#fewestSamples()}
 * @param alertInterval as {@link AlertThresholds#interval()}
 * @param alertFewestCalls as {@link AlertThresholds#fewestCalls()}
 * @param highLatency as {@link AlertThresholds#highLatency()}
 * @param lowHitRate as {@link AlertThresholds#lowHitRate()}
 * @param highErrorRate as {@link AlertThresholds#highErrorRate()}
 * @param highContention as {@link AlertThresholds#highContention()}
 * @param untracked the keys of the figures that are switched off; none in captures of early versions
 * @param keyArguments which argument of a function is a key, as {@code pattern:argument}
 * @param bucketArguments which arguments of a function say which bucket, as {@code pattern:argument}
 */
record OperationNotes(
        Map<String, List<String>> categories,
        List<String> dimensionArguments,
        List<String> sizeArguments,
        long slow,
        long longHold,
        long longWait,
        int fewestSamples,
        long alertInterval,
        long alertFewestCalls,
        long highLatency,
        double lowHitRate,
        double highErrorRate,
        double highContention,
        List<String> untracked,
        List<String> keyArguments,
        List<String> bucketArguments) {

    static OperationNotes of(OperationSettings settings) {
        Map<String, List<String>> categories = new TreeMap<>();
        settings.categories().forEach((category, patterns) -> categories.put(category.key(), patterns));
        AlertThresholds alerts = settings.alerts();
        return new OperationNotes(
                categories,
                texts(settings.dimensionArguments()),
                texts(settings.sizeArguments()),
                settings.slow().toNanos(),
                settings.longHold().toNanos(),
                settings.longWait().toNanos(),
                settings.fewestSamples(),
                alerts.interval().toNanos(),
                alerts.fewestCalls(),
                alerts.highLatency().toNanos(),
                alerts.lowHitRate(),
                alerts.highErrorRate(),
                alerts.highContention(),
                Arrays.stream(TrackedFigure.values())
                        .filter(figure -> !settings.tracks(figure))
                        .map(TrackedFigure::key)
                        .toList(),
                texts(settings.tracking().keyArguments()),
                texts(settings.tracking().bucketArguments()));
    }

    /** @throws IllegalArgumentException if something in it is not known */
    OperationSettings toSettings() {
        Map<OperationCategory, List<String>> patterns = new EnumMap<>(OperationCategory.class);
        for (OperationCategory category : OperationCategory.values()) {
            patterns.put(category, categories.getOrDefault(category.key(), List.of()));
        }
        return new OperationSettings(
                patterns,
                rules(dimensionArguments),
                rules(sizeArguments),
                Duration.ofNanos(slow),
                Duration.ofNanos(longHold),
                Duration.ofNanos(longWait),
                fewestSamples,
                new AlertThresholds(
                        Duration.ofNanos(alertInterval),
                        alertFewestCalls,
                        Duration.ofNanos(highLatency),
                        lowHitRate,
                        highErrorRate,
                        highContention),
                new Tracking(
                        Arrays.stream(TrackedFigure.values())
                                .filter(figure -> !untracked.contains(figure.key()))
                                .collect(Collectors.toSet()),
                        rules(keyArguments),
                        rules(bucketArguments),
                        // What was sampled was so when it was traced.
                        Sampling.NONE));
    }

    static List<String> texts(List<ArgumentRule> rules) {
        return rules.stream()
                .map(rule -> rule.pattern() + ":" + rule.argument())
                .toList();
    }

    static List<ArgumentRule> rules(List<String> texts) {
        return texts.stream()
                .map(text -> {
                    int colon = text.lastIndexOf(':');
                    return new ArgumentRule(
                            text.substring(0, Math.max(0, colon)), Integer.parseInt(text.substring(colon + 1)));
                })
                .toList();
    }
}
