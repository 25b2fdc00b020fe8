package org.vexfs.trace.manager;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.CallSites;
import org.vexfs.trace.config.Integration;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.report.prometheus.MetricsPush;
import org.vexfs.trace.report.prometheus.MetricsServer;
import org.vexfs.trace.report.prometheus.MetricsTextFile;
import org.vexfs.trace.report.prometheus.TraceMetrics;
import org.vexfs.trace.result.ResultReport;
import org.vexfs.trace.session.WindowJudgement;

/** The metrics of a trace, wherever Prometheus is to find them. */
final class PublishedMetrics implements Integrations.Integrated {

    private final TraceMetrics metrics;
    private final Duration interval;
    private final TraceRun.Terminal terminal;
    private final Optional<MetricsTextFile> textFile;
    private final Optional<MetricsPush> push;
    private final Optional<MetricsServer> server;
    private final Set<String> complainedOf = new HashSet<>();
    private final ScheduledExecutorService aside = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "vexfs-trace metrics");
        thread.setDaemon(true);
        return thread;
    });

    private PublishedMetrics(TraceConfig config, MetricsOptions options, CallSites names, TraceRun.Terminal terminal)
            throws IOException {
        Integration.Prometheus settings = config.integration().prometheus();
        this.metrics = new TraceMetrics(config, names);
        this.interval = config.byHand().statsInterval();
        this.terminal = terminal;
        PrometheusRegistry registry = metrics.registry();
        this.textFile = options.textFile().map(file -> new MetricsTextFile(file, registry));
        this.push = settings.enabled()
                ? Optional.of(new MetricsPush(settings.pushgateway(), settings.jobName(), config.module(), registry))
                : Optional.empty();
        if (textFile.isPresent()) {
            writeFirst(textFile.get(), options.textFile().orElseThrow());
        }
        this.server =
                options.serve().isPresent() ? Optional.of(serve(options.serve().get(), registry)) : Optional.empty();
    }

    /** Gives them; empty if nobody asks for them. */
    static Optional<PublishedMetrics> of(
            TraceConfig config, MetricsOptions options, CallSites names, TraceRun.Terminal terminal)
            throws IOException {
        if (options.serve().isEmpty()
                && options.textFile().isEmpty()
                && !config.integration().prometheus().enabled()) {
            return Optional.empty();
        }
        return Optional.of(new PublishedMetrics(config, options, names, terminal));
    }

    private static void writeFirst(MetricsTextFile file, Path path) throws IOException {
        try {
            file.write();
        } catch (IOException e) {
            throw new IOException(
                    "no metrics can be written into " + path + ": " + e + ". Remedy: name another file with --textfile",
                    e);
        }
    }

    private static MetricsServer serve(InetSocketAddress address, PrometheusRegistry registry) throws IOException {
        try {
            return MetricsServer.start(address, registry);
        } catch (IOException e) {
            throw new IOException(
                    "no metrics can be served at " + address.getHostString() + ":" + address.getPort() + ": "
                            + e.getMessage() + ". Remedy: name another port with --serve=PORT",
                    e);
        }
    }

    @Override
    public void began() {
        metrics.began();
        server.ifPresent(serving -> terminal.line("metrics at " + serving.url()));
        if (textFile.isPresent() || push.isPresent()) {
            aside.scheduleWithFixedDelay(this::publish, interval.toNanos(), interval.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void accept(TraceEvent event) {
        metrics.accept(event);
    }

    @Override
    public void accept(Alert alert) {
        metrics.accept(alert);
    }

    @Override
    public boolean wantsTotals() {
        return true;
    }

    @Override
    public void ended(WindowJudgement judgement, Duration ran) {
        metrics.ended(ResultReport.gaps(judgement), judgement.memory());
        publish();
    }

    private synchronized void publish() {
        textFile.ifPresent(file -> attempt("textfile", file::write));
        push.ifPresent(gateway -> attempt("push", gateway::push));
    }

    /** Whoever cannot be told is complained of once, and tried again. */
    private void attempt(String way, Publishing publishing) {
        try {
            publishing.publish();
        } catch (IOException e) {
            if (complainedOf.add(way)) {
                terminal.complain("metrics: " + e.getMessage() + "; the trace goes on without");
            }
        }
    }

    private interface Publishing {
        void publish() throws IOException;
    }

    @Override
    public void close() {
        aside.shutdownNow();
        server.ifPresent(MetricsServer::close);
    }
}
