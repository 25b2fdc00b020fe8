package org.vexfs.trace.manager;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.CallSites;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.session.WindowJudgement;

/** Everybody outside who is told how a trace goes, as the options and the configuration have it. */
final class Integrations implements TraceFollower, Closeable {

    private final List<Integrated> all = new ArrayList<>();

    private Integrations() {}

    /** One of them. */
    interface Integrated extends TraceFollower, Closeable {

        @Override
        void close();
    }

    /** Something that was asked for cannot be had on this machine. */
    static final class UnavailableException extends Exception {

        private static final long serialVersionUID = 1;

        UnavailableException(String message) {
            super(message);
        }
    }

    /**
     * Gets ready to tell of a trace.
     *
     * @param names tells what stands at an address, and looks for no source lines
     * @param terminal where to say what is served, and what cannot be told to somebody
     * @throws UnavailableException if something that was asked for cannot be had
     */
    static Integrations start(TraceConfig config, MetricsOptions options, CallSites names, TraceRun.Terminal terminal)
            throws UnavailableException {
        Integrations integrations = new Integrations();
        TraceAnnotations.of(config, System.getenv(), terminal).ifPresent(integrations.all::add);
        TraceNotices.of(config, names, terminal).ifPresent(integrations.all::add);
        try {
            PublishedMetrics.of(config, options, names, terminal).ifPresent(integrations.all::add);
        } catch (IOException e) {
            integrations.close();
            throw new UnavailableException(e.getMessage());
        }
        return integrations;
    }

    @Override
    public void began() {
        all.forEach(TraceFollower::began);
    }

    @Override
    public void accept(TraceEvent event) {
        all.forEach(follower -> follower.accept(event));
    }

    @Override
    public void accept(Alert alert) {
        all.forEach(follower -> follower.accept(alert));
    }

    @Override
    public boolean wantsTotals() {
        return all.stream().anyMatch(TraceFollower::wantsTotals);
    }

    @Override
    public void ended(WindowJudgement judgement, Duration ran) {
        all.forEach(follower -> follower.ended(judgement, ran));
    }

    @Override
    public void close() {
        all.forEach(Integrated::close);
    }
}
