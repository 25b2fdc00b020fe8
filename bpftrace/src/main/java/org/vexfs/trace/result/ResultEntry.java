package org.vexfs.trace.result;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.vexfs.trace.config.UsageSettings.Tracking;
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

    /** In the order in which they are told. */
    private static final List<String> AMOUNTS = List.of("results", "bytes", "dimension");

    public ResultEntry {
        words = List.copyOf(words);
        amounts = Map.copyOf(amounts);
    }

    /** Reads a line; empty if it tells of no event. */
    public static Optional<ResultEntry> parse(String line) {
        return new LineParser().parse(line);
    }

    ResultEntry withoutTime() {
        return new ResultEntry("", subject, words, place, nanos, error, amounts, text);
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

    /** Gives whether it is that. */
    public boolean is(String word) {
        return words.contains(word);
    }

    /** Gives whether it is told: what goes wrong always is, and what is allocated, freed or leaked as configured. */
    boolean isToldWith(Tracking tracking) {
        if (is("LEAK")) {
            return tracking.leaks();
        }
        return is("ERROR") || (tracking.allocations() || !is("ALLOC")) && (tracking.deallocations() || !is("FREE"));
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
