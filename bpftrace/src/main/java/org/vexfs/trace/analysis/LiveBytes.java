package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * How many bytes were held when, in bounded memory. Time is cut into slices that grow with the window; of each slice the
 * peak and the last value are kept, so that no peak is lost.
 */
public final class LiveBytes {

    /** How many points there are at most. */
    public static final int MOST_POINTS = 120;

    private static final int MOST_SLICES = MOST_POINTS / 2;
    private static final long FIRST_WIDTH = 1_000;

    private final List<Slice> slices = new ArrayList<>();
    private long width = FIRST_WIDTH;
    private long latest;

    /**
     * Bytes held at a time.
     *
     * @param nanos the time since the window began, in nanoseconds
     * @param bytes the bytes
     */
    public record Point(long nanos, long bytes) {}

    /** Takes note of what is held from a time on; a time before the latest one counts as that one. */
    void reached(long nanos, long bytes) {
        latest = Math.max(latest, nanos);
        Point point = new Point(latest, bytes);
        Slice last = slices.isEmpty() ? null : slices.get(slices.size() - 1);
        if (last != null && last.last().nanos() / width == latest / width) {
            slices.set(slices.size() - 1, last.and(new Slice(point, point)));
        } else {
            slices.add(new Slice(point, point));
        }
        while (slices.size() > MOST_SLICES) {
            widen();
        }
    }

    private void widen() {
        width *= 2;
        List<Slice> wider = new ArrayList<>();
        for (Slice slice : slices) {
            int end = wider.size() - 1;
            if (end >= 0
                    && wider.get(end).last().nanos() / width == slice.last().nanos() / width) {
                wider.set(end, wider.get(end).and(slice));
            } else {
                wider.add(slice);
            }
        }
        slices.clear();
        slices.addAll(wider);
    }

    /** Gives the points so far, in order of time. */
    List<Point> points() {
        List<Point> points = new ArrayList<>();
        for (Slice slice : slices) {
            if (!slice.peak().equals(slice.last())) {
                points.add(slice.peak());
            }
            points.add(slice.last());
        }
        return points;
    }

    private record Slice(Point peak, Point last) {

        Slice and(Slice later) {
            return new Slice(later.peak.bytes() > peak.bytes() ? later.peak : peak, later.last);
        }
    }
}
