package org.vexfs.trace.analysis;

import java.util.List;
import java.util.Optional;
import org.vexfs.trace.event.LiveObject;

/**
 * What a window is judged on.
 *
 * @param start the marker that opened it
 * @param end the last marker that came back
 * @param outstanding what was allocated within it and is held: from the kernel side's maps where they were read,
 *     otherwise from the events
 * @param fromKernelMaps whether that is what the kernel side's maps say
 * @param missed what the trace may have missed within the window
 * @param death how the trace ended, if it ended before the window did
 * @param settling what was done before objects were called leaked, in order
 */
public record WindowEvidence(
        MarkerEcho start,
        MarkerEcho end,
        List<LiveObject> outstanding,
        boolean fromKernelMaps,
        Missed missed,
        Optional<String> death,
        List<String> settling) {

    public WindowEvidence {
        outstanding = List.copyOf(outstanding);
        settling = List.copyOf(settling);
    }
}
