package org.vexfs.trace.maven;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vexfs.trace.report.CheckRule;

/** A rule as it stands in a POM. */
public final class Rule {

    /** The tests that it is for, {@code *} stands for any characters; all if it is left out. */
    private String tests;

    /** The functions that it is for, {@code *} stands for any characters; all if it is left out. */
    private String operation;

    /** What the median has to stay below, such as {@code 500us}. */
    private String p50;

    /** What the 95th percentile has to stay below. */
    private String p95;

    /** What the 99th percentile has to stay below. */
    private String p99;

    /** What the 99.9th percentile has to stay below. */
    private String p999;

    /** What the longest call has to stay below. */
    private String max;

    /** How much slower than the baseline it may be, such as {@code 10%}. */
    private String allowedRegression;

    /**
     * Reads the rules of a goal, which has none where there are none in the POM.
     *
     * @throws IllegalArgumentException if something in one of them is not what it should be
     */
    static List<CheckRule> parse(List<Rule> rules) {
        return rules == null ? List.of() : rules.stream().map(Rule::parsed).toList();
    }

    private CheckRule parsed() {
        Map<String, String> limits = new LinkedHashMap<>();
        limits.put("p50", p50);
        limits.put("p95", p95);
        limits.put("p99", p99);
        limits.put("p999", p999);
        limits.put("max", max);
        return CheckRule.parse(tests, operation, limits, allowedRegression);
    }
}
