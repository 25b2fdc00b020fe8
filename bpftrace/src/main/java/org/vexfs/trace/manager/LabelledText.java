package org.vexfs.trace.manager;

import java.util.Collection;

/** Text whose lines are wrapped to a width, with labels before the text. */
final class LabelledText {

    private final int width;
    private final StringBuilder text = new StringBuilder();

    LabelledText(int width) {
        this.width = width;
    }

    LabelledText blank() {
        text.append(System.lineSeparator());
        return this;
    }

    /** Adds a paragraph. */
    LabelledText paragraph(String words) {
        return entry("", 0, words);
    }

    /** Adds names behind a label. */
    LabelledText entry(String label, int column, Collection<String> names) {
        return entry(label, column, String.join(", ", names));
    }

    /**
     * Adds words behind a label.
     *
     * @param column where the words begin, on the first line and those that follow; a label that is longer pushes its own
     */
    LabelledText entry(String label, int column, String words) {
        StringBuilder line = new StringBuilder(label);
        boolean begun = false;
        for (String word : words.split(" ")) {
            if (begun && line.length() + 1 + word.length() > width) {
                text.append(line).append(System.lineSeparator());
                line.setLength(0);
                begun = false;
            }
            if (begun) {
                line.append(' ');
            } else {
                line.append(" "
                        .repeat(Math.max(line.length() >= column && column > 0 ? 2 : 0, column - line.length())));
            }
            line.append(word);
            begun = true;
        }
        text.append(line.toString().stripTrailing()).append(System.lineSeparator());
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
