package org.vexfs.trace.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import org.vexfs.trace.analysis.Measured;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.baseline.Baseline;
import org.vexfs.trace.baseline.Gates;
import org.vexfs.trace.baseline.LatencyChange;

/** Judges how long operations took by the baseline. */
public final class BaselineVerdict {

    /** How many operations a message lists. */
    private static final int MOST_LISTED = 20;

    private static final Pattern PERCENTILE = Pattern.compile("(?!0+(\\.0+)?$)\\d{1,2}(\\.\\d{1,2})?");

    private final Baseline baseline;
    private final Policy policy;
    private final List<CheckRule> rules;

    private final List<String> violations = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<String> tooFew = new ArrayList<>();
    private final Map<String, List<String>> elsewhere = new LinkedHashMap<>();

    /**
     * How to compare, and which answers fail a build.
     *
     * @param percentiles which percentiles to compare, above 0 and below 100
     * @param gates what a difference has to pass; rules may allow another one
     * @param regressed whether a slower operation does
     * @param noBaseline whether one does that has no baseline
     * @param notComparable whether one does whose baseline was taken in another environment
     * @param inconclusive whether one does of which there is too little to compare
     */
    public record Policy(
            List<Double> percentiles,
            Gates gates,
            boolean regressed,
            boolean noBaseline,
            boolean notComparable,
            boolean inconclusive) {

        public Policy {
            percentiles = List.copyOf(percentiles);
        }
    }

    private BaselineVerdict(Baseline baseline, Policy policy, List<CheckRule> rules) {
        this.baseline = baseline;
        this.policy = policy;
        this.rules = rules;
    }

    /**
     * Reads which percentiles to compare.
     *
     * @throws IllegalArgumentException if one of them is none
     */
    public static List<Double> percentiles(String text) {
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

    /** Judges the runs; of a test that was run again, every attempt counts. */
    public static BuildVerdict judge(List<TestRun> runs, Baseline baseline, Policy policy, List<CheckRule> rules) {
        BaselineVerdict verdict = new BaselineVerdict(baseline, policy, rules);
        for (TestRun run : runs) {
            boolean complete =
                    run.operations().map(RunRecord.Operations::verdict).orElse(Verdict.INCONCLUSIVE) == Verdict.PASSED;
            // A trace that is not complete is told by the verdict on it.
            if (!run.aborted() && complete) {
                run.operationFigures()
                        .ifPresent(figures -> figures.functions().forEach(function -> verdict.compare(run, function)));
            }
        }
        return verdict.told();
    }

    private void compare(TestRun run, FunctionFigures figures) {
        if (figures.calls() == 0) {
            return;
        }
        String operation = figures.function() + " in " + run.testName();
        if (figures.latencies() == null) {
            tooFew.add(operation + ": there was no room for its histogram in the record");
            return;
        }
        for (double percentile : policy.percentiles()) {
            LatencyChange change = baseline.compare(
                    run.testName(),
                    figures.function(),
                    run.environment(),
                    figures.latencies(),
                    percentile,
                    gates(run, figures));
            if (change instanceof LatencyChange.Regressed regressed) {
                (policy.regressed() ? violations : warnings)
                        .add(BuildVerdict.entry(run, text(figures, regressed.change(), run)));
            } else if (change instanceof LatencyChange.Improved improved) {
                remarks.add(run.testName() + " is faster than its baseline: " + text(figures, improved.change()));
            } else if (change instanceof LatencyChange.NotComparable other) {
                elsewhere
                        .computeIfAbsent(other.reason(), reason -> new ArrayList<>())
                        .add(operation);
                return;
            } else if (change instanceof LatencyChange.NoBaseline) {
                unknown.add(operation);
                return;
            } else if (change instanceof LatencyChange.Inconclusive open) {
                tooFew.add(operation + ": " + open.reason());
            }
        }
    }

    /** Of several rules that allow something, the last one counts. */
    private Gates gates(TestRun run, FunctionFigures figures) {
        return rules.stream()
                .filter(rule -> rule.allowedRegression().isPresent() && rule.matches(run) && rule.matches(figures))
                .map(CheckRule::allowedRegression)
                .reduce((first, second) -> second)
                .map(OptionalDouble::getAsDouble)
                .map(policy.gates()::allowing)
                .orElse(policy.gates());
    }

    private String text(FunctionFigures figures, LatencyChange.Change change, TestRun run) {
        return "regressed: " + text(figures, change) + "; allowed are "
                + Quantity.plain(100 * gates(run, figures).minimum()) + " %.\n"
                + "What to do: mend it, or let it be so: mvn vexfs-trace:baseline\n" + run.capture();
    }

    private static String text(FunctionFigures figures, LatencyChange.Change change) {
        Measured interval = change.interval().orElse(change.relative());
        return "the " + LatencyLimits.name(change.percentile()) + " of " + figures.function() + " was "
                + Quantity.time(change.before()) + " in " + Quantity.count(change.callsBefore(), "call") + ", is "
                + Quantity.time(change.now()) + " in " + Quantity.count(change.callsNow(), "call")
                + String.format(
                        Locale.ROOT,
                        ": %+.1f %%, at %s %% between %+.1f and %+.1f %%",
                        50 * (change.relative().low() + change.relative().high()),
                        Quantity.plain(100 * change.level()),
                        100 * interval.low(),
                        100 * interval.high());
    }

    private BuildVerdict told() {
        tell(
                "no baseline: there is none of",
                unknown,
                "What to do: take one: mvn vexfs-trace:baseline",
                policy.noBaseline());
        elsewhere.forEach((reason, operations) -> tell(
                "not comparable, because " + reason + ":",
                operations,
                "What to do: compare on the machine that the baseline was taken on, or take one for this machine.",
                policy.notComparable()));
        tell(
                "inconclusive: too little to compare of",
                tooFew,
                "What to do: call it more often in the test, or compare other percentiles.",
                policy.inconclusive());
        return new BuildVerdict(violations, warnings, remarks);
    }

    private void tell(String head, List<String> operations, String remedy, boolean violation) {
        if (operations.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder(head);
        operations.stream()
                .limit(MOST_LISTED)
                .forEach(operation -> text.append("\n  ").append(operation));
        if (operations.size() > MOST_LISTED) {
            text.append("\n  and ").append(operations.size() - MOST_LISTED).append(" more");
        }
        (violation ? violations : warnings).add(text.append('\n').append(remedy).toString());
    }
}
