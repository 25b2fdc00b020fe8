package org.vexfs.trace.output;

import java.util.regex.Pattern;

/**
 * Text of others as it may be written to a terminal, which obeys some characters, and to people, whom some make read in
 * another order than the text stands.
 */
public final class PrintableText {

    /** Control characters, halves of characters, other line ends, and what changes the direction of text. */
    private static final String CLASS = "[\\p{Cc}\\p{Cs}\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]";

    private static final Pattern OBEYED = Pattern.compile(CLASS);
    private static final Pattern OBEYED_BUT_LAYOUT = Pattern.compile("\\r(?!\\n)|(?![\\t\\n\\r])" + CLASS);

    private PrintableText() {}

    /** Gives a text on one line, with a question mark for each such character. */
    public static String line(String text) {
        return OBEYED.matcher(text).replaceAll("?");
    }

    /** Gives a text with its lines and tabs, and a question mark for each other such character. */
    public static String of(String text) {
        return OBEYED_BUT_LAYOUT.matcher(text).replaceAll("?");
    }
}
