package org.vexfs.trace.report.html;

import java.awt.Color;
import java.util.Optional;

/**
 * What a colour stands for while a plot is painted: each is a class of the style sheet in the end, which has it look right
 * in the light and in the dark.
 */
enum Ink {
    TEXT("t"),
    GRID("g"),
    AXIS("x"),
    LINE("k"),
    DOTTED("b"),
    AREA("a"),
    MARK("m");

    private final String style;

    Ink(String style) {
        this.style = style;
    }

    Color paint() {
        return paint(0);
    }

    Color paint(int number) {
        return new Color(1, ordinal() + 1, number);
    }

    /** Gives the class of what has such a colour; empty for one that stands for nothing. */
    static Optional<String> styleOf(Color color) {
        int ordinal = color.getGreen() - 1;
        if (color.getRed() != 1 || ordinal < 0 || ordinal >= values().length) {
            return Optional.empty();
        }
        Ink ink = values()[ordinal];
        return Optional.of(ink.ordinal() < LINE.ordinal() ? ink.style : ink.style + color.getBlue());
    }
}
