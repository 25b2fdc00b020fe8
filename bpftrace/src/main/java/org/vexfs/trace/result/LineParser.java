package org.vexfs.trace.result;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads lines of text results. It goes through a line once, without patterns, because a result may have millions of them. Not
 * safe for use by several threads.
 */
final class LineParser {

    /** Where a line goes on after {@code [14:30:15] }. */
    private static final int AFTER_TIME = "[14:30:15] ".length();

    private static final int MOST_HEADS = 10_000;

    private static final Map<String, Double> UNITS =
            Map.of("ns", 1.0, "us", 1e3, "μs", 1e3, "µs", 1e3, "ms", 1e6, "s", 1e9);

    private static final Set<String> FACTS = Set.of("latency", "waited", "error", "results", "bytes", "dimension");

    /** What stands before the colon: of the few that there are, each is taken apart once. */
    private final Map<String, Optional<Head>> heads = new HashMap<>();

    private record Head(String subject, List<String> words) {}

    /** Reads a line; empty if it tells of no event. */
    Optional<ResultEntry> parse(String line) {
        boolean timed = isTimed(line);
        int from = timed ? AFTER_TIME : 0;
        int colon = line.indexOf(": ", from);
        if (colon < 0 || line.startsWith(ResultFile.FIRST_LINE)) {
            return Optional.empty();
        }
        Optional<Head> head = head(line.substring(from, colon), timed);
        if (head.isEmpty()) {
            return Optional.empty();
        }
        String text = line.substring(colon + 2);
        OptionalLong nanos = OptionalLong.empty();
        String error = "";
        Map<String, Long> amounts = new LinkedHashMap<>();
        int equals = text.indexOf('=');
        while (equals >= 0) {
            String name = wordBefore(text, equals);
            int end = equals + 1; // What is no fact may have one behind it, before any comma.
            if (FACTS.contains(name)) {
                int comma = text.indexOf(',', equals);
                end = comma < 0 ? text.length() : comma;
                String value = text.substring(equals + 1, end).strip();
                switch (name) {
                    case "latency", "waited" -> nanos = nanos(value);
                    case "error" -> error = value;
                    default -> number(value).ifPresent(number -> amounts.put(name, number));
                }
            }
            equals = text.indexOf('=', end);
        }
        return Optional.of(new ResultEntry(
                timed ? line.substring(1, AFTER_TIME - 2) : "",
                head.get().subject(),
                head.get().words(),
                place(text),
                nanos,
                error,
                amounts,
                text));
    }

    private static boolean isTimed(String line) {
        return line.length() >= AFTER_TIME
                && line.charAt(0) == '['
                && line.charAt(3) == ':'
                && line.charAt(6) == ':'
                && line.charAt(9) == ']'
                && line.charAt(10) == ' ';
    }

    private Optional<Head> head(String text, boolean timed) {
        String key = timed ? text : " " + text;
        Optional<Head> known = heads.get(key);
        if (known == null) {
            known = headOf(text, timed);
            if (heads.size() < MOST_HEADS) {
                heads.put(key, known);
            }
        }
        return known;
    }

    /** What a report found has neither a time nor a subject; with a time, a module's name may look like a word. */
    private static Optional<Head> headOf(String text, boolean timed) {
        List<String> parts = Arrays.asList(text.split(" ", -1));
        List<String> rest = parts.subList(1, parts.size());
        if (!parts.get(0).isEmpty() && areWords(rest) && (timed || !isCapitals(parts.get(0)))) {
            return Optional.of(new Head(parts.get(0), List.copyOf(rest)));
        }
        return areWords(parts) ? Optional.of(new Head("", List.copyOf(parts))) : Optional.empty();
    }

    private static boolean areWords(List<String> parts) {
        return !parts.isEmpty() && parts.get(0).length() > 1 && parts.stream().allMatch(LineParser::isCapitals);
    }

    private static boolean isCapitals(String text) {
        return !text.isEmpty() && text.chars().allMatch(character -> character >= 'A' && character <= 'Z');
    }

    private static String wordBefore(String text, int end) {
        int start = end;
        while (start > 0 && Character.isLetter(text.charAt(start - 1))) {
            start--;
        }
        return text.substring(start, end);
    }

    /** Gives the function that a text begins with, or the function with its offset. */
    private static String place(String text) {
        int name = 0;
        while (name < text.length() && isOfName(text.charAt(name), name == 0)) {
            name++;
        }
        if (name > 0 && text.startsWith("()", name)) {
            return endsAt(text, name + 2) ? text.substring(0, name) : "";
        }
        if (name == 0 || !text.startsWith("+0x", name)) {
            return "";
        }
        int offset = name + 3;
        while (offset < text.length() && Character.digit(text.charAt(offset), 16) >= 0) {
            offset++;
        }
        return offset > name + 3 && endsAt(text, offset) ? text.substring(0, offset) : "";
    }

    private static boolean endsAt(String text, int end) {
        return end == text.length() || " ,:".indexOf(text.charAt(end)) >= 0;
    }

    private static boolean isOfName(char character, boolean first) {
        boolean letter =
                character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z' || character == '_';
        return letter || !first && (character >= '0' && character <= '9' || character == '.');
    }

    private static OptionalLong nanos(String value) {
        int end = 0;
        while (end < value.length() && (Character.isDigit(value.charAt(end)) || value.charAt(end) == '.')) {
            end++;
        }
        Double unit = UNITS.get(value.substring(end).strip());
        if (end == 0 || unit == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Math.round(Double.parseDouble(value.substring(0, end)) * unit));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong number(String value) {
        boolean digits = !value.isEmpty()
                && value.length() <= 18
                && value.chars().allMatch(character -> character >= '0' && character <= '9');
        return digits ? OptionalLong.of(Long.parseLong(value)) : OptionalLong.empty();
    }
}
