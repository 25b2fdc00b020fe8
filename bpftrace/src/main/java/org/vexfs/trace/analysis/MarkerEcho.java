package org.vexfs.trace.analysis;

import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.Marker;

/**
 * A marker as it came back, with what had arrived before it.
 *
 * @param marker the marker, with what the kernel side had counted
 * @param received the events that had arrived; only the four counts that are events
 * @param errors how often bpftrace had said that its programs could not do something
 * @param moduleChanges how often the module had been loaded or unloaded
 */
public record MarkerEcho(Marker marker, Counts received, int errors, long moduleChanges) {

    /** Gives whether every event that the kernel side emitted before the marker has arrived. */
    public boolean complete() {
        Counts counts = marker.counts();
        return received.allocations() == counts.allocations()
                && received.frees() == counts.frees()
                && received.doubleFrees() == counts.doubleFrees()
                && received.unmatchedFrees() == counts.unmatchedFrees();
    }
}
