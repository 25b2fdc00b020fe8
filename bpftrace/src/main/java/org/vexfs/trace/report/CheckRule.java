package org.vexfs.trace.report;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.analysis.FunctionPattern;
import org.vexfs.trace.config.DurationText;

/**
 * What a build demands of some operations of some tests.
 *
 * @param tests the tests, such as {@code org.example.StoreIT.*}
 * @param operation the operations' functions, such as {@code vexfs_search*}
 * @param limits what percentiles have to stay below, by percentile; 100 is the longest call
 * @param allowedRegression how much slower than the baseline a percentile may be, such as 0.1; empty if that is left to
 *     other rules
 */
public record CheckRule(
        String tests, String operation, SortedMap<Double, Duration> limits, OptionalDouble allowedRegression) {

    private static final Pattern GLOB = Pattern.compile("[^?{}|^\\p{Cntrl}]+");
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,4}(?:\\.\\d{1,3})?)\\s*%");
    private static final Map<String, Double> PERCENTILES = new LinkedHashMap<>();

    static {
        PERCENTILES.put("p50", 50.0);
        PERCENTILES.put("p95", 95.0);
        PERCENTILES.put("p99", 99.0);
        PERCENTILES.put("p999", 99.9);
        PERCENTILES.put("max", 100.0);
    }

    public CheckRule {
        limits = Collections.unmodifiableSortedMap(new TreeMap<>(limits));
    }

    /**
     * Reads a rule.
     *
     * @param tests a glob of tests; null for all
     * @param operation a glob of functions; null for all
     * @param limits durations by {@code p50}, {@code p95}, {@code p99}, {@code p999} and {@code max}; null for none
     * @param allowedRegression a percentage; null for none
     * @throws IllegalArgumentException if one of them is none; the message names it, its value and what is expected
     */
    public static CheckRule parse(
            @Nullable String tests,
            @Nullable String operation,
            Map<String, @Nullable String> limits,
            @Nullable String allowedRegression) {
        SortedMap<Double, Duration> parsed = new TreeMap<>();
        limits.forEach((name, value) -> {
            if (value != null) {
                parsed.put(percentile(name), duration(name, value));
            }
        });
        if (parsed.isEmpty() && allowedRegression == null) {
            throw new IllegalArgumentException("a rule demands nothing. Remedy: give it one of "
                    + String.join(", ", PERCENTILES.keySet()) + ", allowedRegression, or remove it.");
        }
        return new CheckRule(
                glob("tests", tests),
                glob("operation", operation),
                parsed,
                allowedRegression == null
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(share("allowedRegression", allowedRegression)));
    }

    private static double percentile(String name) {
        Double percentile = PERCENTILES.get(name);
        if (percentile == null) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no limit; expected one of " + String.join(", ", PERCENTILES.keySet()));
        }
        return percentile;
    }

    /**
     * Reads a percentage as a share.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static double share(String name, String text) {
        Matcher percent = PERCENT.matcher(text.strip());
        if (!percent.matches()) {
            throw new IllegalArgumentException(
                    name + " is '" + text + "'; expected a percentage from 0 on, such as 10%");
        }
        return Double.parseDouble(percent.group(1)) / 100;
    }

    private static Duration duration(String name, String text) {
        return DurationText.parse(text.strip())
                .filter(duration -> !duration.isZero())
                .orElseThrow(() -> new IllegalArgumentException(
                        name + " is '" + text + "'; expected " + DurationText.EXPECTED + ", such as 2ms"));
    }

    private static String glob(String name, @Nullable String text) {
        if (text == null) {
            return "*";
        }
        if (!GLOB.matcher(text.strip()).matches()) {
            throw new IllegalArgumentException(
                    name + " is '" + text + "'; expected a name in which * stands for any characters");
        }
        return text.strip();
    }

    boolean matches(TestRun run) {
        return FunctionPattern.of(tests).matches(run.testName());
    }

    boolean matches(FunctionFigures figures) {
        return FunctionPattern.of(operation).matches(figures.function());
    }

    @Override
    public String toString() {
        return "the rule for operation " + operation + " of tests " + tests;
    }
}
