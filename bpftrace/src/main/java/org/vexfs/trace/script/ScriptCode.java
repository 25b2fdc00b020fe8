package org.vexfs.trace.script;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a user's script with its comments, strings and preprocessor lines blanked out, so that what is left is code
 * and nothing that only looks like it. Every character stays in its place.
 */
final class ScriptCode {

    /** bpftrace reads the path of a uprobe as one word, in which a comment does not begin. */
    private static final Pattern PATH = Pattern.compile(":(?:\\\\.|[-_./a-zA-Z0-9#$+*])*:");

    private final String text;
    private final StringBuilder code;
    private final StringBuilder heads;
    private final Deque<Integer> open = new ArrayDeque<>();
    private int position;

    private ScriptCode(String text) {
        this.text = text;
        this.code = new StringBuilder(text);
        this.heads = new StringBuilder(text);
    }

    /**
     * Reads a script.
     *
     * @throws ScriptFault if a comment, a string or a block of it does not end, or one ends that has not begun
     */
    static ScriptCode of(String text) throws ScriptFault {
        ScriptCode code = new ScriptCode(text);
        code.read();
        return code;
    }

    /** Gives the code. */
    String code() {
        return code.toString();
    }

    /** Gives the code outside of all blocks: what is probed, and what is declared. */
    String heads() {
        return heads.toString();
    }

    /** Gives the line of a place in the text, from 1. */
    static int line(String text, int position) {
        return 1
                + (int) text.substring(0, position)
                        .chars()
                        .filter(each -> each == '\n')
                        .count();
    }

    private void read() throws ScriptFault {
        Matcher path = PATH.matcher(text);
        while (position < text.length()) {
            char each = text.charAt(position);
            if (each == '#' && beginsLine()) {
                blankTo(endOfPreprocessorLine());
            } else if (text.startsWith("//", position)) {
                blankTo(endOfLine(position));
            } else if (text.startsWith("/*", position)) {
                int end = text.indexOf("*/", position + 2);
                if (end < 0) {
                    throw fault(position, "the comment that begins here does not end");
                }
                blankTo(end + 2);
            } else if (each == '"') {
                blankTo(endOfString());
            } else if (each == ':' && path.region(position, text.length()).lookingAt()) {
                keepTo(path.end());
            } else {
                brace(each);
                keepTo(position + 1);
            }
        }
        if (!open.isEmpty()) {
            throw fault(open.peek(), "the block that begins here does not end");
        }
    }

    private void brace(char each) throws ScriptFault {
        if (each == '{') {
            open.push(position);
        } else if (each == '}' && open.isEmpty()) {
            throw fault(position, "a block ends here that has not begun");
        } else if (each == '}') {
            open.pop();
        }
    }

    private boolean beginsLine() {
        return text.substring(text.lastIndexOf('\n', position) + 1, position).isBlank();
    }

    private int endOfPreprocessorLine() {
        int end = endOfLine(position);
        while (end < text.length() && text.charAt(end - 1) == '\\') {
            end = endOfLine(end + 1);
        }
        return end;
    }

    private int endOfLine(int from) {
        int end = text.indexOf('\n', from);
        return end < 0 ? text.length() : end;
    }

    private int endOfString() throws ScriptFault {
        for (int i = position + 1; i < text.length() && text.charAt(i) != '\n'; i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                return i + 1;
            }
        }
        throw fault(position, "the string that begins here does not end on its line");
    }

    /** Quotes stay, so that what is between them is seen to be something. */
    private void blankTo(int end) {
        for (int i = position; i < end; i++) {
            if (text.charAt(i) != '\n' && text.charAt(i) != '"') {
                code.setCharAt(i, ' ');
                heads.setCharAt(i, ' ');
            }
            if (!open.isEmpty() && text.charAt(i) != '\n') {
                heads.setCharAt(i, ' ');
            }
        }
        position = end;
    }

    private void keepTo(int end) {
        for (int i = position; i < end; i++) {
            boolean within = !open.isEmpty() && !(open.size() == 1 && open.peek() == i);
            if (within && text.charAt(i) != '\n') {
                heads.setCharAt(i, ' ');
            }
        }
        position = end;
    }

    private ScriptFault fault(int at, String what) {
        return new ScriptFault(line(text, at), what);
    }

    /** Something is wrong with a script. */
    static final class ScriptFault extends Exception {

        private static final long serialVersionUID = 1;

        private final int line;

        ScriptFault(int line, String message) {
            super(message);
            this.line = line;
        }

        /** Gives the line, from 1. */
        int line() {
            return line;
        }
    }
}
