package org.vexfs.trace.report.html;

import java.util.List;

/**
 * A chart with what is read out in its place.
 *
 * @param id what tells it from the page's others
 * @param title what it shows
 * @param description its figures
 * @param height its height, in units of {@link Plot#WIDTH}
 * @param markup the inside of its SVG element
 * @param legend what its lines are; empty where there is one that needs no name
 */
record Chart(String id, String title, String description, int height, String markup, List<Legend> legend) {

    Chart {
        legend = List.copyOf(legend);
    }

    /**
     * What a line is.
     *
     * @param style the line's class in the style sheet
     * @param name what it shows
     */
    record Legend(String style, String name) {}
}
