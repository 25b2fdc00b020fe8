package org.vexfs.trace.analysis;

import java.util.List;

/**
 * A complaint of the kernel in its log.
 *
 * @param headline the line that says what is wrong
 * @param nanos when, in nanoseconds since boot
 * @param lines the message if it came before the headline, the headline, and the lines that followed it
 */
public record KernelWarning(String headline, long nanos, List<String> lines) {

    public KernelWarning {
        lines = List.copyOf(lines);
    }
}
