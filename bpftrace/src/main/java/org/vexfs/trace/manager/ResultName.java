package org.vexfs.trace.manager;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the names of the files that one trace writes have in common.
 *
 * @param script what was traced, as {@link TracedScripts#name()} has it
 * @param began when, by the clock of its machine
 */
record ResultName(String script, LocalDateTime began) {

    /** The text result. */
    static final String TEXT = ".txt";

    static final String CAPTURE = ".capture.jsonl";

    /**
     * Beside the capture stands what bpftrace and the kernel still said when the trace's JVM was killed, and what
     * {@code advanced.debug} has kept.
     */
    private static final Pattern FILE = Pattern.compile(
            "vexfs_([a-z]+)_trace_(\\d{8}_\\d{6})(\\.txt|\\.capture\\.jsonl(?:\\.(?:bt|raw|stderr))?|\\.rest\\.jsonl|\\.kernel\\.log)");

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("uuuuMMdd_HHmmss").withResolverStyle(ResolverStyle.STRICT);

    /** Gives the name for a trace that begins now. */
    static ResultName now(TracedScripts traced) {
        return new ResultName(traced.name(), LocalDateTime.now());
    }

    /** Gives the name of one of its files. */
    String file(String kind) {
        return "vexfs_" + script + "_trace_" + began.format(STAMP) + kind;
    }

    /** Gives what the name of a file says; empty if no trace gives that name. */
    static Optional<ResultName> of(String file) {
        Matcher name = FILE.matcher(file);
        if (!name.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ResultName(name.group(1), LocalDateTime.parse(name.group(2), STAMP)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
