package org.vexfs.trace.manager;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.MarkerEnd;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.session.LiveWindow;
import org.vexfs.trace.session.TraceUnavailableException;
import org.vexfs.trace.session.WindowJudgement;

/**
 * Passes on what a trace tells within its window, so that a result's lines are those that its report counts: not what the
 * module did while the trace started, nor what it does while it is judged. Heartbeats always pass.
 */
final class WindowEvents implements Consumer<TraceEvent> {

    private final Consumer<TraceEvent> to;
    private final List<TraceEvent> held = new ArrayList<>();
    private State state = State.OUTSIDE;

    private enum State {
        OUTSIDE,
        /** Markers are set, of which the last one begins the window. */
        OPENING,
        WITHIN,
        /** Markers are set, of which the last one ends the window. */
        CLOSING
    }

    /** @param to whom to pass it on to */
    WindowEvents(Consumer<TraceEvent> to) {
        this.to = to;
    }

    /** Opens a window. */
    @FunctionalInterface
    interface Opening {

        LiveWindow open() throws TraceUnavailableException;
    }

    @Override
    public synchronized void accept(TraceEvent event) {
        if (event instanceof Heartbeat || state == State.WITHIN) {
            to.accept(event);
            return;
        }
        if (state == State.OUTSIDE) {
            return;
        }
        held.add(event);
        if (event instanceof MarkerEnd) {
            if (state == State.CLOSING) {
                held.forEach(to);
            }
            held.clear();
        }
    }

    /** Opens the window. */
    LiveWindow open(Opening opening) throws TraceUnavailableException {
        become(State.OPENING);
        LiveWindow window = opening.open();
        become(State.WITHIN);
        return window;
    }

    /** Closes the window. */
    WindowJudgement close(Supplier<WindowJudgement> closing) {
        become(State.CLOSING);
        try {
            return closing.get();
        } finally {
            become(State.OUTSIDE);
        }
    }

    private synchronized void become(State next) {
        if (next == State.WITHIN) {
            held.forEach(to);
        }
        held.clear();
        state = next;
    }
}
