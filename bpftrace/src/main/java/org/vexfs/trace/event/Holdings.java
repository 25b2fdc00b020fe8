package org.vexfs.trace.event;

import java.util.List;

/**
 * What the module held, read from the kernel side's maps just after a marker that asked for it. It does not depend on
 * the stream of events having arrived.
 *
 * @param marker the name of the marker
 * @param live every live object, of this window and of earlier ones
 */
public record Holdings(String marker, List<LiveObject> live) implements TraceEvent {

    public Holdings {
        live = List.copyOf(live);
    }
}
