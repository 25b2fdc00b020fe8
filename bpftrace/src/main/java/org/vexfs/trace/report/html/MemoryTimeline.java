package org.vexfs.trace.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vexfs.trace.analysis.LiveBytes;
import org.vexfs.trace.report.MemoryFigures;
import org.vexfs.trace.report.Quantity;

/** How many bytes a test's module held when. */
final class MemoryTimeline {

    private MemoryTimeline() {}

    static Optional<Chart> of(MemoryFigures figures, Charts charts, String id) {
        List<LiveBytes.Point> timeline = figures.timeline();
        if (timeline.size() < 2) {
            return Optional.empty();
        }
        List<Plot.Point> points = new ArrayList<>();
        points.add(new Plot.Point(0, 0));
        double held = 0;
        long most = figures.peakBytes();
        for (LiveBytes.Point point : timeline) {
            points.add(new Plot.Point(point.nanos(), held));
            held = Math.max(0, point.bytes());
            most = Math.max(most, point.bytes());
            points.add(new Plot.Point(point.nanos(), held));
        }
        long end = timeline.get(timeline.size() - 1).nanos();
        return charts.of(
                id + "-memory",
                "Memory held by the module",
                "at most " + Quantity.count(figures.peakBytes(), "byte") + ", at the end "
                        + Quantity.count(figures.heldBytes(), "byte") + ", after " + Quantity.time(end),
                new Plot(
                        Axis.elapsed("time since the window began", end),
                        Axis.bytes("", most),
                        List.of(new Plot.Line(0, Plot.Look.FILLED, points))),
                List.of());
    }
}
