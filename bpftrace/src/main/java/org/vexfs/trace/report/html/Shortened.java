package org.vexfs.trace.report.html;

/** Text that is cut where it is too long. */
public final class Shortened {

    private Shortened() {}

    /** Gives at most so many characters of a text, at least one, the last of them a sign that some are missing. */
    public static String to(int most, String text) {
        if (text.codePointCount(0, text.length()) <= most) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, most - 1)) + "\u2026";
    }
}
