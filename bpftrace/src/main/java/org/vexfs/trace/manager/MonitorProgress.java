package org.vexfs.trace.manager;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.report.AlertText;
import org.vexfs.trace.session.WindowGlance;

/** Shows what a running trace is about: on a screen, or now and then in lines where there is none. */
final class MonitorProgress implements TraceProgress {

    private static final Duration BETWEEN_DRAWINGS = Duration.ofMillis(500);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final int LATEST_ALERTS = 20;

    private final Duration interval;
    private final TraceRun.Terminal terminal;
    private final Opener opener;
    private final int width;
    private final Deque<String> latestAlerts = new ArrayDeque<>();
    private Optional<TerminalScreen> screen = Optional.empty();
    private Optional<WindowGlance> before = Optional.empty();
    private Duration told = Duration.ZERO;

    /** Opens a screen, if there can be one. */
    @FunctionalInterface
    interface Opener {

        /**
         * Opens it.
         *
         * @param quit is run when the user asks for the end
         */
        Optional<TerminalScreen> open(Runnable quit);
    }

    /**
     * Makes one.
     *
     * @param interval how often to tell it in lines
     * @param opener opens the screen
     * @param width how wide lines may be
     */
    MonitorProgress(Duration interval, TraceRun.Terminal terminal, Opener opener, int width) {
        this.interval = interval;
        this.terminal = terminal;
        this.opener = opener;
        this.width = width;
    }

    @Override
    public void began(Runnable stop) {
        screen = opener.open(stop);
    }

    @Override
    public Duration betweenLooks() {
        return screen.isPresent() ? BETWEEN_DRAWINGS : BETWEEN_LOOKS;
    }

    @Override
    public void look(Look look) {
        boolean due = screen.isPresent() || look.elapsed().minus(told).compareTo(interval) >= 0;
        if (!due) {
            return;
        }
        told = look.elapsed();
        Optional<WindowGlance> now = look.window().get();
        now.ifPresent(glance -> {
            MonitorSnapshot snapshot = MonitorSnapshot.of(course(look), before, glance);
            if (screen.isPresent()) {
                screen.get().draw((columns, rows) -> MonitorScreen.of(snapshot, columns, rows));
            } else {
                terminal.say(String.join(System.lineSeparator(), MonitorScreen.block(snapshot, width))
                        + System.lineSeparator());
            }
        });
        before = now;
    }

    private MonitorSnapshot.Course course(Look look) {
        return new MonitorSnapshot.Course(
                look.module(),
                look.elapsed(),
                look.duration(),
                look.result().events(),
                look.result().lost(),
                look.result().alerts(),
                latestAlerts());
    }

    @Override
    public void alerted(Alert alert, String time) {
        synchronized (latestAlerts) {
            latestAlerts.addFirst(time + " " + AlertText.of(alert));
            if (latestAlerts.size() > LATEST_ALERTS) {
                latestAlerts.removeLast();
            }
        }
    }

    private List<String> latestAlerts() {
        synchronized (latestAlerts) {
            return List.copyOf(latestAlerts);
        }
    }

    @Override
    public void close() {
        screen.ifPresent(TerminalScreen::close);
        screen = Optional.empty();
    }
}
