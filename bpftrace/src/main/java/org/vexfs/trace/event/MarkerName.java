package org.vexfs.trace.event;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The name of a marker: what a thread calls itself for a moment, so that the kernel tells the trace.
 *
 * <p>A native thread's name has 15 bytes: {@code vx}, five characters that belong to one trace, one for the
 * {@link Kind}, seven for the number. The first seven bytes are what the kernel side compares.
 *
 * @param trace five characters of {@code [0-9a-z]}
 * @param kind what the marker asks for
 * @param number 0 to 36<sup>7</sup> - 1
 */
public record MarkerName(String trace, Kind kind, long number) {

    /** Where the kind's letter stands in the text. */
    public static final int KIND_INDEX = 7;

    private static final int NUMBER_LENGTH = 7;
    private static final long NUMBER_LIMIT = (long) Math.pow(36, NUMBER_LENGTH);
    private static final Pattern TRACE = Pattern.compile("[0-9a-z]{5}");

    /** What a marker asks of the kernel side. */
    public enum Kind {
        /** The counts. */
        COUNT('c'),
        /** The counts and what the module holds. */
        DUMP('d'),
        /** The counts and the totals of the operations. */
        TOTALS('t');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        /** Gives the character that stands for this kind in the name. */
        public char letter() {
            return letter;
        }
    }

    public MarkerName {
        if (!TRACE.matcher(trace).matches()) {
            throw new IllegalArgumentException("trace is '" + trace + "', not five characters of [0-9a-z]");
        }
        if (number < 0 || number >= NUMBER_LIMIT) {
            throw new IllegalArgumentException("number is " + number + ", not in 0.." + (NUMBER_LIMIT - 1));
        }
    }

    /** Gives the 15 characters that the thread takes as its name. */
    public String text() {
        String digits = Long.toString(number, 36);
        return "vx" + trace + kind.letter + "0".repeat(NUMBER_LENGTH - digits.length()) + digits;
    }

    /** Gives the first seven bytes as the kernel side compares them: a little-endian number with a zero on top. */
    public static long prefix(String trace) {
        byte[] bytes = new MarkerName(trace, Kind.COUNT, 0).text().getBytes(StandardCharsets.US_ASCII);
        long prefix = 0;
        for (int i = 6; i >= 0; i--) {
            prefix = prefix << 8 | bytes[i];
        }
        return prefix;
    }
}
