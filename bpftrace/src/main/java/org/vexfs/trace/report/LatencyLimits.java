package org.vexfs.trace.report;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vexfs.trace.analysis.Bounds;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.baseline.LatencyComparison;

/** Judges operations by the limits of rules. */
public final class LatencyLimits {

    private LatencyLimits() {}

    /**
     * Judges the runs; of a test that was run again, every attempt counts.
     *
     * @param inconclusive whether a limit that nobody can tell to be kept is a violation
     * @param unmatched whether a rule that matches no operation of any test is a violation
     */
    public static BuildVerdict judge(
            List<TestRun> runs, List<CheckRule> rules, boolean inconclusive, boolean unmatched) {
        List<String> violations = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (CheckRule rule : rules) {
            boolean matched = false;
            for (TestRun run : runs) {
                if (run.aborted()
                        || !rule.matches(run)
                        || run.operationFigures().isEmpty()) {
                    continue;
                }
                for (FunctionFigures figures : run.operationFigures().get().functions()) {
                    if (figures.calls() > 0 && rule.matches(figures)) {
                        matched = true;
                        judge(run, figures, rule, violations, inconclusive ? violations : warnings);
                    }
                }
            }
            if (!matched && !runs.isEmpty()) {
                (unmatched ? violations : warnings)
                        .add(rule + " matches nothing that was traced, so it checks nothing.\n"
                                + "What to do: correct its names, trace with script PERFORMANCE, run the tests that it is"
                                + " for, or set failOnUnmatchedRules to false.");
            }
        }
        return new BuildVerdict(violations, warnings, List.of());
    }

    private static void judge(
            TestRun run, FunctionFigures figures, CheckRule rule, List<String> violations, List<String> untold) {
        for (Map.Entry<Double, Duration> limit : rule.limits().entrySet()) {
            double percentile = limit.getKey();
            long nanos = limit.getValue().toNanos();
            Bounds measured = measured(figures, percentile);
            String what = "the " + name(percentile) + " of " + figures.function() + " is " + Quantity.time(measured)
                    + " in " + Quantity.count(figures.calls(), "call") + "; expected below "
                    + Quantity.exactTime(nanos);
            if (run.operations().map(RunRecord.Operations::verdict).orElse(Verdict.INCONCLUSIVE) != Verdict.PASSED) {
                untold.add(BuildVerdict.entry(
                        run, "inconclusive: " + what + ", but the trace is not proven complete.\n" + run.capture()));
            } else if (tooFew(figures.calls(), percentile)) {
                untold.add(BuildVerdict.entry(
                        run,
                        "inconclusive: " + what + ", but none of so few calls is expected beyond it.\n"
                                + run.capture()));
            } else if (measured.low() >= nanos) {
                violations.add(BuildVerdict.entry(run, "too slow: " + what + ".\n" + run.capture()));
            } else if (measured.high() >= nanos) {
                untold.add(BuildVerdict.entry(
                        run,
                        "inconclusive: " + what + ", but calls that were only added up in the kernel are not known as"
                                + " precisely.\n" + run.capture()));
            }
        }
    }

    /** At least one call is expected beyond a percentile; of the longest call every one counts. */
    private static boolean tooFew(long calls, double percentile) {
        return percentile < 100
                && BigDecimal.valueOf(100)
                                .subtract(BigDecimal.valueOf(percentile))
                                .multiply(BigDecimal.valueOf(calls))
                                .compareTo(BigDecimal.valueOf(100))
                        < 0;
    }

    private static Bounds measured(FunctionFigures figures, double percentile) {
        if (percentile == 50) {
            return figures.p50();
        }
        if (percentile == 95) {
            return figures.p95();
        }
        if (percentile == 99) {
            return figures.p99();
        }
        return percentile == 100 ? figures.max() : figures.p999();
    }

    static String name(double percentile) {
        return percentile == 50
                ? "median"
                : percentile == 100 ? "longest call" : "p" + LatencyComparison.name(percentile);
    }
}
