package org.vexfs.trace.analysis;

import org.vexfs.trace.event.OperationCounts;
import org.vexfs.trace.event.OperationsMarker;

/**
 * A marker of operations as it came back, with what had arrived before it.
 *
 * <p>Lines of several CPUs overtake each other by some microseconds, so of an event whose line and whose time lie on
 * different sides of the marker nobody knows whether the kernel side had counted it.
 *
 * @param marker the marker, with what the kernel side had counted
 * @param received the events whose lines had arrived; only the counts of events
 * @param early those of them that happened after the marker by their time
 * @param late the events that happened before the marker by their time, and whose lines arrived after it
 */
public record OperationsEcho(
        OperationsMarker marker, OperationCounts received, OperationCounts early, OperationCounts late) {

    /** Gives whether every event that the kernel side emitted before the marker may have arrived. */
    public boolean complete() {
        OperationCounts least = leastMissing();
        return least.told() <= 0 && least.abandoned() <= 0 && least.contentions() <= 0;
    }

    /**
     * Gives whether every event that the kernel side emitted between an earlier marker and this one has arrived. What was
     * lost before stays lost and is no matter of this window.
     */
    public boolean completeSince(OperationsEcho start) {
        return missingSince(start).equals(OperationCounts.NONE);
    }

    /**
     * Gives how many events that the kernel side emitted since an earlier marker are missing at most, each kind on its
     * own; below 0 where more arrived than it counted.
     */
    public OperationCounts missingSince(OperationsEcho start) {
        OperationCounts least = leastMissing();
        OperationCounts most = mostMissing();
        OperationCounts leastBefore = start.leastMissing();
        OperationCounts mostBefore = start.mostMissing();
        return new OperationCounts(
                0,
                growth(least.told(), most.told(), leastBefore.told(), mostBefore.told()),
                0,
                0,
                0,
                growth(least.abandoned(), most.abandoned(), leastBefore.abandoned(), mostBefore.abandoned()),
                growth(least.contentions(), most.contentions(), leastBefore.contentions(), mostBefore.contentions()),
                0,
                0,
                0);
    }

    private static long growth(long least, long most, long leastBefore, long mostBefore) {
        if (least <= mostBefore && leastBefore <= most) {
            return 0;
        }
        return least > mostBefore ? most - leastBefore : most - mostBefore;
    }

    private OperationCounts leastMissing() {
        return marker.counts().ofEvents().since(received).since(late);
    }

    private OperationCounts mostMissing() {
        return marker.counts().ofEvents().since(received.since(early));
    }
}
