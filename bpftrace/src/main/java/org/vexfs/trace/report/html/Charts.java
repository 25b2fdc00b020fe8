package org.vexfs.trace.report.html;

import java.util.List;
import java.util.Optional;

/** Makes a page's charts, and remembers why there are none. */
final class Charts {

    private final PlotPainter painter;
    private String obstacle = "";

    Charts(PlotPainter painter) {
        this.painter = painter;
    }

    /** Gives a chart; nothing where this machine cannot paint one. */
    Optional<Chart> of(String id, String title, String description, Plot plot, List<Chart.Legend> legend) {
        if (!obstacle.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Chart(id, title, description, Plot.HEIGHT, painter.paint(plot), legend));
        } catch (PlotException e) {
            obstacle = e.getMessage();
            return Optional.empty();
        }
    }

    /** Gives why nothing can be painted; empty if it can, as far as is known. */
    String obstacle() {
        return obstacle;
    }
}
