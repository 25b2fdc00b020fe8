package org.vexfs.trace.analysis;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A complaint of the kernel in its log.
 *
 * @param headline the line that says what is wrong
 * @param nanos when, in nanoseconds since boot
 * @param lines the message if it came before the headline, the headline, and the lines that followed it
 */
public record KernelWarning(String headline, long nanos, List<String> lines) {

    /** What every oops since the boot is numbered with, on kernels 6.1 to 7.2. */
    private static final Pattern OOPS = Pattern.compile(".*\\[#\\d+\\].*");

    /** {@code CPU: 0 UID: 0 PID: 177 Comm: main Tainted: ...}: what the kernel calls a PID is the thread. */
    private static final Pattern THREAD = Pattern.compile("\\s*CPU: \\d+ .*PID: (\\d+) Comm: .*");

    public KernelWarning {
        lines = List.copyOf(lines);
    }

    /** Gives whether it is an oops of that thread: the kernel kills the thread after it. */
    public boolean kills(int tid) {
        return lines.stream().anyMatch(line -> OOPS.matcher(line).matches())
                && lines.stream()
                        .map(THREAD::matcher)
                        .filter(Matcher::matches)
                        .anyMatch(thread -> Long.parseLong(thread.group(1)) == tid);
    }
}
