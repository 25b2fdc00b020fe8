package org.vexfs.trace.report;

import static org.vexfs.trace.report.Quantity.count;

import java.util.ArrayList;
import java.util.List;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.MemoryUsage;
import org.vexfs.trace.analysis.MemoryUsage.PlaceBytes;
import org.vexfs.trace.analysis.UsageAssertion;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.output.PrintableText;
import org.vexfs.trace.session.TraceWindow;

/** Says what is wrong with how memory was used. */
public final class UsageText {

    private static final int MOST_FRAMES = 8;

    private UsageText() {}

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
        UsageSummary.of(judgement.usage()).lines().forEach(line -> lines.add("  " + line));
        if (!window.sourcesMissing().isEmpty()) {
            lines.add("No source lines: " + window.sourcesMissing() + ".");
        }
        lines.add("Capture: " + window.capture());
        lines.add("Judge it again without the kernel: mvn verify -Dvexfs.trace.mode=replay");
        return PrintableText.of(String.join("\n", lines));
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

    private static String bytes(long bytes) {
        return count(bytes, "byte");
    }
}
