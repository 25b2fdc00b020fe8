package org.vexfs.trace.report.prometheus;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vexfs.trace.analysis.Bounds;
import org.vexfs.trace.analysis.Distribution;

/** Collects the series of one scrape. What has no series is left out. */
final class Series {

    private static final String PREFIX = "vexfs_trace_";
    private static final double NANOS = 1e9;

    /**
     * One below a power of two, in nanoseconds: from 255 ns to 17 s. There both the kernel side's totals and what was told one
     * by one have an edge, so that no call has to be guessed into a bucket.
     */
    private static final int FIRST_POWER = 8;

    private static final int LAST_POWER = 34;

    private final Labels common;
    private final List<MetricSnapshot> collected = new ArrayList<>();

    /** @param common the labels that all series have */
    Series(Labels common) {
        this.common = common;
    }

    MetricSnapshots collected() {
        return new MetricSnapshots(collected);
    }

    void gauge(String name, String help, double value) {
        collected.add(GaugeSnapshot.builder()
                .name(PREFIX + name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(common)
                        .value(value)
                        .build())
                .build());
    }

    /** Adds one series for each of the labels, of which only the labels matter. */
    void info(String help, List<Labels> all) {
        InfoSnapshot.Builder info = InfoSnapshot.builder()
                .name(PREFIX.substring(0, PREFIX.length() - 1))
                .help(help);
        all.forEach(labels -> info.dataPoint(
                InfoDataPointSnapshot.builder().labels(common.merge(labels)).build()));
        collected.add(info.build());
    }

    void counter(String name, String help, long value) {
        counter(name, help, Map.of(Labels.EMPTY, value));
    }

    void counter(String name, String help, Map<Labels, Long> values) {
        if (values.isEmpty()) {
            return;
        }
        CounterSnapshot.Builder counter =
                CounterSnapshot.builder().name(PREFIX + name).help(help);
        values.forEach((labels, value) -> counter.dataPoint(CounterDataPointSnapshot.builder()
                .labels(common.merge(labels))
                .value(value)
                .build()));
        collected.add(counter.build());
    }

    /** Adds times, of which whoever reads them expects seconds. */
    void seconds(String name, String help, Map<Labels, Distribution> times) {
        Map<Labels, Distribution> filled = new LinkedHashMap<>(times);
        filled.values().removeIf(distribution -> distribution.count() == 0);
        if (filled.isEmpty()) {
            return;
        }
        HistogramSnapshot.Builder histogram =
                HistogramSnapshot.builder().name(PREFIX + name + "_seconds").help(help);
        filled.forEach((labels, distribution) -> histogram.dataPoint(HistogramDataPointSnapshot.builder()
                .labels(common.merge(labels))
                .classicHistogramBuckets(buckets(distribution))
                .sum(middle(distribution.sum()) / NANOS)
                .build()));
        collected.add(histogram.build());
    }

    private static ClassicHistogramBuckets buckets(Distribution distribution) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        long below = 0;
        for (int power = FIRST_POWER; power <= LAST_POWER; power++) {
            long bound = (1L << power) - 1;
            long upTo = distribution.countUpTo(bound);
            buckets.bucket(bound / NANOS, upTo - below);
            below = upTo;
        }
        return buckets.bucket(Double.POSITIVE_INFINITY, distribution.count() - below)
                .build();
    }

    private static double middle(Bounds bounds) {
        return bounds.low() + (bounds.high() - bounds.low()) / 2.0;
    }
}
