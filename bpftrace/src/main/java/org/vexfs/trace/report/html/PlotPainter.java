package org.vexfs.trace.report.html;

/** What paints plots. */
interface PlotPainter {

    /**
     * Paints a plot as the inside of an SVG element of {@link Plot#WIDTH} by {@link Plot#HEIGHT}.
     *
     * @throws PlotException if this machine cannot paint
     */
    String paint(Plot plot) throws PlotException;
}
