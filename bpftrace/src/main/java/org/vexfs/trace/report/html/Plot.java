package org.vexfs.trace.report.html;

import java.util.List;

/**
 * Lines over two axes.
 *
 * @param x the axis from left to right
 * @param y the axis from below
 * @param lines the lines, the first one lowest
 */
record Plot(Axis x, Axis y, List<Line> lines) {

    /** How wide a plot is, in its own units: that of a phone, so that its text can be read there. */
    static final int WIDTH = 380;

    /** How high it is. */
    static final int HEIGHT = 220;

    Plot {
        lines = List.copyOf(lines);
    }

    /** How a line looks. */
    enum Look {
        PLAIN,
        /** With what lies below it. */
        FILLED,
        /** With a mark at each point. */
        MARKED,
        /** Dotted, as something to compare with. */
        DOTTED
    }

    /**
     * A line.
     *
     * @param ink which of the page's colours it has, from 0
     * @param look how it looks
     * @param points where it runs, from left to right
     */
    record Line(int ink, Look look, List<Point> points) {

        Line {
            points = List.copyOf(points);
        }
    }

    /** A place on the axes. */
    record Point(double x, double y) {}
}
