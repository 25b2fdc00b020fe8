package org.vexfs.trace.report.prometheus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.session.RecordedEvents;
import org.vexfs.trace.testing.RecordedCapture;

/** A trace that was recorded live, told again event by event. */
public final class RecordedTrace {

    private final Path capture;
    private final AtomicReference<RecordedEvents> known = new AtomicReference<>();
    private final TraceMetrics metrics;

    /**
     * Takes one.
     *
     * @param capture its name, such as {@code vector-search-6.12}
     * @param script what was traced
     */
    public RecordedTrace(String capture, String script) {
        this.capture = RecordedCapture.path(capture);
        this.metrics = new TraceMetrics(
                ConfigLoader.load(new Properties(), Path.of(""), Map.of("scripts", script)),
                address -> known.get() == null
                        ? CallSite.unknown(address)
                        : known.get().nameOnly(address));
        metrics.began();
    }

    /** Gives the metrics of a trace that was told to its end. */
    static TraceMetrics of(String capture, String script) throws IOException {
        RecordedTrace trace = new RecordedTrace(capture, script);
        trace.tell();
        trace.metrics.ended(List.of(), Optional.empty());
        return trace.metrics;
    }

    /** Tells all of it. May be told several times. */
    public void tell() throws IOException {
        RecordedEvents.read(capture, (trace, event) -> {
            known.set(trace);
            metrics.accept(event);
        });
    }

    public TraceMetrics metrics() {
        return metrics;
    }
}
