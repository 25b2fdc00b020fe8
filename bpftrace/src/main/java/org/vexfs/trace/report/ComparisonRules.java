package org.vexfs.trace.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.vexfs.trace.baseline.Gates;

/**
 * How operations are compared with a baseline.
 *
 * @param percentiles which percentiles of their latencies, each above 0 and below 100
 * @param gates what a difference has to pass
 * @param rules rules that may allow some operations another difference
 */
public record ComparisonRules(List<Double> percentiles, Gates gates, List<CheckRule> rules) {

    private static final Pattern PERCENTILE = Pattern.compile("(?!0+(\\.0+)?$)\\d{1,2}(\\.\\d{1,2})?");

    public ComparisonRules {
        percentiles = List.copyOf(percentiles);
        rules = List.copyOf(rules);
    }

    /**
     * Reads them.
     *
     * @param percentiles numbers with commas between them, such as {@code 50,99}
     * @param noiseThreshold the relative change that is noise, such as {@code 1%}
     * @param allowedRegression the relative change that is allowed, such as {@code 5%}
     * @throws IllegalArgumentException if one of them is none; the message names it, its value and what is expected
     */
    public static ComparisonRules parse(
            String percentiles, String noiseThreshold, String allowedRegression, List<CheckRule> rules) {
        return new ComparisonRules(
                percentiles(percentiles),
                new Gates(
                        CheckRule.share("noiseThreshold", noiseThreshold),
                        CheckRule.share("allowedRegression", allowedRegression)),
                rules);
    }

    private static List<Double> percentiles(String text) {
        List<Double> percentiles = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            if (!PERCENTILE.matcher(part.strip()).matches()) {
                throw new IllegalArgumentException("percentiles is '" + text
                        + "'; expected numbers above 0 and below 100, with at most 2 decimals, such as 50,99");
            }
            percentiles.add(Double.valueOf(part.strip()));
        }
        return percentiles;
    }

    /** Gives what a difference of an operation has to pass: of several rules that allow one, the last counts. */
    Gates gates(TestRun run, FunctionFigures figures) {
        return rules.stream()
                .filter(rule -> rule.allowedRegression().isPresent() && rule.matches(run) && rule.matches(figures))
                .map(CheckRule::allowedRegression)
                .reduce((first, second) -> second)
                .map(OptionalDouble::getAsDouble)
                .map(gates::allowing)
                .orElse(gates);
    }
}
