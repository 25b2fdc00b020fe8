package org.vexfs.trace.analysis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.function.Consumer;
import org.vexfs.trace.event.TraceEvent;

/**
 * Puts events in the order in which they happened, which is almost the one in which they arrive: each is held back until
 * one arrives that happened {@link #HELD_BACK} later, or until there are {@link #MOST}.
 */
final class RecentEvents {

    /** In nanoseconds. Lines were seen to overtake each other by 70 microseconds; the rest gives a reader time to look. */
    static final long HELD_BACK = 50_000_000;

    static final int MOST = 16_384;

    private final Deque<Timed> events = new ArrayDeque<>();
    private final Deque<Timed> overtaken = new ArrayDeque<>();
    private final Consumer<TraceEvent> next;

    RecentEvents(Consumer<TraceEvent> next) {
        this.next = next;
    }

    void accept(long nanos, TraceEvent event) {
        Timed timed = new Timed(nanos, event);
        while (!events.isEmpty() && events.peekLast().nanos() > nanos) {
            overtaken.push(events.pollLast());
        }
        events.addLast(timed);
        while (!overtaken.isEmpty()) {
            events.addLast(overtaken.pop());
        }
        while (events.size() > MOST
                || events.peekFirst().nanos() < events.peekLast().nanos() - HELD_BACK) {
            next.accept(events.pollFirst().event());
        }
    }

    /** Lets go of everything up to a time, included. */
    void releaseUpTo(long nanos) {
        while (!events.isEmpty() && events.peekFirst().nanos() <= nanos) {
            next.accept(events.pollFirst().event());
        }
    }

    /** Gives what is held back and happened after a time to a consumer. */
    void forEachAfter(long nanos, Consumer<TraceEvent> consumer) {
        for (Iterator<Timed> latest = events.descendingIterator(); latest.hasNext(); ) {
            Timed timed = latest.next();
            if (timed.nanos() <= nanos) {
                return;
            }
            consumer.accept(timed.event());
        }
    }

    private record Timed(long nanos, TraceEvent event) {}
}
