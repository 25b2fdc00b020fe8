package org.vexfs.trace.script;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds where a user's script prints, so that what it prints can be counted in the kernel: bpftrace 0.27 does not always
 * tell that lines were lost.
 */
final class CountedPrints {

    /** What counts a line that is about to be printed. */
    static final String COUNTER = "@vexfs_trace_printed";

    static final String COUNTING = COUNTER + " = count(); ";

    private static final Pattern PRINT = Pattern.compile("(?<![\\w@$.>])(?:printf|print|time)\\s*\\(");

    /** A whole map is no line, and one that is empty is not printed. */
    private static final Pattern OF_MAP = Pattern.compile("print\\s*\\(\\s*@\\w*\\s*[,)]");

    private CountedPrints() {}

    /**
     * Gives the places of the statements that print a line, in order.
     *
     * @throws ScriptCode.ScriptFault if one of them is no statement of its own
     */
    static List<Integer> in(String code) throws ScriptCode.ScriptFault {
        List<Integer> places = new ArrayList<>();
        Matcher matcher = PRINT.matcher(code);
        while (matcher.find()) {
            int at = matcher.start();
            if (OF_MAP.matcher(code).region(at, code.length()).lookingAt()) {
                continue;
            }
            String before = code.substring(0, at).stripTrailing();
            if (before.isEmpty() || "{;}".indexOf(before.charAt(before.length() - 1)) < 0) {
                throw new ScriptCode.ScriptFault(
                        ScriptCode.line(code, at),
                        "what prints must be a statement of its own, so that its lines can be counted. Remedy: use if and else"
                                + " with braces, not ?:");
            }
            places.add(at);
        }
        return places;
    }
}
