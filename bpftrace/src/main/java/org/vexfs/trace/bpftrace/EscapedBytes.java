package org.vexfs.trace.bpftrace;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts right what bpftrace makes of text that is not ASCII: it writes each byte of it as {@code \}{@code uffffff} and two
 * digits (0.23.2 and 0.27), which is no JSON that means that.
 */
final class EscapedBytes {

    private static final String ESCAPE = "\\uffffff";

    /** A run of such bytes, behind any number of escaped backslashes, which are none of it. */
    private static final Pattern RUN = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)((?:\\\\uffffff[89a-f][0-9a-f])+)");

    private EscapedBytes() {}

    /** Gives a line of JSON with the characters in their place. */
    static String mend(String line) {
        if (!line.contains(ESCAPE)) {
            return line;
        }
        return RUN.matcher(line).replaceAll(found -> Matcher.quoteReplacement(found.group(1) + decode(found.group(2))));
    }

    private static String decode(String run) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = ESCAPE.length(); i < run.length(); i += ESCAPE.length() + 2) {
            bytes.write(Integer.parseInt(run.substring(i, i + 2), 16));
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
