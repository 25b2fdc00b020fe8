package org.vexfs.trace.report.html;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.report.Quantity;
import org.vexfs.trace.report.RunSummary;

/**
 * How the last runs went on machines like the latest one's.
 *
 * @param charts the charts
 * @param runs the runs, the latest first
 * @param others how many runs are left out, as a sentence; empty if none is
 */
record TrendView(List<Chart> charts, List<RunRow> runs, String others) {

    private static final int MOST_FUNCTIONS = 4;
    private static final int MOST_LABELS = 5;

    /** A run's figures. */
    record RunRow(String at, long passed, long failed, long inconclusive, String leaked) {

        static RunRow of(RunSummary run) {
            return new RunRow(
                    day(run) + " " + time(run) + " UTC",
                    run.passed(),
                    run.failed(),
                    run.inconclusive(),
                    Quantity.number(run.leakedBytes()));
        }
    }

    /** Gives the view of runs, the latest one last; null with fewer than two that can be compared. */
    static @Nullable TrendView of(List<RunSummary> history, Charts charts) {
        if (history.isEmpty()) {
            return null;
        }
        RunSummary now = history.get(history.size() - 1);
        List<RunSummary> runs = history.stream()
                .filter(run -> run.environment().differences(now.environment()).isEmpty())
                .toList();
        if (runs.size() < 2) {
            return null;
        }
        int others = history.size() - runs.size();
        List<RunSummary> latestFirst = new ArrayList<>(runs);
        Collections.reverse(latestFirst);
        return new TrendView(
                Stream.of(verdicts(runs, charts), leaks(runs, charts), latencies(runs, charts))
                        .flatMap(Optional::stream)
                        .toList(),
                latestFirst.stream().map(RunRow::of).toList(),
                others == 0
                        ? ""
                        : "Not shown: " + Quantity.count(others, "run") + " in other environments, which cannot be"
                                + " compared with this one.");
    }

    private static Optional<Chart> verdicts(List<RunSummary> runs, Charts charts) {
        List<Plot.Line> lines = List.of(
                line(2, runs, RunSummary::passed),
                line(1, runs, RunSummary::failed),
                line(3, runs, RunSummary::inconclusive));
        return charts.of(
                "trend-verdicts",
                "Tests by verdict",
                describe(
                        runs,
                        run -> run.passed() + " passed, " + run.failed() + " failed, " + run.inconclusive()
                                + " inconclusive"),
                new Plot(runAxis(runs), Axis.numbers("", highest(lines), ""), lines),
                List.of(
                        new Chart.Legend("k2", "passed"),
                        new Chart.Legend("k1", "failed"),
                        new Chart.Legend("k3", "inconclusive")));
    }

    private static Optional<Chart> leaks(List<RunSummary> runs, Charts charts) {
        List<Plot.Line> lines = List.of(line(1, runs, RunSummary::leakedBytes));
        return charts.of(
                "trend-leaks",
                "Bytes leaked by all tests",
                describe(runs, run -> Quantity.count(run.leakedBytes(), "byte")),
                new Plot(runAxis(runs), Axis.bytes("", Math.round(highest(lines))), lines),
                List.of());
    }

    private static Optional<Chart> latencies(List<RunSummary> runs, Charts charts) {
        Map<String, List<Plot.Point>> points = new LinkedHashMap<>();
        RunSummary now = runs.get(runs.size() - 1);
        now.p99().keySet().stream().limit(MOST_FUNCTIONS).forEach(function -> {
            List<Plot.Point> line = new ArrayList<>();
            for (int i = 0; i < runs.size(); i++) {
                Long p99 = runs.get(i).p99().get(function);
                if (p99 != null) {
                    line.add(new Plot.Point(i, Axis.log(p99)));
                }
            }
            points.put(function, line);
        });
        if (points.isEmpty()) {
            return Optional.empty();
        }
        List<Plot.Line> lines = new ArrayList<>();
        List<Chart.Legend> legend = new ArrayList<>();
        points.forEach((function, line) -> {
            legend.add(new Chart.Legend("k" + lines.size(), function));
            lines.add(new Plot.Line(lines.size(), Plot.Look.MARKED, line));
        });
        long low = times(lines).min().orElseThrow();
        long high = times(lines).max().orElseThrow();
        return charts.of(
                "trend-latencies",
                "p99 of the functions called most",
                describe(
                        runs,
                        run -> points.keySet().stream()
                                .filter(run.p99()::containsKey)
                                .map(function ->
                                        function + " " + Quantity.time(run.p99().get(function)))
                                .collect(Collectors.joining(", "))),
                new Plot(runAxis(runs), Axis.times("", low, high), lines),
                legend);
    }

    private static LongStream times(List<Plot.Line> lines) {
        return lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToLong(point -> Math.round(Math.pow(10, point.y())));
    }

    private static Plot.Line line(int ink, List<RunSummary> runs, ToDoubleFunction<RunSummary> value) {
        List<Plot.Point> points = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            points.add(new Plot.Point(i, value.applyAsDouble(runs.get(i))));
        }
        return new Plot.Line(ink, Plot.Look.MARKED, points);
    }

    private static double highest(List<Plot.Line> lines) {
        return lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Plot.Point::y)
                .max()
                .orElse(0);
    }

    private static Axis runAxis(List<RunSummary> runs) {
        boolean oneDay = day(runs.get(0)).equals(day(runs.get(runs.size() - 1)));
        int every = (runs.size() + MOST_LABELS - 1) / MOST_LABELS;
        List<Axis.Mark> marks = new ArrayList<>();
        for (int i = 0; i < runs.size(); i += every) {
            marks.add(new Axis.Mark(
                    i, oneDay ? time(runs.get(i)) : day(runs.get(i)).substring(5)));
        }
        double margin = Math.max(0.2, (runs.size() - 1) / 12.0);
        return new Axis("run of the tests (UTC)", -margin, runs.size() - 1 + margin, marks);
    }

    private static String describe(List<RunSummary> runs, Function<RunSummary, String> figures) {
        RunSummary first = runs.get(0);
        RunSummary last = runs.get(runs.size() - 1);
        return Quantity.count(runs.size(), "run") + "; the first, of " + day(first) + ": " + figures.apply(first)
                + "; the last, of " + day(last) + ": " + figures.apply(last);
    }

    private static String day(RunSummary run) {
        return Instant.ofEpochMilli(run.at()).toString().substring(0, 10);
    }

    private static String time(RunSummary run) {
        return Instant.ofEpochMilli(run.at()).toString().substring(11, 16);
    }
}
