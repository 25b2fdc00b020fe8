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

    static CustomEcho of(CustomMarker marker, @Nullable CustomMaps maps) {
        return new CustomEcho(marker, maps == null || maps.clear());
    }
}
