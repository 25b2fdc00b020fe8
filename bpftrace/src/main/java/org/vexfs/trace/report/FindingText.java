package org.vexfs.trace.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.DoubleFree;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.analysis.InvalidFree;
import org.vexfs.trace.analysis.Leak;
import org.vexfs.trace.analysis.LeakGrowth;
import org.vexfs.trace.analysis.MemoryAssertion;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.Owner;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.event.MemoryKind;
import org.vexfs.trace.output.PrintableText;
import org.vexfs.trace.session.TraceWindow;

/** Says what was found, in the same shape for every finding: the verdict in one sentence, the evidence, what to do. */
public final class FindingText {

    private static final int MOST_FINDINGS = 10;
    private static final int MOST_FRAMES = 8;

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
        } else if (assertion == MemoryAssertion.NO_DOUBLE_FREE) {
            lines.add(headline(assertion, judgement, window));
            doubleFrees(judgement, lines);
            corroboration(judgement, lines);
            lines.add("What to do: let one owner free the object, or clear the pointer after the first free.");
        } else if (assertion == MemoryAssertion.NO_INVALID_FREE) {
            lines.add(headline(assertion, judgement, window));
            invalidFrees(judgement, lines);
            corroboration(judgement, lines);
            lines.add("What to do: free what the allocator gave, not a pointer into it or to something static.");
        } else {
            lines.add(headline(assertion, judgement, window));
            judgement.kernelWarnings().stream().limit(MOST_FINDINGS).forEach(warning -> {
                lines.add("");
                warning.lines().forEach(line -> lines.add("  " + line));
            });
            more(judgement.kernelWarnings().size(), lines);
            lines.add("");
            lines.add("What to do: see the function on top of the call trace; the kernel's log has the whole report.");
        }
        end(judgement, window, lines);
        return PrintableText.of(String.join("\n", lines));
    }

    /** Says of a test that repeats what it does what grows with it, or that the trace cannot tell. */
    public static String of(LeakGrowth growth, MemoryJudgement judgement, TraceWindow window) {
        List<String> lines = new ArrayList<>();
        if (!judgement.gaps().isEmpty()) {
            lines.add("INCONCLUSIVE: the trace of module " + window.module()
                    + " cannot tell whether what it holds grows in "
                    + window.test().displayName() + ".");
            gaps(judgement, lines);
            if (!growth.growing().isEmpty()) {
                lines.add("");
                lines.add("What looked growing:");
                growing(growth, lines);
            }
        } else {
            lines.add(window.test().displayName() + " makes module " + window.module()
                    + " hold more with each iteration, at "
                    + TextSummary.count(growth.growing().size(), "place") + ".");
            growing(growth, lines);
            settling(judgement, lines);
            lines.add(
                    "What to do: free in each call what the call allocates. A cache that is still being filled needs a"
                            + " longer warmup.");
        }
        end(judgement, window, lines);
        return PrintableText.of(String.join("\n", lines));
    }

    /** Says that what a test waited for did not happen in time. */
    public static String late(TraceWindow window, Duration timeout) {
        return String.join(
                "\n",
                window.test().displayName() + " waited " + Quantity.exactTime(timeout.toNanos())
                        + " for something that module " + window.module() + " did not do.",
                "What to do: see in the capture what it did meanwhile; if it needs longer here, raise the timeout.",
                "Capture: " + window.capture());
    }

    private static void growing(LeakGrowth growth, List<String> lines) {
        for (LeakGrowth.Growing place :
                growth.growing().stream().limit(MOST_FINDINGS).toList()) {
            lines.add("");
            lines.add(String.format(
                    Locale.ROOT,
                    "  %,.2f objects, %,.1f bytes more with each iteration, allocated at",
                    place.objectsPerIteration(),
                    place.bytesPerIteration()));
            place(place.last(), lines);
            lines.add("      objects held at first and after each of " + growth.iterations() + " iterations: "
                    + place.held().stream().map(String::valueOf).collect(Collectors.joining(", ")));
        }
        more(growth.growing().size(), lines);
        lines.add("");
    }

    private static void end(MemoryJudgement judgement, TraceWindow window, List<String> lines) {
        judgement.remarks().forEach(remark -> lines.add("Note: " + remark + "."));
        if (judgement.incompleteDetail()) {
            lines.add("Some events were lost on their way from the kernel, so the detail above may be incomplete;"
                    + " raise bpftrace.ring_pages.");
        }
        if (!window.sourcesMissing().isEmpty()) {
            lines.add("No source lines: " + window.sourcesMissing() + ".");
        }
        lines.add("Capture: " + window.capture());
        lines.add("Judge it again without the kernel: mvn verify -Dvexfs.trace.mode=replay");
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
            case NO_INVALID_FREE -> {
                int times = judgement.invalidFreeFindings().size();
                yield test + " makes module " + window.module() + " free what no allocator gave out, " + times
                        + (times == 1 ? " time." : " times.");
            }
            case NO_KERNEL_WARNINGS -> {
                int times = judgement.kernelWarnings().size();
                yield test + " makes the kernel complain, " + times + (times == 1 ? " time" : " times") + ": "
                        + judgement.kernelWarnings().get(0).headline();
            }
            case IS_COMPLETE -> test + " was not traced completely.";
        };
    }

    private static String question(MemoryAssertion assertion) {
        return switch (assertion) {
            case NO_LEAKS -> "whether it leaks";
            case NO_DOUBLE_FREE -> "whether it frees memory twice";
            case NO_INVALID_FREE -> "whether it frees what no allocator gave out";
            case NO_KERNEL_WARNINGS -> "whether the kernel complained";
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
            lines.add("  " + objects(leak.count(), leak.bytes())
                    + (leak.kind() == MemoryKind.SLAB ? "" : " (" + leak.kind() + ")")
                    + (leak.owner() == Owner.DIRECT ? " allocated at" : " allocated by the kernel on behalf of"));
            place(leak, lines);
            lines.add("      by thread " + leak.tid() + "; " + (leak.count() == 1 ? "it is " : "the oldest is ")
                    + Quantity.time(leak.oldestNanos()) + " old");
        }
        more(judgement.leakFindings().size(), lines);
        lines.add("");
    }

    private static void place(Leak leak, List<String> lines) {
        lines.add("      " + leak.site());
        leak.stack().stream()
                .skip(1)
                .filter(CallSite::inModule)
                .limit(MOST_FRAMES)
                .forEach(frame -> lines.add("      " + frame));
    }

    private static void doubleFrees(MemoryJudgement judgement, List<String> lines) {
        for (DoubleFree doubleFree :
                judgement.doubleFreeFindings().stream().limit(MOST_FINDINGS).toList()) {
            lines.add("");
            lines.add("  0x" + Long.toHexString(doubleFree.address()) + " freed again at");
            lines.add("      " + doubleFree.site());
            lines.add("      by thread " + doubleFree.tid() + ", " + Quantity.time(doubleFree.sinceFirstNanos())
                    + " after it was freed at");
            lines.add("      " + doubleFree.firstFree().map(Object::toString).orElse("(event lost)"));
            lines.add("      allocated at");
            lines.add("      " + doubleFree.allocation().map(Object::toString).orElse("(event lost)"));
        }
        more(judgement.doubleFreeFindings().size(), lines);
        lines.add("");
    }

    private static void invalidFrees(MemoryJudgement judgement, List<String> lines) {
        for (InvalidFree invalid :
                judgement.invalidFreeFindings().stream().limit(MOST_FINDINGS).toList()) {
            lines.add("");
            lines.add("  0x" + Long.toHexString(invalid.address()) + " freed at");
            lines.add("      " + invalid.site());
            lines.add("      by thread " + invalid.tid() + "; " + invalid.reason());
            invalid.allocation().ifPresent(site -> {
                lines.add("      allocated at");
                lines.add("      " + site);
            });
        }
        more(judgement.invalidFreeFindings().size(), lines);
        lines.add("");
    }

    /** Says what the kernel itself said, which is a second witness. */
    private static void corroboration(MemoryJudgement judgement, List<String> lines) {
        judgement.kernelWarnings().stream()
                .limit(MOST_FINDINGS)
                .forEach(warning -> lines.add("The kernel's log says: " + warning.headline()));
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
}
