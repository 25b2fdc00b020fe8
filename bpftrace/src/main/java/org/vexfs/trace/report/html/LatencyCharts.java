package org.vexfs.trace.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;
import org.vexfs.trace.baseline.Latencies;
import org.vexfs.trace.report.FunctionFigures;
import org.vexfs.trace.report.Quantity;

/** How long a test's functions took: their distributions, and their percentiles beside those of a baseline. */
final class LatencyCharts {

    private static final int MOST_FUNCTIONS = 4;

    /** Of fewer calls a table says as much. */
    private static final long FEWEST_CALLS = 10;

    private static final int MOST_BINS = 40;
    private static final double FINEST_BIN = 0.05;
    private static final double PERCENTILE_STEP = 0.1;
    private static final double MOST_NINES = 5;

    private final Charts charts;
    private final String id;
    private final List<Sample> samples = new ArrayList<>();

    /** A function's calls, and what they are compared with. */
    private record Sample(String function, Histogram calls, Optional<Histogram> baseline) {}

    /** Gives the latencies that a function's are compared with. */
    interface Baseline {
        Optional<Latencies> of(String function);
    }

    private LatencyCharts(Charts charts, String id) {
        this.charts = charts;
        this.id = id;
    }

    static List<Chart> of(List<FunctionFigures> functions, Baseline baseline, Charts charts, String id) {
        LatencyCharts made = new LatencyCharts(charts, id);
        for (FunctionFigures function : functions) {
            Latencies latencies = function.latencies();
            if (latencies != null && function.calls() >= FEWEST_CALLS && made.samples.size() < MOST_FUNCTIONS) {
                Histogram calls = latencies.highs();
                if (calls.getTotalCount() >= FEWEST_CALLS) {
                    made.samples.add(new Sample(
                            function.function(),
                            calls,
                            baseline.of(function.function())
                                    .map(Latencies::highs)
                                    .filter(histogram -> histogram.getTotalCount() > 0)));
                }
            }
        }
        return made.samples.isEmpty()
                ? List.of()
                : Stream.of(made.distribution(), made.percentiles())
                        .flatMap(Optional::stream)
                        .toList();
    }

    private Optional<Chart> distribution() {
        double low = Axis.log(samples.stream()
                .mapToLong(sample -> sample.calls().getMinValue())
                .min()
                .orElseThrow());
        double high = Axis.log(samples.stream()
                .mapToLong(sample -> sample.calls().getMaxValue())
                .max()
                .orElseThrow());
        double width = Math.max(FINEST_BIN, (high - low) / MOST_BINS);
        int bins = (int) Math.ceil((high - low) / width) + 1;
        List<Plot.Line> lines = new ArrayList<>();
        double most = 0;
        for (int i = 0; i < samples.size(); i++) {
            double[] shares = shares(samples.get(i).calls(), low, width, bins);
            List<Plot.Point> points = new ArrayList<>();
            int first = 0;
            int end = bins;
            while (shares[first] == 0) {
                first++;
            }
            while (shares[end - 1] == 0) {
                end--;
            }
            points.add(new Plot.Point(low + first * width, 0));
            for (int bin = first; bin < end; bin++) {
                most = Math.max(most, shares[bin]);
                add(points, low + bin * width, shares[bin]);
                add(points, low + (bin + 1) * width, shares[bin]);
            }
            points.add(new Plot.Point(low + end * width, 0));
            lines.add(new Plot.Line(i, Plot.Look.FILLED, points));
        }
        Axis x = Axis.times(
                "time of a call", Math.round(Math.pow(10, low)), Math.round(Math.pow(10, low + bins * width)));
        return charts.of(
                id + "-distribution",
                "Distribution of latencies, in % of the calls",
                description(),
                new Plot(x, Axis.numbers("", most, " %"), lines),
                legend(false));
    }

    /** A point in the middle of a level line says nothing. */
    private static void add(List<Plot.Point> points, double x, double y) {
        int size = points.size();
        if (size >= 2 && points.get(size - 1).y() == y && points.get(size - 2).y() == y) {
            points.remove(size - 1);
        }
        points.add(new Plot.Point(x, y));
    }

    private static double[] shares(Histogram calls, double low, double width, int bins) {
        double[] shares = new double[bins];
        for (HistogramIterationValue value : calls.recordedValues()) {
            int bin = (int) ((Axis.log(value.getValueIteratedTo()) - low) / width);
            shares[Math.max(0, Math.min(bins - 1, bin))] +=
                    100.0 * value.getCountAddedInThisIterationStep() / calls.getTotalCount();
        }
        return shares;
    }

    private Optional<Chart> percentiles() {
        double nines = samples.stream()
                .mapToDouble(sample -> Math.log10(sample.calls().getTotalCount()))
                .max()
                .orElseThrow();
        double end = Math.min(MOST_NINES, nines);
        List<Plot.Line> lines = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            int ink = i;
            lines.add(line(samples.get(i).calls(), ink, Plot.Look.PLAIN, end));
            samples.get(i).baseline().ifPresent(baseline -> lines.add(line(baseline, ink, Plot.Look.DOTTED, end)));
        }
        double low = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Plot.Point::y)
                .min()
                .orElseThrow();
        double high = lines.stream()
                .flatMap(line -> line.points().stream())
                .mapToDouble(Plot.Point::y)
                .max()
                .orElseThrow();
        boolean compared = samples.stream().anyMatch(sample -> sample.baseline().isPresent());
        return charts.of(
                id + "-percentiles",
                compared ? "Percentiles of latencies, against the baseline" : "Percentiles of latencies",
                description(),
                new Plot(
                        percentileAxis(end),
                        Axis.times("", Math.round(Math.pow(10, low)), Math.round(Math.pow(10, high))),
                        lines),
                legend(true));
    }

    private static Plot.Line line(Histogram calls, int ink, Plot.Look look, double end) {
        double last = Math.min(end, Math.log10(calls.getTotalCount()));
        List<Plot.Point> points = new ArrayList<>();
        for (double at = 0; at < last; at += PERCENTILE_STEP) {
            points.add(point(calls, at));
        }
        points.add(point(calls, last));
        return new Plot.Line(ink, look, points);
    }

    /** Each step to the right is a nine more: the tail, which a limit is set for, has as much room as the rest. */
    private static Plot.Point point(Histogram calls, double nines) {
        return new Plot.Point(nines, Axis.log(calls.getValueAtPercentile(100 * (1 - Math.pow(10, -nines)))));
    }

    private static Axis percentileAxis(double end) {
        List<Axis.Mark> marks = new ArrayList<>();
        marks.add(new Axis.Mark(Math.log10(2), "p50"));
        for (int at = 1; at <= end; at++) {
            marks.add(new Axis.Mark(at, at == 1 ? "p90" : at == 2 ? "p99" : "p99." + "9".repeat(at - 2)));
        }
        return new Axis("percentile", 0, Math.max(end, 0.5), marks);
    }

    private String description() {
        StringBuilder text = new StringBuilder();
        for (Sample sample : samples) {
            text.append(text.isEmpty() ? "" : "; ")
                    .append(sample.function())
                    .append(": ")
                    .append(percentiles(sample.calls()));
            sample.baseline()
                    .ifPresent(baseline -> text.append("; in the baseline ").append(percentiles(baseline)));
        }
        return text.toString();
    }

    private static String percentiles(Histogram calls) {
        return "p50 " + Quantity.time(calls.getValueAtPercentile(50)) + ", p95 "
                + Quantity.time(calls.getValueAtPercentile(95)) + ", p99 "
                + Quantity.time(calls.getValueAtPercentile(99)) + ", max " + Quantity.time(calls.getMaxValue())
                + " over " + Quantity.count(calls.getTotalCount(), "call");
    }

    private List<Chart.Legend> legend(boolean withBaseline) {
        List<Chart.Legend> legend = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            legend.add(new Chart.Legend("k" + i, samples.get(i).function()));
            if (withBaseline && samples.get(i).baseline().isPresent()) {
                legend.add(new Chart.Legend("b" + i, samples.get(i).function() + ", baseline"));
            }
        }
        return legend;
    }
}
