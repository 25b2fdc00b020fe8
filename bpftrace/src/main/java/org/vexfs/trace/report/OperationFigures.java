package org.vexfs.trace.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.Bounds;
import org.vexfs.trace.analysis.Comparison;
import org.vexfs.trace.analysis.FunctionProfile;
import org.vexfs.trace.analysis.OperationJudgement;
import org.vexfs.trace.analysis.OperationProfile;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.session.TraceWindow;

/**
 * The figures behind the judgement of a window's operations. The line that they are written to is at most 64 KiB long:
 * where there is no room, the functions that are called least go without their latencies first, and then are left out.
 *
 * @param uniqueId the test's unique id
 * @param attempt which of its runs in this JVM, from 1
 * @param module the module's name
 * @param nanos how long the window was, in nanoseconds
 * @param functions the functions, the most called first
 * @param alerts what was conspicuous, in order
 * @param alertCount how many alerts there were
 * @param comparisons which of two kinds of index was faster; none in records of early versions
 * @param indexes what indexes and caches looked like, such as {@code hnsw_graph_nodes}; none in records of early versions
 * @param leftOut what there was no room for, such as {@code 12 functions}; empty if there was for everything
 */
public record OperationFigures(
        String uniqueId,
        int attempt,
        String module,
        long nanos,
        List<FunctionFigures> functions,
        List<AlertFigures> alerts,
        long alertCount,
        List<ComparisonFigures> comparisons,
        Map<String, Double> indexes,
        List<String> leftOut)
        implements RunRecord {

    private static final long SPACE_OF_ALERTS = 8 * 1024;

    public OperationFigures {
        functions = List.copyOf(functions);
        alerts = List.copyOf(alerts);
        comparisons = comparisons == null ? List.of() : List.copyOf(comparisons);
        indexes = indexes == null ? Map.of() : Collections.unmodifiableSortedMap(new TreeMap<>(indexes));
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Something conspicuous.
     *
     * @param kind what, such as {@code HIGH_LATENCY}
     * @param function the function
     * @param from when the interval began, in nanoseconds since the window did
     * @param to when it ended, in nanoseconds since the window began
     * @param value what was measured: nanoseconds for a latency, percent otherwise
     * @param threshold what it was compared with
     * @param text all of it for a person
     */
    public record AlertFigures(
            String kind, String function, long from, long to, double value, double threshold, String text) {

        static AlertFigures of(Alert alert, long start) {
            return new AlertFigures(
                    alert.kind().name(),
                    alert.subject(),
                    alert.from() - start,
                    alert.to() - start,
                    alert.value(),
                    alert.threshold(),
                    AlertText.of(alert));
        }
    }

    /**
     * Two kinds of operations side by side.
     *
     * @param first the one, by its key in the configuration
     * @param second the other
     * @param firstOperations how many of the one there were
     * @param secondOperations how many of the other
     * @param firstMedian how long the one took at the median, in nanoseconds
     * @param secondMedian how long the other took
     * @param decision a {@link Comparison.Decision}; empty where there is no answer
     * @param text the answer for a person, or why there is none
     */
    public record ComparisonFigures(
            String first,
            String second,
            long firstOperations,
            long secondOperations,
            Bounds firstMedian,
            Bounds secondMedian,
            String decision,
            String text) {

        static ComparisonFigures of(Comparison comparison) {
            return new ComparisonFigures(
                    comparison.first().key(),
                    comparison.second().key(),
                    comparison.firstCalls().count(),
                    comparison.secondCalls().count(),
                    comparison.firstCalls().percentile(50),
                    comparison.secondCalls().percentile(50),
                    comparison
                            .outcome()
                            .map(outcome -> outcome.decision().name())
                            .orElse(""),
                    OperationSummary.comparison(comparison));
        }
    }

    /** Gives the figures of a judgement; a replayed window may stand for another attempt than its own. */
    public static OperationFigures of(TestId test, TraceWindow window, OperationJudgement judgement) {
        OperationProfile profile = judgement.profile();
        RecordSpace alertSpace = new RecordSpace(SPACE_OF_ALERTS);
        List<AlertFigures> alerts = alertSpace.first(
                "alert",
                profile.alerts().stream()
                        .map(alert -> AlertFigures.of(alert, profile.from()))
                        .toList());
        List<ComparisonFigures> comparisons =
                profile.comparisons().stream().map(ComparisonFigures::of).toList();
        Map<String, Double> indexes = IndexText.figures(profile);
        RecordSpace space = RecordSpace.beside(alerts, comparisons, indexes, test.uniqueId(), window.module());
        List<FunctionFigures> functions = functions(profile.functions(), space);
        List<String> leftOut = new ArrayList<>(space.leftOut());
        leftOut.addAll(alertSpace.leftOut());
        return new OperationFigures(
                test.uniqueId(),
                test.attempt(),
                window.module(),
                profile.nanos(),
                functions,
                alerts,
                profile.alertCount(),
                comparisons,
                indexes,
                leftOut);
    }

    private static List<FunctionFigures> functions(List<FunctionProfile> profiles, RecordSpace space) {
        List<FunctionFigures> all = profiles.stream().map(FunctionFigures::of).toList();
        List<FunctionFigures> bare = space.first(
                "function", all.stream().map(FunctionFigures::withoutLatencies).toList());
        List<FunctionFigures> functions = new ArrayList<>();
        for (int i = 0; i < bare.size(); i++) {
            boolean room = space.take(RecordSpace.of(all.get(i)) - RecordSpace.of(bare.get(i)));
            functions.add(room ? all.get(i) : bare.get(i));
        }
        long without = functions.stream()
                .filter(figures -> figures.calls() > 0 && figures.latencies() == null)
                .count();
        if (without > 0) {
            space.leftOut(without, "histogram");
        }
        return functions;
    }
}
