package org.vexfs.trace.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.MemoryKind;

/** Leaks, and judgements that have them. */
final class Leaks {

    private Leaks() {}

    /** Gives a leak whose stack has these functions of the module, innermost first. */
    static Leak of(long count, long bytes, String... functions) {
        List<CallSite> stack = Arrays.stream(functions)
                .map(function -> new CallSite(function.hashCode(), function + "+0x10", Optional.empty(), true))
                .toList();
        return with(stack, count, bytes);
    }

    /** Gives a leak with this stack. */
    static Leak with(List<CallSite> stack, long count, long bytes) {
        return new Leak(stack.get(0), stack, Owner.DIRECT, MemoryKind.SLAB, count, bytes, 1_000, 250);
    }

    /** Gives the judgement of a complete trace that found these. */
    static MemoryJudgement judged(Leak... leaks) {
        return judged(List.of(), leaks);
    }

    /** Gives the judgement of a trace with gaps that found these. */
    static MemoryJudgement judged(List<Gap> gaps, Leak... leaks) {
        Verdict verdict = gaps.isEmpty() ? Verdict.PASSED : Verdict.INCONCLUSIVE;
        return new MemoryJudgement(
                leaks.length == 0 ? verdict : Verdict.FAILED,
                verdict,
                verdict,
                verdict,
                List.of(leaks),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                gaps,
                false,
                List.of(),
                Counts.NONE,
                MemoryUsage.NONE,
                List.of());
    }
}
