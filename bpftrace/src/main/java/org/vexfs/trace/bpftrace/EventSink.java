package org.vexfs.trace.bpftrace;

import org.vexfs.trace.event.TraceEvent;

/** Takes events in the order in which bpftrace printed them. */
@FunctionalInterface
public interface EventSink {

    void accept(TraceEvent event);
}
