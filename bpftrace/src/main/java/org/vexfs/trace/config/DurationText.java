package org.vexfs.trace.config;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as a user writes them. */
public final class DurationText {

    /** What is expected, for messages. */
    public static final String EXPECTED = "a number with us, ms, s or min";

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})\\s*(us|ms|s|min)");

    private DurationText() {}

    /** Gives the duration that a text such as {@code 500ms} stands for; empty if it stands for none. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        ChronoUnit unit = switch (matcher.group(2)) {
            case "us" -> ChronoUnit.MICROS;
            case "ms" -> ChronoUnit.MILLIS;
            case "s" -> ChronoUnit.SECONDS;
            default -> ChronoUnit.MINUTES;
        };
        return Optional.of(Duration.of(Long.parseLong(matcher.group(1)), unit));
    }

    /** Gives the same, where a number alone stands for that many of a unit. */
    public static Optional<Duration> parse(String text, ChronoUnit plainUnit) {
        return text.matches("\\d{1,9}") ? Optional.of(Duration.of(Long.parseLong(text), plainUnit)) : parse(text);
    }
}
