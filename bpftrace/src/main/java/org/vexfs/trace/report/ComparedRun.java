package org.vexfs.trace.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.Measured;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.baseline.Baseline;
import org.vexfs.trace.baseline.Gates;
import org.vexfs.trace.baseline.Latencies;
import org.vexfs.trace.baseline.LatencyChange;
import org.vexfs.trace.baseline.OperationBaseline;
import org.vexfs.trace.baseline.TestBaseline;

/**
 * A run of a test beside what the baseline knows of that test.
 *
 * @param run the run
 * @param baseline what is known of the test; empty if nothing is
 * @param operations what has become of its operations; empty where its trace is not proven complete, which the verdict on
 *     it tells
 */
public record ComparedRun(TestRun run, Optional<TestBaseline> baseline, List<Operation> operations) {

    public ComparedRun {
        operations = List.copyOf(operations);
    }

    /**
     * What has become of an operation.
     *
     * @param figures how it was called
     * @param baseline how it was before; empty if that is not known
     * @param gates what a difference has to pass to be called one
     * @param changes what has become of each percentile; a single answer where no percentile can be compared
     */
    public record Operation(
            FunctionFigures figures, Optional<OperationBaseline> baseline, Gates gates, List<LatencyChange> changes) {

        public Operation {
            changes = List.copyOf(changes);
        }

        /** Gives a change in a sentence without its end. */
        public String text(LatencyChange.Change change) {
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
    }

    /** Gives a run of a build that has no baseline. */
    public static ComparedRun alone(TestRun run) {
        return new ComparedRun(run, Optional.empty(), List.of());
    }

    /** Compares runs; of a test that was run again, every attempt is. */
    public static List<ComparedRun> of(List<TestRun> runs, Baseline baseline, ComparisonRules rules) {
        // An interval takes some milliseconds, and large builds need thousands.
        return runs.parallelStream().map(run -> of(run, baseline, rules)).toList();
    }

    private static ComparedRun of(TestRun run, Baseline baseline, ComparisonRules rules) {
        boolean complete =
                run.operations().map(RunRecord.Operations::verdict).orElse(Verdict.INCONCLUSIVE) == Verdict.PASSED;
        return new ComparedRun(
                run,
                baseline.test(run.testName()),
                run.aborted() || !complete
                        ? List.of()
                        : run.operationFigures().map(OperationFigures::functions).orElse(List.of()).stream()
                                .filter(figures -> figures.calls() > 0)
                                .map(figures -> operation(run, figures, baseline, rules))
                                .toList());
    }

    private static Operation operation(TestRun run, FunctionFigures figures, Baseline baseline, ComparisonRules rules) {
        Gates gates = rules.gates(run, figures);
        return new Operation(
                figures,
                baseline.test(run.testName()).map(test -> test.operations().get(figures.function())),
                gates,
                changes(run, figures, baseline, rules.percentiles(), gates));
    }

    private static List<LatencyChange> changes(
            TestRun run, FunctionFigures figures, Baseline baseline, List<Double> percentiles, Gates gates) {
        Latencies latencies = figures.latencies();
        if (latencies == null) {
            return List.of(new LatencyChange.Inconclusive("there was no room for its histogram in the record"));
        }
        return percentiles.stream()
                .map(percentile -> baseline.compare(
                        run.testName(), figures.function(), run.environment(), latencies, percentile, gates))
                // Of what is not known, or was measured elsewhere, no percentile is.
                .distinct()
                .toList();
    }

    /** Gives whether an operation is slower than it was. */
    public boolean regressed() {
        return regressions().findAny().isPresent();
    }

    /** Gives what is slower than it was, a line each. */
    public Stream<String> regressions() {
        return operations.stream()
                .flatMap(operation -> operation.changes().stream()
                        .filter(LatencyChange.Regressed.class::isInstance)
                        .map(LatencyChange.Regressed.class::cast)
                        .map(regressed -> "regressed: " + operation.text(regressed.change())));
    }

    /** Gives how long a function's calls took before; empty where that is not known, or cannot be compared. */
    public Optional<Latencies> latencies(String function) {
        return baseline.filter(test ->
                        test.environment().differences(run.environment()).isEmpty())
                .map(test -> test.operations().get(function))
                .map(OperationBaseline::latencies);
    }

    /** Gives the same under names that tell where it is from. */
    ComparedRun from(String part) {
        return new ComparedRun(run.from(part), baseline, operations);
    }
}
