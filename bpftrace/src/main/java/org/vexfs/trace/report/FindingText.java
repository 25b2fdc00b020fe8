package org.vexfs.trace.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vexfs.trace.analysis.DoubleFree;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.analysis.Leak;
import org.vexfs.trace.analysis.MemoryAssertion;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.session.TraceWindow;

/** Says what was found, in the same shape for every finding: the verdict in one sentence, the evidence, what to do. */
public final class FindingText {

    private static final int MOST_FINDINGS = 10;

    private FindingText() {}

    /** Gives the text for an assertion whose verdict is not PASSED. */
    public static String of(MemoryAssertion assertion, MemoryJudgement judgement, TraceWindow window) {
        List<String> lines = new ArrayList<>();
        if (assertion.verdict(judgement) == Verdict.INCONCLUSIVE) {
            lines.add("INCONCLUSIVE: the trace of module " + window.module() + " cannot tell " + question(assertion)
                    + " in " + window.test().displayName() + ".");
            gaps(judgement, lines);
            if (assertion == MemoryAssertion.NO_LEAKS && judgement.leakedObjects() > 0) {
                lines.add("");
                lines.add("What looked held, " + objects(judgement.leakedObjects(), judgement.leakedBytes()) + ":");
                leaks(judgement, lines);
            }
        } else if (assertion == MemoryAssertion.NO_LEAKS) {
            lines.add(headline(assertion, judgement, window));
            leaks(judgement, lines);
            settling(judgement, lines);
            lines.add("What to do: free them on every way out of the function named, or where their owner goes.");
        } else {
            lines.add(headline(assertion, judgement, window));
            doubleFrees(judgement, lines);
            lines.add("What to do: let one owner free the object, or clear the pointer after the first free.");
        }
        if (judgement.incompleteDetail()) {
            lines.add("Some events were lost on their way from the kernel, so the detail above may be incomplete;"
                    + " raise bpftrace.ring_pages.");
        }
        if (!window.sourcesMissing().isEmpty()) {
            lines.add("No source lines: " + window.sourcesMissing() + ".");
        }
        lines.add("Capture: " + window.capture());
        lines.add("Judge it again without the kernel: mvn verify -Dvexfs.trace.mode=replay");
        return String.join("\n", lines);
    }

    /** Gives the verdict in one sentence. */
    public static String headline(MemoryAssertion assertion, MemoryJudgement judgement, TraceWindow window) {
        String test = window.test().displayName();
        return switch (assertion) {
            case NO_LEAKS ->
                test + " leaks " + objects(judgement.leakedObjects(), judgement.leakedBytes()) + " of module "
                        + window.module() + ".";
            case NO_DOUBLE_FREE -> {
                long times = Math.max(
                        judgement.activity().doubleFrees(),
                        judgement.doubleFreeFindings().size());
                yield test + " makes module " + window.module() + " free memory twice, " + times
                        + (times == 1 ? " time." : " times.");
            }
            case IS_COMPLETE -> test + " was not traced completely.";
        };
    }

    private static String question(MemoryAssertion assertion) {
        return switch (assertion) {
            case NO_LEAKS -> "whether it leaks";
            case NO_DOUBLE_FREE -> "whether it frees memory twice";
            case IS_COMPLETE -> "all that happened";
        };
    }

    private static void gaps(MemoryJudgement judgement, List<String> lines) {
        for (Gap gap : judgement.gaps()) {
            lines.add("  - " + gap.cause() + ".");
            lines.add("    What to do: " + gap.remedy() + ".");
        }
    }

    private static void leaks(MemoryJudgement judgement, List<String> lines) {
        for (Leak leak : judgement.leakFindings().stream().limit(MOST_FINDINGS).toList()) {
            lines.add("");
            lines.add("  " + objects(leak.count(), leak.bytes()) + " allocated at");
            lines.add("      " + leak.site());
            lines.add("      by thread " + leak.tid() + "; " + (leak.count() == 1 ? "it is " : "the oldest is ")
                    + duration(leak.oldestNanos()) + " old");
        }
        more(judgement.leakFindings().size(), lines);
        lines.add("");
    }

    private static void doubleFrees(MemoryJudgement judgement, List<String> lines) {
        for (DoubleFree doubleFree :
                judgement.doubleFreeFindings().stream().limit(MOST_FINDINGS).toList()) {
            lines.add("");
            lines.add("  0x" + Long.toHexString(doubleFree.address()) + " freed again at");
            lines.add("      " + doubleFree.site());
            lines.add("      by thread " + doubleFree.tid() + ", " + duration(doubleFree.sinceFirstNanos())
                    + " after it was freed at");
            lines.add("      " + doubleFree.firstFree().map(Object::toString).orElse("(event lost)"));
            lines.add("      allocated at");
            lines.add("      " + doubleFree.allocation().map(Object::toString).orElse("(event lost)"));
        }
        more(judgement.doubleFreeFindings().size(), lines);
        lines.add("");
    }

    private static void more(int findings, List<String> lines) {
        if (findings > MOST_FINDINGS) {
            lines.add("");
            lines.add("  and at " + (findings - MOST_FINDINGS) + " further places");
        }
    }

    private static void settling(MemoryJudgement judgement, List<String> lines) {
        if (!judgement.settling().isEmpty()) {
            lines.add("Judged after: " + String.join("; ", judgement.settling()) + ".");
        }
    }

    private static String objects(long count, long bytes) {
        return String.format(Locale.ROOT, "%,d bytes in %,d %s", bytes, count, count == 1 ? "object" : "objects");
    }

    private static String duration(long nanos) {
        if (nanos < 1_000_000) {
            return String.format(Locale.ROOT, "%.1f us", nanos / 1e3);
        }
        return nanos < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f ms", nanos / 1e6)
                : String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    }
}
