package org.vexfs.trace.analysis;

import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.Marker;

/**
 * A marker as it came back, with what had arrived before it.
 *
 * @param marker the marker, with what the kernel side had counted
 * @param received the events that had arrived; only the counts of events
 * @param errors how often bpftrace had said that its programs could not do something
 */
public record MarkerEcho(Marker marker, Counts received, int errors) {

    /** Gives whether every event that the kernel side emitted before the marker has arrived. */
    public boolean complete() {
        return missing().equals(Counts.NONE);
    }

    /**
     * Gives whether every event that the kernel side emitted between an earlier marker and this one has arrived. What was
     * lost before stays lost and is no matter of this window.
     *
     * @param start a marker at which nothing was under way any more
     */
    public boolean completeSince(MarkerEcho start) {
        return missing().equals(start.missing());
    }

    /** Gives how many events that the kernel side emitted since an earlier marker are missing; not above 0 for none. */
    public long missingSince(MarkerEcho start) {
        return missing().emitted() - start.missing().emitted();
    }

    private Counts missing() {
        return marker.counts().ofEvents().since(received);
    }
}
