package org.vexfs.trace.manager;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.result.ResultFile;
import org.vexfs.trace.session.WindowGlance;

/** Tells how a trace by hand goes on while it runs. Used by one thread, but for what is said of a method. */
interface TraceProgress extends AutoCloseable {

    /**
     * The trace runs.
     *
     * @param stop has it end soon, with its report
     */
    void began(Runnable stop);

    /** Gives how long to wait between two looks, at least a few milliseconds. */
    Duration betweenLooks();

    /** Tells how the trace goes. */
    void look(Look look);

    /**
     * Takes what is conspicuous. May be called by any thread, also before the trace runs and after its end.
     *
     * @param time the time of day
     */
    void alerted(Alert alert, String time);

    /** The trace is to end: from here on others tell of it. */
    @Override
    void close();

    /**
     * What is known of a trace at one moment.
     *
     * @param module the traced module
     * @param elapsed how long it has run
     * @param duration how long it is to run
     * @param window asks the trace itself, which takes bpftrace an answer; empty if none comes
     * @param result what was written down
     */
    record Look(
            String module,
            Duration elapsed,
            Duration duration,
            Supplier<Optional<WindowGlance>> window,
            ResultFile result) {}
}
