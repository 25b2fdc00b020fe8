package org.vexfs.trace.result;

import static org.vexfs.trace.report.Quantity.number;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.CustomJudgement;
import org.vexfs.trace.analysis.DoubleFree;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.analysis.InvalidFree;
import org.vexfs.trace.analysis.Leak;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.OperationJudgement;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.config.TraceConfig.Output;
import org.vexfs.trace.report.OperationText;
import org.vexfs.trace.report.Quantity;
import org.vexfs.trace.report.UsageSummary;
import org.vexfs.trace.session.WindowJudgement;

/** The report at the end of a text result: what the trace came to, what was found, and what it may have missed. */
public final class ResultReport {

    /** What the line of each thing begins with that the trace may have missed. */
    static final String GAP = "  - ";

    /** What the text of a wrong free begins with whose address nobody gave out. */
    static final String INVALID_FREE = "invalid free at ";

    /** The line before it. */
    static final String HEAD = "=== Report ===";

    private static final int MOST_FRAMES = 8;

    private final WindowJudgement judgement;
    private final Optional<Gap> early;
    private final Output output;
    private final List<String> lines = new ArrayList<>();

    private ResultReport(WindowJudgement judgement, Optional<Gap> early, Output output) {
        this.judgement = judgement;
        this.early = early;
        this.output = output;
    }

    /**
     * Gives the report.
     *
     * @param early why the trace ended before its time, and what to do about that; empty if it did not
     */
    static List<String> of(WindowJudgement judgement, Optional<Gap> early, Output output) {
        return new ResultReport(judgement, early, output).lines();
    }

    /** Gives what a line says that the trace may have missed, without its full stop. */
    static String cause(String line) {
        return line.substring(GAP.length()).replaceFirst("\\.$", "");
    }

    /** Gives what the trace may have missed; empty if it is complete. */
    public static List<Gap> gaps(WindowJudgement judgement) {
        return Stream.of(
                        judgement.memory().map(MemoryJudgement::gapsOfTrace),
                        judgement.operations().map(OperationJudgement::gaps),
                        judgement.custom().map(CustomJudgement::gaps))
                .flatMap(found -> found.stream().flatMap(List::stream))
                .distinct()
                .toList();
    }

    private List<String> lines() {
        lines.add(HEAD);
        if (output.summary()) {
            summary();
        }
        judgement.memory().ifPresent(this::findings);
        judgement
                .memory()
                .ifPresent(memory -> memory.untracked().forEach(untold -> lines.add("Note: " + untold.cause() + ".")));
        List<Gap> gaps = Stream.concat(early.stream(), gaps(judgement).stream()).toList();
        if (gaps.isEmpty()) {
            lines.add("The trace is complete.");
        } else {
            lines.add("The trace is not complete:");
            gaps.forEach(gap -> {
                lines.add(GAP + gap.cause() + ".");
                lines.add("    What to do: " + gap.remedy() + ".");
            });
        }
        return lines;
    }

    private void summary() {
        judgement.operations().ifPresent(operations -> lines.add(OperationText.of(operations.profile())));
        judgement.memory().ifPresent(memory -> lines.add(UsageSummary.of(memory.usage())));
        judgement
                .custom()
                .ifPresent(custom -> lines.add("lines: " + number(custom.lines().size()) + ", maps: "
                        + number(custom.maps().names().size())));
    }

    /** What is only held because the trace cannot tell is no leak, and not told as one. */
    private void findings(MemoryJudgement memory) {
        if (memory.leaks() == Verdict.FAILED) {
            memory.leakFindings().forEach(this::leak);
        }
        memory.doubleFreeFindings().forEach(this::doubleFree);
        memory.invalidFreeFindings().forEach(this::invalidFree);
        memory.kernelWarnings().forEach(warning -> {
            lines.add("KERNEL ERROR: " + warning.headline());
            if (output.errorStackTraces()) {
                warning.lines().forEach(line -> lines.add("    " + line));
            }
        });
    }

    private void leak(Leak leak) {
        lines.add("LEAK: " + Quantity.count(leak.count(), "object") + ", " + number(leak.bytes())
                + " bytes, still held at the end, allocated at " + leak.site());
        frames(leak.stack());
    }

    private void doubleFree(DoubleFree free) {
        lines.add("FREE ERROR: double free at " + free.site()
                + free.firstFree().map(first -> ", freed before at " + first).orElse("")
                + free.allocation().map(place -> ", allocated at " + place).orElse(""));
    }

    private void invalidFree(InvalidFree free) {
        lines.add("FREE ERROR: " + INVALID_FREE + free.site() + ": " + free.reason());
    }

    private void frames(List<CallSite> stack) {
        if (output.errorStackTraces()) {
            stack.stream().skip(1).limit(MOST_FRAMES).forEach(frame -> lines.add("    from " + frame));
        }
    }
}
