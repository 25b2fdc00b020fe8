package org.vexfs.trace.bpftrace;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A program that bpftrace loaded, as {@code /proc/PID/fdinfo} shows it.
 *
 * @param type a value of {@code enum bpf_prog_type}
 * @param functions what it is attached to, as far as the kernel tells
 */
record LoadedProgram(int type, Set<String> functions) {

    private static final String TYPE = "prog_type:";
    private static final String MISSES = "recursion_misses:";

    private static final int KPROBE = 2;
    private static final int TRACEPOINT = 5;
    private static final int PERF_EVENT = 7;
    private static final int RAW_TRACEPOINT = 17;
    private static final int TRACING = 26;

    /** Gives the type of the program that a text of {@code fdinfo} shows; empty if it is none of a program. */
    static OptionalInt typeIn(String fdinfo) {
        Optional<String> type = misses(fdinfo).isPresent() ? field(fdinfo, TYPE) : Optional.empty();
        return type.map(text -> OptionalInt.of(Integer.parseInt(text))).orElseGet(OptionalInt::empty);
    }

    /** Gives how many runs of the program the kernel skipped so far; empty if the text is none of a program. */
    static OptionalLong misses(String fdinfo) {
        return field(fdinfo, MISSES)
                .map(text -> OptionalLong.of(Long.parseLong(text)))
                .orElseGet(OptionalLong::empty);
    }

    /** Gives the value of a line of {@code fdinfo}, whose name ends with its colon. */
    static Optional<String> field(String fdinfo, String name) {
        for (int at = fdinfo.indexOf(name); at >= 0; at = fdinfo.indexOf(name, at + 1)) {
            if (at == 0 || fdinfo.charAt(at - 1) == '\n') {
                int end = fdinfo.indexOf('\n', at);
                return Optional.of(fdinfo.substring(at + name.length(), end < 0 ? fdinfo.length() : end)
                        .strip());
            }
        }
        return Optional.empty();
    }

    boolean isKprobe() {
        return type == KPROBE;
    }

    boolean isTracepoint() {
        return type == TRACEPOINT;
    }

    boolean canServe(String probe) {
        return switch (probe.substring(0, Math.max(probe.indexOf(':'), 0))) {
            case "tracepoint" -> type == TRACEPOINT;
            case "rawtracepoint" -> type == RAW_TRACEPOINT || type == TRACING;
            case "kprobe" -> type == KPROBE;
            case "interval" -> type == PERF_EVENT;
            default -> type == RAW_TRACEPOINT; // BEGIN and END
        };
    }
}
