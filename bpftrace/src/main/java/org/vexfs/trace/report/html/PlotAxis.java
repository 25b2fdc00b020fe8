package org.vexfs.trace.report.html;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** JFreeChart's axis, with the marks that it is told. */
final class PlotAxis extends NumberAxis {

    private static final long serialVersionUID = 1L;

    private final transient Axis axis;

    PlotAxis(Axis axis) {
        super(axis.label().isEmpty() ? null : axis.label());
        this.axis = axis;
        setRange(axis.low(), axis.high());
    }

    @Override
    public List<NumberTick> refreshTicks(Graphics2D canvas, AxisState state, Rectangle2D area, RectangleEdge edge) {
        TextAnchor anchor = RectangleEdge.isLeftOrRight(edge) ? TextAnchor.CENTER_RIGHT : TextAnchor.TOP_CENTER;
        return axis.marks().stream()
                .map(mark -> new NumberTick(mark.at(), mark.label(), anchor, TextAnchor.CENTER, 0))
                .toList();
    }
}
