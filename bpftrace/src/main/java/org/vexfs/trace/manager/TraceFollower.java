package org.vexfs.trace.manager;

import java.time.Duration;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.session.WindowJudgement;

/**
 * Whoever is told how a trace by hand goes. While the trace runs it must not hold it up: what
 * takes long, it does aside.
 */
interface TraceFollower {

    /** Is told, and does nothing. */
    TraceFollower NOBODY = new TraceFollower() {};

    /** Takes note that the module is traced from now on. */
    default void began() {}

    /** Takes what the trace tells next, on the thread that reads it. */
    default void accept(TraceEvent event) {}

    /** Takes what is conspicuous, on any thread. */
    default void accept(Alert alert) {}

    /** Gives whether it needs to know, now and then, what is only added up in the kernel. */
    default boolean wantsTotals() {
        return false;
    }

    /**
     * Takes note that the trace is over. Returns when all that it came to was told, or cannot be told within some seconds:
     * a JVM that was told to end does so soon after.
     *
     * @param judgement what it came to
     * @param ran how long it ran
     */
    default void ended(WindowJudgement judgement, Duration ran) {}
}
