package org.vexfs.trace.result;

import static org.vexfs.trace.report.Quantity.count;
import static org.vexfs.trace.report.Quantity.number;
import static org.vexfs.trace.report.Quantity.percent;
import static org.vexfs.trace.report.Quantity.time;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells people what results came to. */
public final class AnalysisText {

    private static final int MOST_LISTED = 10;

    private final Analysis analysis;
    private final List<String> lines = new ArrayList<>();

    private AnalysisText(Analysis analysis) {
        this.analysis = analysis;
    }

    /** Gives the report. */
    public static String of(Analysis analysis) {
        return String.join("\n", new AnalysisText(analysis).lines());
    }

    /** Gives its parts as they follow the report of the one result that it is of, which has the rest. */
    static Stream<String> within(Analysis analysis, boolean sections, boolean advice) {
        AnalysisText text = new AnalysisText(analysis);
        if (sections) {
            text.lines.add("");
            text.lines.add("=== Analysis ===");
            text.lines.add(sentence(analysis));
            text.sections();
        }
        if (advice) {
            text.recommendations();
        }
        return text.lines.stream();
    }

    private List<String> lines() {
        lines.add("Analysis of " + String.join(", ", analysis.files()));
        lines.add(sentence(analysis));
        analysis.gaps().forEach(gap -> lines.add("A trace is not complete: " + gap));
        sections();
        recommendations();
        return lines;
    }

    private void sections() {
        errors();
        performance();
        memory();
        operations();
    }

    /** Says how much was told, and what kinds of things are wrong. */
    static String sentence(Analysis analysis) {
        return count(analysis.entries(), "event")
                + (analysis.addedUp() == 0
                        ? ""
                        : "; " + count(analysis.addedUp(), "further call") + " were added up in the kernel")
                + (analysis.lost() > 0
                        ? "; " + number(analysis.lost()) + " were lost"
                        : analysis.complete() ? "; none is known to be lost" : "; something may be missing")
                + (analysis.kinds().isEmpty()
                        ? ""
                        : "; found: "
                                + analysis.kinds().stream()
                                        .sorted()
                                        .map(FindingKind::toString)
                                        .collect(Collectors.joining(", ")));
    }

    private void head(String title) {
        lines.add("");
        lines.add(title);
    }

    private void errors() {
        head("Errors");
        if (analysis.errors().isEmpty()) {
            lines.add("  " + noError(analysis));
        }
        analysis.errors().stream().limit(MOST_LISTED).forEach(failure -> {
            lines.add("  " + number(failure.count()) + " x " + failure.place()
                    + (failure.error().isEmpty() ? "" : " " + failure.error()));
            failure.samples().forEach(sample -> lines.add("      " + sample));
        });
        more(analysis.errors().size());
    }

    /** Says that no error is listed. */
    static String noError(Analysis analysis) {
        return analysis.kinds().contains(FindingKind.ERRORS)
                ? "none was told on its own; calls that were added up in the kernel failed"
                : "none";
    }

    /** Says that no call is listed. */
    static String noCall(Analysis analysis) {
        return analysis.addedUp() == 0 ? "no call was told" : "no call was told on its own";
    }

    private void performance() {
        head("Performance");
        if (analysis.functions().isEmpty() && analysis.locks().waits() == 0) {
            lines.add("  " + noCall(analysis));
        }
        analysis.functions().stream()
                .limit(MOST_LISTED)
                .forEach(function -> lines.add("  " + function.name() + ": " + count(function.calls(), "call")
                        + ", together " + time(function.total()) + ", p50 " + time(function.p50()) + ", p99 "
                        + time(function.p99()) + ", longest " + time(function.max())
                        + (function.slow() == 0 ? "" : ", " + number(function.slow()) + " slow")
                        + (function.errors() == 0 ? "" : ", " + number(function.errors()) + " failed")));
        more(analysis.functions().size());
        if (!analysis.slowest().isEmpty()) {
            lines.add("  slowest:");
            analysis.slowest().forEach(slow -> lines.add("      " + slow.line()));
        }
        locks(analysis.locks()).ifPresent(line -> lines.add("  locks: " + line));
        cache(analysis.cache()).ifPresent(line -> lines.add("  cache: " + line));
    }

    /** Says what was waited for locks; empty if nothing was. */
    static Optional<String> locks(Analysis.Locks locks) {
        return locks.waits() == 0
                ? Optional.empty()
                : Optional.of(count(locks.waits(), "wait") + ", " + number(locks.slow()) + " of them long, together "
                        + time(locks.nanos()) + ", the longest " + time(locks.longest()) + " in " + locks.longestAt());
    }

    /** Says how often a cache was hit; empty if none was asked. */
    static Optional<String> cache(Analysis.Cache cache) {
        long lookups = cache.hits() + cache.misses();
        return lookups == 0
                ? Optional.empty()
                : Optional.of(number(cache.hits()) + " of " + count(lookups, "lookup") + " hit, "
                        + percent(100.0 * cache.hits() / lookups));
    }

    /** Says what was allocated and freed; empty if nothing was told of it. */
    static Optional<String> memory(Analysis.Memory memory) {
        if (memory.allocations() + memory.frees() + memory.failed() == 0) {
            return Optional.empty();
        }
        List<String> sums = new ArrayList<>();
        if (memory.tells("allocations")) {
            sums.add(count(memory.allocations(), "allocation") + " of " + number(memory.bytes()) + " bytes");
        }
        if (memory.tells("frees")) {
            sums.add(count(memory.frees(), "free"));
        }
        if (memory.failed() > 0) {
            sums.add(number(memory.failed()) + " allocations failed");
        }
        return Optional.of(String.join(", ", sums));
    }

    private void memory() {
        head("Memory");
        Analysis.Memory memory = analysis.memory();
        lines.add("  " + memory(memory).orElse("nothing was told of it"));
        memory.places()
                .forEach(place -> lines.add("      " + place.place() + ": " + count(place.allocations(), "allocation")
                        + ", " + number(place.bytes()) + " bytes"));
        if (!memory.untold().isEmpty()) {
            lines.add("  not told, as the configuration has it: " + String.join(", ", memory.untold()));
        }
        memory.held()
                .forEach(place -> lines.add("  held at the end: " + count(place.allocations(), "object") + ", "
                        + number(place.bytes()) + " bytes, allocated at " + place.place()));
        analysis.findings().forEach(finding -> lines.add("  " + finding));
    }

    private void operations() {
        head("Operations by type");
        if (analysis.types().isEmpty()) {
            lines.add("  none");
        }
        analysis.types().forEach((type, number) -> lines.add("  " + type + ": " + number(number)));
    }

    private void recommendations() {
        head("Recommendations");
        if (analysis.recommendations().isEmpty()) {
            lines.add("  none: nothing conspicuous was found");
        }
        for (int i = 0; i < Math.min(MOST_LISTED, analysis.recommendations().size()); i++) {
            Recommendation recommendation = analysis.recommendations().get(i);
            lines.add("  " + (i + 1) + ". " + recommendation.evidence() + " (" + recommendation.rule() + ")");
            lines.add("     " + recommendation.action());
        }
        more(analysis.recommendations().size());
    }

    private void more(int all) {
        if (all > MOST_LISTED) {
            lines.add("  and " + (all - MOST_LISTED) + " more");
        }
    }
}
