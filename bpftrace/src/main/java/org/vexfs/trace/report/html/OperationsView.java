package org.vexfs.trace.report.html;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.analysis.Bounds;
import org.vexfs.trace.report.FunctionFigures;
import org.vexfs.trace.report.OperationFigures;
import org.vexfs.trace.report.Quantity;
import org.vexfs.trace.report.RunRecord;
import org.vexfs.trace.report.TestRun;

/**
 * What a test's operations came to.
 *
 * @param status whether the trace is proven complete
 * @param headline how many there were
 * @param functions the functions, the most called first
 * @param locks those that did something with locks
 * @param caches those that looked into a cache
 * @param comparisons the two kinds of index side by side
 * @param alerts what was conspicuous
 * @param summary all of it for a person; empty where the rest says it
 * @param remarks what is missing
 */
record OperationsView(
        Status status,
        String headline,
        List<FunctionRow> functions,
        List<LockRow> locks,
        List<CacheRow> caches,
        List<ComparisonView> comparisons,
        List<String> alerts,
        String summary,
        List<String> remarks) {

    private static final int MOST_FUNCTIONS = 40;

    /** A function's latencies. */
    record FunctionRow(
            String function,
            String categories,
            String calls,
            String errors,
            String p50,
            String p95,
            String p99,
            String p999,
            String max) {

        static FunctionRow of(FunctionFigures figures) {
            boolean called = figures.calls() > 0;
            return new FunctionRow(
                    figures.function(),
                    String.join(", ", figures.categories()),
                    Quantity.number(figures.calls()),
                    Quantity.number(figures.errors()),
                    time(figures.p50(), called),
                    time(figures.p95(), called),
                    time(figures.p99(), called),
                    time(figures.p999(), called),
                    time(figures.max(), called));
        }

        static FunctionRow of(RunRecord.FunctionLatency latency) {
            return new FunctionRow(
                    latency.function(),
                    "",
                    Quantity.number(latency.calls()),
                    Quantity.number(latency.errors()),
                    Quantity.time(latency.p50()),
                    "",
                    Quantity.time(latency.p99()),
                    "",
                    Quantity.time(latency.max()));
        }

        private static String time(@Nullable Bounds bounds, boolean called) {
            return bounds == null || !called ? "" : Quantity.time(bounds);
        }
    }

    /** What a function did with locks. */
    record LockRow(String function, TimesView waits, TimesView holds, TimesView contentions, String conspicuous) {

        static LockRow of(String function, FunctionFigures.Locks locks) {
            List<String> conspicuous = Stream.of(
                            locks.longWaits() > 0 ? Quantity.count(locks.longWaits(), "long wait") : "",
                            locks.longHolds() > 0 ? Quantity.count(locks.longHolds(), "long hold") : "",
                            locks.stillHeld() > 0 ? Quantity.number(locks.stillHeld()) + " still held" : "")
                    .filter(text -> !text.isEmpty())
                    .toList();
            return new LockRow(
                    function,
                    TimesView.of(locks.waits()),
                    TimesView.of(locks.holds()),
                    TimesView.of(locks.contentions()),
                    String.join(", ", conspicuous));
        }
    }

    /** Times in a few words; empty where there are none. */
    record TimesView(String count, String p99, String max) {

        static TimesView of(FunctionFigures.@Nullable Times times) {
            return times == null || times.count() == 0
                    ? new TimesView("", "", "")
                    : new TimesView(
                            Quantity.number(times.count()), Quantity.time(times.p99()), Quantity.time(times.max()));
        }
    }

    /** What a function found in a cache; the share of hits in percent. */
    record CacheRow(String function, String hits, String misses, String rate, long share) {

        static CacheRow of(FunctionFigures figures) {
            double share = 100.0 * figures.hits() / (figures.hits() + figures.misses());
            return new CacheRow(
                    figures.function(),
                    Quantity.number(figures.hits()),
                    Quantity.number(figures.misses()),
                    Quantity.percent(share),
                    Math.round(share));
        }
    }

    /** Two kinds of operations side by side; the shares are of the longer median, in percent. */
    record ComparisonView(
            String first,
            String firstOperations,
            String firstMedian,
            long firstShare,
            String second,
            String secondOperations,
            String secondMedian,
            long secondShare,
            String text) {

        static ComparisonView of(OperationFigures.ComparisonFigures figures) {
            long first = figures.firstMedian().middle();
            long second = figures.secondMedian().middle();
            double longer = Math.max(1, Math.max(first, second));
            return new ComparisonView(
                    figures.first(),
                    Quantity.number(figures.firstOperations()),
                    Quantity.time(figures.firstMedian()),
                    Math.round(100 * first / longer),
                    figures.second(),
                    Quantity.number(figures.secondOperations()),
                    Quantity.time(figures.secondMedian()),
                    Math.round(100 * second / longer),
                    figures.text());
        }
    }

    /** Gives the view of a run; null where its operations were not traced. Records of early versions have less to show. */
    static @Nullable OperationsView of(TestRun run) {
        if (run.operations().isEmpty()) {
            return null;
        }
        RunRecord.Operations operations = run.operations().get();
        String headline = Quantity.count(operations.calls(), "call") + ", "
                + Quantity.count(operations.errors(), "error") + ", " + Quantity.count(operations.alerts(), "alert");
        Status status = Status.of(operations.verdict());
        return run.operationFigures()
                .map(figures -> of(figures, status, headline))
                .orElseGet(() -> new OperationsView(
                        status,
                        headline,
                        operations.functions().stream()
                                .limit(MOST_FUNCTIONS)
                                .map(FunctionRow::of)
                                .toList(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        operations.summary(),
                        List.of()));
    }

    private static OperationsView of(OperationFigures figures, Status status, String headline) {
        List<FunctionFigures> functions = figures.functions();
        int leftOut = functions.size() - MOST_FUNCTIONS;
        long alertsLeftOut = figures.alertCount() - figures.alerts().size();
        return new OperationsView(
                status,
                headline + " in " + Quantity.time(figures.nanos()),
                functions.stream().limit(MOST_FUNCTIONS).map(FunctionRow::of).toList(),
                functions.stream()
                        .flatMap(function -> Stream.ofNullable(function.locks())
                                .map(locks -> LockRow.of(function.function(), locks)))
                        .limit(MOST_FUNCTIONS)
                        .toList(),
                functions.stream()
                        .filter(function -> function.hits() + function.misses() > 0)
                        .limit(MOST_FUNCTIONS)
                        .map(CacheRow::of)
                        .toList(),
                figures.comparisons().stream().map(ComparisonView::of).toList(),
                figures.alerts().stream()
                        .map(OperationFigures.AlertFigures::text)
                        .toList(),
                "",
                Stream.of(
                                leftOut > 0
                                        ? Stream.of("Not shown: " + Quantity.count(leftOut, "function")
                                                + " that were called less.")
                                        : Stream.<String>of(),
                                alertsLeftOut > 0
                                        ? Stream.of("Not shown: " + Quantity.count(alertsLeftOut, "alert") + ".")
                                        : Stream.<String>of(),
                                figures.leftOut().stream().map(what -> "The record had no room for " + what + "."))
                        .flatMap(texts -> texts)
                        .toList());
    }
}
