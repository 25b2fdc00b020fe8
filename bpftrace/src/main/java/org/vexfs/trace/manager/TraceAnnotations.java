package org.vexfs.trace.manager;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.config.Integration;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.report.Quantity;
import org.vexfs.trace.report.grafana.Grafana;
import org.vexfs.trace.result.ResultReport;
import org.vexfs.trace.session.WindowJudgement;

/** Marks the time of a trace on the dashboard of a Grafana, which gets the dashboard if it has it not. */
final class TraceAnnotations implements Integrations.Integrated {

    /** What holds the token that Grafana asks for. */
    static final String TOKEN = "VEXFS_TRACE_GRAFANA_TOKEN";

    private static final Duration LAST_CHANCE = Duration.ofSeconds(10);

    private final String module;
    private final String dashboard;
    private final Grafana grafana;
    private final TraceRun.Terminal terminal;
    private final ExecutorService aside = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "vexfs-trace Grafana");
        thread.setDaemon(true);
        return thread;
    });
    private boolean complained;
    private Instant since = Instant.now();

    private TraceAnnotations(TraceConfig config, Grafana grafana, TraceRun.Terminal terminal) {
        this.module = config.module();
        this.dashboard = config.integration().grafana().dashboardId();
        this.grafana = grafana;
        this.terminal = terminal;
    }

    /**
     * Gets ready; empty if nobody asks for it.
     *
     * @param environment the environment's variables
     */
    static Optional<TraceAnnotations> of(
            TraceConfig config, Map<String, String> environment, TraceRun.Terminal terminal) {
        Integration.Grafana settings = config.integration().grafana();
        return settings.enabled()
                ? Optional.of(new TraceAnnotations(
                        config,
                        new Grafana(
                                settings.endpoint(),
                                Optional.ofNullable(environment.get(TOKEN)).filter(token -> !token.isBlank())),
                        terminal))
                : Optional.empty();
    }

    @Override
    public void began() {
        since = Instant.now();
        tell(() -> grafana.ensureDashboard(dashboard));
    }

    @Override
    public void ended(WindowJudgement judgement, Duration ran) {
        Instant from = since;
        Instant to = Instant.now();
        String text = "module " + module + ": "
                + judgement
                        .memory()
                        .filter(memory -> memory.leaks() == Verdict.FAILED)
                        .map(MemoryJudgement::leakedObjects)
                        .map(leaked -> Quantity.count(leaked, "leaked object") + ", ")
                        .orElse("")
                + "the trace is " + (ResultReport.gaps(judgement).isEmpty() ? "complete" : "not complete");
        tell(() -> grafana.annotate(dashboard, from, to, text));
        close();
    }

    private void tell(Telling telling) {
        aside.execute(() -> {
            try {
                telling.tell();
            } catch (IOException e) {
                if (!complained) {
                    complained = true;
                    terminal.complain("Grafana: " + e.getMessage() + "; the trace goes on without");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private interface Telling {
        void tell() throws IOException, InterruptedException;
    }

    /** Waits until all is told, but not for long. */
    @Override
    public void close() {
        aside.shutdown();
        try {
            if (!aside.awaitTermination(LAST_CHANCE.toMillis(), TimeUnit.MILLISECONDS)) {
                aside.shutdownNow();
            }
        } catch (InterruptedException e) {
            aside.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
