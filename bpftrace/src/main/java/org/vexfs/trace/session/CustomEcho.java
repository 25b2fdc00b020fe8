package org.vexfs.trace.session;

import org.jspecify.annotations.Nullable;
import org.vexfs.trace.event.CustomMaps;
import org.vexfs.trace.event.CustomMarker;

/**
 * The part of a marker that a program with a user's script has.
 *
 * @param marker the marker
 * @param clear whether what it tells of the script's maps, if anything, is no other reading of them
 */
record CustomEcho(CustomMarker marker, boolean clear) {

    /** Gives whether everything that the script printed before the marker has arrived. */
    boolean complete() {
        return clear && marker.printed() == marker.received();
    }

    /** Gives whether everything that the script printed between an earlier marker and this one has arrived. */
    boolean completeSince(CustomEcho start) {
        return clear && marker.printed() - start.marker.printed() == marker.received() - start.marker.received();
    }

    static CustomEcho of(CustomMarker marker, @Nullable CustomMaps maps) {
        return new CustomEcho(marker, maps == null || maps.clear());
    }
}
