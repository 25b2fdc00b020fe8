package org.vexfs.trace.manager;

/**
 * A line of a screen.
 *
 * @param text what it says
 * @param tone what kind of line it is
 */
record ScreenLine(String text, Tone tone) {

    /** What a line is, which colours may show, and nothing but colours do. */
    enum Tone {
        PLAIN,
        HEADING,
        GOOD,
        BAD,
        ASIDE
    }
}
