package org.vexfs.trace.result;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vexfs.trace.report.Quantity;

/**
 * A line of a text result, and what it says of one event.
 *
 * @param time when: the time of day, such as {@code 14:30:15}; empty where the line has none
 * @param subject whose it is: the module's name, or {@code VexFS}; empty for what the report found
 * @param words what it is, such as {@code SEARCH} and {@code COMPLETE}
 * @param place the function, or the function with an offset; empty where none is told
 * @param nanos how long it took, or was waited, in nanoseconds; from a line, as exact as that says
 * @param error what a call returned, such as {@code -ENOENT}; empty if that is no error
 * @param amounts what else is told in numbers, by name: {@code results}, {@code bytes}, {@code dimension}
 * @param text what stands after the words; empty where the other components say all of it, because most entries of a long
 *     trace are never written
 */
public record ResultEntry(
        String time,
        String subject,
        List<String> words,
        String place,
        OptionalLong nanos,
        String error,
        Map<String, Long> amounts,
        String text) {

    /** What a report found has neither a time nor a subject; with one, a module's name may look like a word. */
    private static final Pattern LINE =
            Pattern.compile("(?:\\[(\\d\\d:\\d\\d:\\d\\d)] )?(?:((?<=] )\\S+|(?![A-Z]+[ :])\\S+) )?"
                    + "([A-Z][A-Z]+(?: [A-Z]+)*): (.*)");

    private static final Pattern PLACE = Pattern.compile("([A-Za-z_][\\w.]*)(?:\\(\\)|(\\+0x[0-9a-f]+))(?=[ ,:]|$).*");
    private static final Pattern FACT = Pattern.compile("\\b(latency|waited|error|results|bytes|dimension)=([^,]+)");
    /** In the order in which they are told. */
    private static final List<String> AMOUNTS = List.of("results", "bytes", "dimension");

    private static final Pattern TIME = Pattern.compile("(\\d[\\d,]*(?:\\.\\d+)?) ?(ns|us|μs|µs|ms|s)");
    private static final Map<String, Double> UNITS =
            Map.of("ns", 1.0, "us", 1e3, "μs", 1e3, "µs", 1e3, "ms", 1e6, "s", 1e9);

    public ResultEntry {
        words = List.copyOf(words);
        amounts = Map.copyOf(amounts);
    }

    /** Reads a line; empty if it tells of no event. */
    public static Optional<ResultEntry> parse(String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches() || line.startsWith(ResultFile.FIRST_LINE)) {
            return Optional.empty();
        }
        String text = parts.group(4);
        Matcher place = PLACE.matcher(text);
        OptionalLong nanos = OptionalLong.empty();
        String error = "";
        Map<String, Long> amounts = new LinkedHashMap<>();
        Matcher fact = FACT.matcher(text);
        while (fact.find()) {
            String value = fact.group(2).strip();
            switch (fact.group(1)) {
                case "latency", "waited" -> nanos = nanos(value);
                case "error" -> error = value;
                default -> number(value).ifPresent(number -> amounts.put(fact.group(1), number));
            }
        }
        ResultEntry entry = new ResultEntry(
                Optional.ofNullable(parts.group(1)).orElse(""),
                Optional.ofNullable(parts.group(2)).orElse(""),
                List.of(parts.group(3).split(" ")),
                place.matches()
                        ? place.group(1) + Optional.ofNullable(place.group(2)).orElse("")
                        : "",
                nanos,
                error,
                amounts,
                "");
        return Optional.of(entry.saysAllOf(text) ? entry : entry.with(text));
    }

    private boolean saysAllOf(String told) {
        return nanos.isPresent() && call().equals(told);
    }

    private ResultEntry with(String told) {
        return new ResultEntry(time, subject, words, place, nanos, error, amounts, told);
    }

    private String call() {
        StringBuilder told = new StringBuilder(place)
                .append(is("WAIT") ? "() waited=" : "() latency=")
                .append(time(nanos.orElseThrow()));
        if (!error.isEmpty()) {
            told.append(", error=").append(error);
        }
        for (String name : AMOUNTS) {
            Long amount = amounts.get(name);
            if (amount != null) {
                told.append(", ").append(name).append('=').append(amount);
            }
        }
        return told.toString();
    }

    private static OptionalLong nanos(String value) {
        Matcher time = TIME.matcher(value);
        return time.matches()
                ? OptionalLong.of(
                        Math.round(Double.parseDouble(time.group(1).replace(",", "")) * UNITS.get(time.group(2))))
                : OptionalLong.empty();
    }

    private static Optional<Long> number(String value) {
        String digits = value.replace(",", "");
        return digits.matches("\\d{1,18}") ? Optional.of(Long.parseLong(digits)) : Optional.empty();
    }

    /** Gives whether it is that. */
    public boolean is(String word) {
        return words.contains(word);
    }

    /** Gives the line. */
    @Override
    public String toString() {
        return (time.isEmpty() ? "" : "[" + time + "] ") + (subject.isEmpty() ? "" : subject + " ")
                + String.join(" ", words) + ": "
                + (text.isEmpty() && nanos.isPresent() ? call() : text);
    }

    /** Tools that read the results of the older shell tool look for the sign, not for {@code us}. */
    static String time(long nanos) {
        return Quantity.time(nanos).replace(" us", " μs");
    }
}
