package org.vexfs.trace.script;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vexfs.trace.event.CustomMap;

/** Finds the maps of a user's script in its code. */
final class MapsInCode {

    private static final Pattern MAP = Pattern.compile("@\\w*");
    private static final Pattern ADDED =
            Pattern.compile("\\s*(?:\\+\\+|--|[+-]=|=\\s*(?:count|sum|hist|lhist|stats)\\s*\\()");
    private static final Pattern ASSIGNED = Pattern.compile("\\s*(?:=(?!=)|[*/%&|^]=|<<=|>>=)");
    private static final Pattern EMPTIED = Pattern.compile("\\b(?:delete|clear|zero)\\s*\\(\\s*$");

    private MapsInCode() {}

    /** Gives them in the order in which they come. */
    static List<CustomMap> in(String code) {
        Map<String, Boolean> maps = new LinkedHashMap<>();
        Matcher matcher = MAP.matcher(code);
        while (matcher.find()) {
            int end = afterKey(code, matcher.end());
            boolean adds = ADDED.matcher(code).region(end, code.length()).lookingAt();
            boolean changes = ASSIGNED.matcher(code).region(end, code.length()).lookingAt()
                    || EMPTIED.matcher(code).region(0, matcher.start()).find();
            maps.merge(matcher.group(), adds || !changes, Boolean::logicalAnd);
        }
        List<CustomMap> found = new ArrayList<>();
        maps.forEach((name, adds) -> found.add(new CustomMap(name, adds)));
        return found;
    }

    private static int afterKey(String code, int from) {
        int position = from;
        while (position < code.length() && Character.isWhitespace(code.charAt(position))) {
            position++;
        }
        if (position == code.length() || code.charAt(position) != '[') {
            return from;
        }
        int depth = 0;
        for (; position < code.length(); position++) {
            if (code.charAt(position) == '[') {
                depth++;
            } else if (code.charAt(position) == ']' && --depth == 0) {
                return position + 1;
            }
        }
        return from;
    }
}
