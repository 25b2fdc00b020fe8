package org.vexfs.trace.report.prometheus;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.CallSites;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.MemoryLevel;
import org.vexfs.trace.analysis.RunningFigures;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.event.AllocationFailure;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.event.TraceEvent;

/**
 * The metrics of one trace, from what it tells. They count from {@link #began} on. Safe for use by several threads: a
 * scrape sees all metrics at one moment.
 */
public final class TraceMetrics implements MultiCollector {

    private final TraceConfig config;
    private final RunningFigures figures;
    private final OperationSeries operations = new OperationSeries();
    private final Map<Alert.Kind, Long> alerts = new EnumMap<>(Alert.Kind.class);
    private long events;
    private long lost;
    private boolean complete;
    private boolean running;
    private long doubleFrees;
    private long countedDoubleFrees;
    private long failures;
    private @Nullable MemoryJudgement judgement;

    /**
     * Begins.
     *
     * @param config how the module is traced
     * @param names tells what stands at an address, and looks for no source lines
     */
    public TraceMetrics(TraceConfig config, CallSites names) {
        this.config = config;
        this.figures = new RunningFigures(config.operations(), config.usage(), config.indirect(), names);
    }

    /** Gives a registry that has these metrics and nothing else. */
    public PrometheusRegistry registry() {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(this);
        return registry;
    }

    /** Takes note that the trace runs, and so that what stands at an address can be told. */
    public synchronized void began() {
        running = true;
        complete = true;
    }

    /** Takes what the trace tells next. */
    public synchronized void accept(TraceEvent event) {
        if (!running) {
            return;
        }
        figures.accept(event);
        if (event instanceof Heartbeat) {
            return;
        }
        events++;
        if (event instanceof Loss loss) {
            lost += loss.records();
            complete = false;
        } else if (event instanceof Free free && free.kind() == Free.Kind.REPEATED) {
            doubleFrees++;
        } else if (event instanceof Marker marker) {
            // Lost lines cost the details of a double free, never its count.
            countedDoubleFrees = marker.counts().doubleFrees();
        } else if (event instanceof AllocationFailure) {
            failures++;
        }
    }

    /** Takes what is conspicuous. */
    public synchronized void accept(Alert alert) {
        alerts.merge(alert.kind(), 1L, Long::sum);
    }

    /**
     * Takes note that the trace is over.
     *
     * @param gaps what it may have missed
     * @param memory what its memory came to; empty if it does not tell of that
     */
    public synchronized void ended(List<Gap> gaps, Optional<MemoryJudgement> memory) {
        figures.ended();
        running = false;
        complete = complete && gaps.isEmpty();
        judgement = memory.orElse(null);
    }

    @Override
    public synchronized MetricSnapshots collect() {
        Series series = new Series(Labels.of("module", config.module()));
        trace(series);
        if (config.tellsOperations()) {
            operations.addTo(series, figures.operations());
        }
        if (config.scripts().contains(TraceScript.MEMORY)) {
            memory(series, figures.memory());
        }
        return series.collected();
    }

    private void trace(Series series) {
        series.info(
                "What is traced, as labels.",
                config.scripts().stream()
                        .sorted()
                        .map(script -> Labels.of("script", script.name().toLowerCase(Locale.ROOT)))
                        .toList());
        series.gauge("running", "1 while the trace runs, otherwise 0.", running ? 1 : 0);
        series.gauge(
                "complete",
                "1 as long as nothing is known to be missing from a trace that began, which only its end proves; otherwise 0.",
                complete ? 1 : 0);
        series.counter("events", "What bpftrace told, without its signs of life.", events);
        series.counter("lost_events", "What bpftrace says that it lost.", lost);
        Map<Labels, Long> conspicuous = new LinkedHashMap<>();
        for (Alert.Kind kind : Alert.Kind.values()) {
            if (kind.ofMemory() ? config.scripts().contains(TraceScript.MEMORY) : config.tellsOperations()) {
                conspicuous.put(Labels.of("kind", kind.name().toLowerCase(Locale.ROOT)), alerts.getOrDefault(kind, 0L));
            }
        }
        series.counter("alerts", "What was conspicuous, by kind.", conspicuous);
    }

    private void memory(Series series, MemoryLevel level) {
        series.counter("allocations", "Allocations of the module.", level.allocations());
        series.counter("allocated_bytes", "Bytes that the module asked for.", level.allocatedBytes());
        series.counter("frees", "Frees of what the module allocated within the trace.", level.frees());
        series.gauge("live_objects", "Objects that were allocated within the trace and are held.", level.heldObjects());
        series.gauge("live_bytes", "Bytes of the objects that are held.", level.heldBytes());
        series.gauge("live_bytes_peak", "The most bytes that were held at a time.", level.peakBytes());
        series.gauge(
                "long_held_objects",
                "Objects that are held for so long that they hint at a leak.",
                level.old().objects());
        series.gauge(
                "long_held_bytes",
                "Bytes of the objects that are held for so long that they hint at a leak.",
                level.old().bytes());
        series.counter(
                "allocation_failures",
                "Allocations that an allocator refused, also where the module then tried another.",
                failures);
        series.counter("double_frees", "Frees of what was free already.", Math.max(doubleFrees, countedDoubleFrees));
        MemoryJudgement judged = judgement;
        if (judged != null && judged.leaks() != Verdict.INCONCLUSIVE) {
            series.gauge(
                    "leaked_objects", "Objects that leaked, known when the trace is over.", judged.leakedObjects());
            series.gauge("leaked_bytes", "Bytes that leaked, known when the trace is over.", judged.leakedBytes());
        }
    }
}
