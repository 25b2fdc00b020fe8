package org.vexfs.trace.report;

import static org.vexfs.trace.report.Quantity.count;
import static org.vexfs.trace.report.Quantity.number;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.MemoryUsage;
import org.vexfs.trace.analysis.MemoryUsage.PlaceBytes;
import org.vexfs.trace.analysis.Percentiles;
import org.vexfs.trace.analysis.UsageAssertion;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.session.TraceWindow;

/** Says how memory was used, and what is wrong with that. */
public final class UsageText {

    private static final int MOST_PLACES = 10;
    private static final int MOST_FRAMES = 8;

    private UsageText() {}

    /** Gives a few lines, each of which begins with what it is about; only what there was is told. */
    public static String of(MemoryUsage usage) {
        List<String> lines = new ArrayList<>();
        if (usage.allocations() == 0) {
            lines.add(line("memory", "nothing was allocated"));
        } else {
            lines.add(line(
                    "memory",
                    "allocated " + bytes(usage.allocatedBytes()) + " in " + count(usage.allocations(), "allocation")
                            + ", " + number(usage.frees()) + " freed; peak " + bytes(usage.peakBytes()) + ", held "
                            + bytes(usage.heldBytes())
                            + (usage.heldObjects() == 0 ? "" : " in " + count(usage.heldObjects(), "object"))));
            lines.add(line("sizes", percentiles(usage.sizes(), false) + " bytes"));
        }
        if (usage.lifetimes().count() > 0) {
            lines.add(line("lifetimes", percentiles(usage.lifetimes(), true)));
        }
        if (usage.largeCount() > 0) {
            lines.add(line("large", count(usage.largeCount(), "large allocation")));
            usage.large().stream()
                    .limit(MOST_PLACES)
                    .forEach(large -> lines.add(line(
                            "",
                            number(large.count()) + " x " + bytes(large.largestBytes()) + " at most, at "
                                    + large.site())));
        }
        if (usage.vectors().allocations() > 0) {
            lines.add(line(
                    "vectors",
                    count(usage.vectors().allocations(), "allocation") + ", peak "
                            + bytes(usage.vectors().peakBytes()) + ", held "
                            + bytes(usage.vectors().heldBytes())));
        }
        if (usage.failureCount() > 0) {
            lines.add(line("failures", count(usage.failureCount(), "allocation") + " failed"));
            failures(usage, lines);
        }
        if (usage.refusalCount() > 0) {
            lines.add(line("ENOMEM", count(usage.refusalCount(), "return") + " of -ENOMEM"));
            refusals(usage, lines);
        }
        if (usage.pressure().times() > 0) {
            lines.add(line(
                    "pressure",
                    "above the threshold " + count(usage.pressure().times(), "time") + ", for "
                            + Quantity.time(usage.pressure().nanos())));
        }
        if (usage.old().objects() > 0) {
            lines.add(line(
                    "old",
                    bytes(usage.old().bytes()) + " in " + count(usage.old().objects(), "object")
                            + " held for longer than the leak threshold"));
        }
        if (usage.details().alertCount() > 0) {
            lines.add(line("alerts", count(usage.details().alertCount(), "alert")));
            usage.details().alerts().stream()
                    .limit(MOST_PLACES)
                    .forEach(alert -> lines.add(line("", AlertText.of(alert))));
        }
        return String.join("\n", lines);
    }

    /** Gives the text for an assertion whose verdict is not PASSED. */
    public static String of(UsageAssertion assertion, MemoryJudgement judgement, TraceWindow window) {
        List<String> lines = new ArrayList<>();
        if (assertion.verdict(judgement) == Verdict.INCONCLUSIVE) {
            lines.add("INCONCLUSIVE: the trace of module " + window.module() + " cannot tell " + question(assertion)
                    + " in " + window.test().displayName() + ".");
            for (Gap gap : judgement.gaps()) {
                lines.add("  - " + gap.cause() + ".");
                lines.add("    What to do: " + gap.remedy() + ".");
            }
            if (judgement.incompleteDetail()) {
                lines.add("  - events were lost on their way from the kernel.");
                lines.add("    What to do: raise bpftrace.ring_pages.");
            }
            lines.add("What was seen:");
        } else {
            failed(assertion, judgement.usage(), window, lines);
        }
        of(judgement.usage()).lines().forEach(line -> lines.add("  " + line));
        if (!window.sourcesMissing().isEmpty()) {
            lines.add("No source lines: " + window.sourcesMissing() + ".");
        }
        lines.add("Capture: " + window.capture());
        lines.add("Judge it again without the kernel: mvn verify -Dvexfs.trace.mode=replay");
        return String.join("\n", lines);
    }

    private static void failed(UsageAssertion assertion, MemoryUsage usage, TraceWindow window, List<String> lines) {
        String test = window.test().displayName();
        switch (assertion.question()) {
            case PEAK_MEMORY_BELOW -> {
                lines.add(test + " makes module " + window.module() + " hold " + bytes(usage.peakBytes())
                        + " at its peak; expected below " + bytes(assertion.limit()) + ".");
                usage.topHolder()
                        .ifPresent(
                                top -> lines.add("Most was held at " + top.site() + ": " + bytes(top.bytes()) + "."));
            }
            case NO_ALLOCATION_ABOVE -> {
                PlaceBytes largest = usage.largest().orElseThrow();
                lines.add(test + " makes module " + window.module() + " allocate " + bytes(largest.bytes())
                        + " at once; expected at most " + bytes(assertion.limit()) + ".");
                lines.add("It was allocated at " + largest.site() + ".");
                usage.large().stream()
                        .filter(large -> large.site().equals(largest.site()))
                        .findFirst()
                        .ifPresent(large -> large.stack().stream()
                                .skip(1)
                                .filter(CallSite::inModule)
                                .limit(MOST_FRAMES)
                                .forEach(frame -> lines.add("      " + frame)));
            }
            case NO_ALLOCATION_FAILURES ->
                lines.add(test + " makes module " + window.module() + " run out of memory: "
                        + count(usage.failureCount(), "allocation") + " failed, "
                        + count(usage.refusalCount(), "return") + " of -ENOMEM; expected none.");
        }
    }

    private static String question(UsageAssertion assertion) {
        return switch (assertion.question()) {
            case PEAK_MEMORY_BELOW -> "whether less than " + bytes(assertion.limit()) + " were held at the peak";
            case NO_ALLOCATION_ABOVE -> "whether no allocation is above " + bytes(assertion.limit());
            case NO_ALLOCATION_FAILURES -> "whether allocations failed";
        };
    }

    private static void failures(MemoryUsage usage, List<String> lines) {
        usage.failures().stream()
                .limit(MOST_PLACES)
                .forEach(failures -> lines.add(line(
                        "",
                        number(failures.count()) + " x " + bytes(failures.largestBytes()) + " at most, at "
                                + failures.site())));
    }

    private static void refusals(MemoryUsage usage, List<String> lines) {
        usage.refusals().stream()
                .limit(MOST_PLACES)
                .forEach(refusals -> lines.add(line("", number(refusals.count()) + " x by " + refusals.function())));
    }

    private static String line(String about, String text) {
        return String.format(Locale.ROOT, "%-10s %s", about, text);
    }

    private static String percentiles(Percentiles values, boolean nanos) {
        return "p50 " + value(values.p50(), nanos) + ", p95 " + value(values.p95(), nanos) + ", p99 "
                + value(values.p99(), nanos) + ", max " + value(values.max(), nanos);
    }

    private static String value(long value, boolean nanos) {
        return nanos ? Quantity.time(value) : number(value);
    }

    private static String bytes(long bytes) {
        return count(bytes, "byte");
    }
}
