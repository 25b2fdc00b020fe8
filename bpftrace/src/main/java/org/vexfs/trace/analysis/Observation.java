package org.vexfs.trace.analysis;

import java.util.Optional;
import java.util.Set;

/**
 * How well a window's operations could be observed.
 *
 * @param traced the names of the functions that are traced
 * @param contentionTraced whether waits for the kernel's locks are traced
 * @param missed how many runs of the trace's programs the kernel skipped within the window; {@link Missed#UNKNOWN} if it
 *     does not tell
 * @param death how the trace ended, if it ended before the window did
 */
public record Observation(Set<String> traced, boolean contentionTraced, long missed, Optional<String> death) {

    public Observation {
        traced = Set.copyOf(traced);
    }
}
