package org.vexfs.trace.config;

import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads numbers of bytes as a user writes them. */
final class ByteText {

    private static final long KILO = 1_000;
    private static final Map<String, Long> UNITS = Map.of(
            "B",
            1L,
            "kB",
            KILO,
            "MB",
            KILO * KILO,
            "GB",
            KILO * KILO * KILO,
            "KiB",
            1L << 10,
            "MiB",
            1L << 20,
            "GiB",
            1L << 30);
    private static final Pattern BYTES = Pattern.compile("(\\d{1,15})\\s*([A-Za-z]{0,3})");

    private ByteText() {}

    /** Gives the bytes that a text such as {@code 64MiB} stands for; empty if it stands for none. */
    static OptionalLong parse(String text, long plainUnit) {
        Matcher matcher = BYTES.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        Long unit = matcher.group(2).isEmpty() ? Long.valueOf(plainUnit) : UNITS.get(matcher.group(2));
        long number = Long.parseLong(matcher.group(1));
        return unit == null || number > Long.MAX_VALUE / unit ? OptionalLong.empty() : OptionalLong.of(number * unit);
    }

    /** Gives what is expected, for messages. */
    static String expected(long plainUnit) {
        return "a number of " + (plainUnit == 1 ? "bytes" : "MB")
                + ", or one with B, kB, MB, GB, KiB, MiB or GiB, such as " + (plainUnit == 1 ? "1048576" : "100")
                + " or 64MiB";
    }
}
