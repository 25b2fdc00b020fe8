package org.vexfs.trace.report.html;

/** Text as it may stand in a page, within an element or a quoted attribute. */
final class HtmlText {

    private HtmlText() {}

    /**
     * Escapes what has a meaning in HTML. What cannot be seen, or would reorder what stands around it, is replaced by
     * something that can: control characters by their pictures, directional ones by their number.
     */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> append(character, escaped));
        return escaped.toString();
    }

    private static void append(int character, StringBuilder escaped) {
        switch (character) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            case '\'' -> escaped.append("&#39;");
            case '\t', '\n' -> escaped.append((char) character);
            default -> {
                if (character < ' ') {
                    escaped.append((char) ('\u2400' + character));
                } else if (character == 0x7f) {
                    escaped.append('\u2421');
                } else if (isDirectional(character)) {
                    escaped.append(String.format("[U+%04X]", character));
                } else if (isText(character)) {
                    escaped.appendCodePoint(character);
                } else {
                    escaped.append('\ufffd');
                }
            }
        }
    }

    private static boolean isDirectional(int character) {
        return character == 0x061c
                || character == 0x200e
                || character == 0x200f
                || character >= 0x202a && character <= 0x202e
                || character >= 0x2066 && character <= 0x2069;
    }

    private static boolean isText(int character) {
        boolean surrogate = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
        boolean control = character >= 0x80 && character <= 0x9f;
        return !surrogate
                && !control
                && (character & 0xfffe) != 0xfffe
                && !(character >= 0xfdd0 && character <= 0xfdef);
    }
}
