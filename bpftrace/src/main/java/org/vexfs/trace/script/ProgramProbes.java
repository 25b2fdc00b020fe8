package org.vexfs.trace.script;

import java.util.List;
import java.util.regex.Pattern;

/** The probes of a program's text, in the order in which they stand there. */
public final class ProgramProbes {

    private static final Pattern PROBE = Pattern.compile(
            "^(BEGIN|END|tracepoint:[\\w:*]+|rawtracepoint:[\\w:*]+|kprobe:[\\w.:*]+|kretprobe:[\\w.:*]+|interval:\\w+:\\d+)",
            Pattern.MULTILINE);

    private ProgramProbes() {}

    /** Gives each probe's name, such as {@code tracepoint:kmem:kfree}. */
    public static List<String> of(String text) {
        return PROBE.matcher(text).results().map(found -> found.group(1)).toList();
    }
}
