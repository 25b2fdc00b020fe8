package org.vexfs.trace.analysis;

import java.util.List;
import java.util.Optional;
import org.vexfs.trace.event.KernelLogLine;
import org.vexfs.trace.event.LiveObject;

/**
 * What a window is judged on.
 *
 * @param scope what of the trace is the window's
 * @param start the marker that opened it
 * @param end the last marker that came back
 * @param held what is held at the end, of this window and of others: from the kernel side's maps where they were read,
 *     otherwise from the events
 * @param fromKernelMaps whether that is what the kernel side's maps say
 * @param missed what the trace may have missed within the window
 * @param death how the trace ended, if it ended before the window did
 * @param log the lines of the kernel's log, oldest first; empty where there were none or they could not be read
 * @param settling what was done before objects were called leaked, in order
 */
public record WindowEvidence(
        WindowScope scope,
        MarkerEcho start,
        MarkerEcho end,
        List<LiveObject> held,
        boolean fromKernelMaps,
        Missed missed,
        Optional<String> death,
        List<KernelLogLine> log,
        List<String> settling) {

    public WindowEvidence {
        held = List.copyOf(held);
        log = List.copyOf(log);
        settling = List.copyOf(settling);
    }
}
