package org.vexfs.trace.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.MarkerEnd;
import org.vexfs.trace.event.TraceEvent;

/** What is passed on of a trace that begins before its window, and ends after it. */
class WindowEventsTests {

    private static final MarkerEnd FIRST = new MarkerEnd("first");
    private static final MarkerEnd SECOND = new MarkerEnd("second");

    private final List<TraceEvent> passed = new ArrayList<>();
    private final WindowEvents events = new WindowEvents(passed::add);

    @Test
    void whatComesBeforeTheLastMarkerThatOpensTheWindowIsNotInIt() throws Exception {
        take(event(1), FIRST, event(2));
        events.open(() -> {
            take(event(3), FIRST, event(4), SECOND, event(5));
            return null;
        });
        take(event(6));

        assertThat(passed).containsExactly(event(5), event(6));
    }

    @Test
    void whatComesAfterTheLastMarkerThatClosesTheWindowIsNotInIt() throws Exception {
        events.open(() -> null);
        take(event(1));
        events.close(() -> {
            take(event(2), FIRST, event(3), SECOND, event(4));
            return null;
        });
        take(event(5), FIRST);

        assertThat(passed).containsExactly(event(1), event(2), FIRST, event(3), SECOND);
    }

    @Test
    void aHeartbeatAlwaysPasses() throws Exception {
        take(new Heartbeat(1));
        events.open(() -> {
            take(new Heartbeat(2));
            return null;
        });
        events.close(() -> {
            take(new Heartbeat(3));
            return null;
        });
        take(new Heartbeat(4));

        assertThat(passed).containsExactly(new Heartbeat(1), new Heartbeat(2), new Heartbeat(3), new Heartbeat(4));
    }

    private void take(TraceEvent... told) {
        List.of(told).forEach(events);
    }

    private static TraceEvent event(long number) {
        return new Loss(number, "events");
    }
}
