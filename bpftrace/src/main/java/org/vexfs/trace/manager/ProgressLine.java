package org.vexfs.trace.manager;

import java.time.Duration;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.report.Quantity;

/** Tells how a trace goes on in one line: each second in the place of the one before, or now and then where that cannot be. */
final class ProgressLine implements TraceProgress {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Duration interval;
    private final TraceRun.Terminal terminal;
    private Duration told = Duration.ZERO;

    /**
     * Makes one.
     *
     * @param interval how often to tell it where each line stays
     */
    ProgressLine(Duration interval, TraceRun.Terminal terminal) {
        this.interval = interval;
        this.terminal = terminal;
    }

    @Override
    public void began(Runnable stop) {
        // The line begins with the first look.
    }

    @Override
    public Duration betweenLooks() {
        return BETWEEN_LOOKS;
    }

    @Override
    public void look(Look look) {
        String line = look.elapsed().toSeconds() + " s of "
                + Quantity.exactTime(look.duration().toNanos()) + ": "
                + look.result().progress(look.elapsed());
        if (terminal.redrawn()) {
            terminal.progress(line);
        } else if (look.elapsed().minus(told).compareTo(interval) >= 0) {
            told = look.elapsed();
            terminal.line(line);
        }
    }

    @Override
    public void alerted(Alert alert, String time) {
        // The result counts them.
    }

    @Override
    public void close() {
        // What comes next takes the line's place.
    }
}
