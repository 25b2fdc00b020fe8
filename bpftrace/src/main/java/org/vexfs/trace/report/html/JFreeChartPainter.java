package org.vexfs.trace.report.html;

import java.awt.AWTError;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.batik.svggen.SVGGeneratorContext;
import org.apache.batik.svggen.SVGGraphics2D;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYAreaRenderer;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.DefaultXYDataset;
import org.w3c.dom.Document;

/** Paints plots with JFreeChart on Batik's SVG canvas. */
final class JFreeChartPainter implements PlotPainter {

    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    private static final BasicStroke THIN = new BasicStroke(1);
    private static final double MARK = 5;

    @Override
    public String paint(Plot plot) throws PlotException {
        try {
            Document document =
                    DocumentBuilderFactory.newInstance().newDocumentBuilder().newDocument();
            SVGGeneratorContext context = SVGGeneratorContext.createDefault(document);
            context.setPrecision(1);
            SVGGraphics2D canvas = new SVGGraphics2D(context, false);
            chart(plot).draw(canvas, new Rectangle2D.Double(0, 0, Plot.WIDTH, Plot.HEIGHT));
            return SvgMarkup.of(canvas.getRoot());
        } catch (ParserConfigurationException | RuntimeException | LinkageError | InternalError | AWTError e) {
            // Where a machine has no fonts, or a display that does not answer, AWT throws any of these.
            throw new PlotException(e);
        }
    }

    private static JFreeChart chart(Plot plot) {
        XYPlot area = new XYPlot(null, axis(plot.x()), axis(plot.y()), null);
        area.setBackgroundPaint(null);
        area.setOutlineVisible(false);
        area.setDomainGridlinesVisible(false);
        area.setRangeGridlinePaint(Ink.GRID.paint());
        area.setRangeGridlineStroke(THIN);
        area.setAxisOffset(RectangleInsets.ZERO_INSETS);
        for (int i = 0; i < plot.lines().size(); i++) {
            Plot.Line line = plot.lines().get(i);
            if (line.look() == Plot.Look.FILLED) {
                XYAreaRenderer below = new XYAreaRenderer(XYAreaRenderer.AREA);
                below.setSeriesPaint(0, Ink.AREA.paint(line.ink()));
                add(area, line, below);
            }
            add(area, line, lineRenderer(line));
        }
        JFreeChart chart = new JFreeChart(null, FONT, area, false);
        chart.setBackgroundPaint(null);
        chart.setPadding(new RectangleInsets(4, 0, 0, 14));
        return chart;
    }

    private static void add(XYPlot area, Plot.Line line, XYItemRenderer renderer) {
        List<Plot.Point> points = line.points();
        DefaultXYDataset dataset = new DefaultXYDataset();
        dataset.addSeries(0, new double[][] {
            points.stream().mapToDouble(Plot.Point::x).toArray(),
            points.stream().mapToDouble(Plot.Point::y).toArray()
        });
        int index = area.getRenderer(0) == null ? 0 : area.getRendererCount();
        area.setDataset(index, dataset);
        area.setRenderer(index, renderer);
    }

    private static XYLineAndShapeRenderer lineRenderer(Plot.Line line) {
        boolean marked = line.look() == Plot.Look.MARKED;
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, marked);
        renderer.setDrawSeriesLineAsPath(true);
        Color paint = (line.look() == Plot.Look.DOTTED ? Ink.DOTTED : Ink.LINE).paint(line.ink());
        renderer.setSeriesPaint(0, paint);
        renderer.setSeriesStroke(0, THIN);
        renderer.setSeriesShape(0, new Rectangle2D.Double(-MARK / 2, -MARK / 2, MARK, MARK));
        renderer.setUseFillPaint(marked);
        renderer.setSeriesFillPaint(0, Ink.MARK.paint(line.ink()));
        renderer.setDrawOutlines(false);
        return renderer;
    }

    private static PlotAxis axis(Axis axis) {
        PlotAxis made = new PlotAxis(axis);
        made.setTickLabelFont(FONT);
        made.setLabelFont(FONT);
        made.setTickLabelPaint(Ink.TEXT.paint());
        made.setLabelPaint(Ink.TEXT.paint());
        made.setAxisLinePaint(Ink.AXIS.paint());
        made.setAxisLineStroke(THIN);
        made.setTickMarksVisible(false);
        return made;
    }
}
