package org.vexfs.trace.report;

import java.util.List;
import java.util.Optional;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.DoubleFree;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.analysis.InvalidFree;
import org.vexfs.trace.analysis.KernelWarning;
import org.vexfs.trace.analysis.Leak;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.MemoryUsage;
import org.vexfs.trace.analysis.Owner;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.MemoryKind;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.session.TraceWindow;
import org.vexfs.trace.testing.GivenWindow;

/** Judgements and windows to write about. */
final class Findings {

    static final String UNIQUE_ID = "[engine:junit-jupiter]/[class:org.example.StoreIT]/[method:insert()]";
    static final CallSite LEAK_SITE =
            new CallSite(0xffffffffc03ad347L, "vexfs_fault_leak+0x27", Optional.of("vexfs_faults.c:63"), true);
    static final CallSite FREE_SITE =
            new CallSite(0xffffffffc03ad720L, "vexfs_fault_double_free+0x20", Optional.of("vexfs_faults.c:120"), true);
    static final Leak LEAK = leak(LEAK_SITE, 3, 384, 844_549_197L, 250);
    static final DoubleFree DOUBLE_FREE =
            new DoubleFree(0xff483b7e02646600L, FREE_SITE, 250, 12_500, Optional.of(FREE_SITE), Optional.of(LEAK_SITE));
    static final Gap GAP =
            new Gap("4 allocations found the map of live objects full", "raise memory_trace.max_objects");

    private Findings() {}

    /** Gives a leak of slab objects that the module asked for itself. */
    static Leak leak(CallSite site, long count, long bytes, long oldestNanos, int tid) {
        return new Leak(site, List.of(site), Owner.DIRECT, MemoryKind.SLAB, count, bytes, oldestNanos, tid);
    }

    static MemoryJudgement passed() {
        return judgement(Verdict.PASSED, Verdict.PASSED, List.of(), List.of(), List.of());
    }

    static MemoryJudgement leaks(Leak... leaks) {
        return judgement(Verdict.FAILED, Verdict.PASSED, List.of(leaks), List.of(), List.of());
    }

    static MemoryJudgement freesTwice(DoubleFree... doubleFrees) {
        return judgement(Verdict.PASSED, Verdict.FAILED, List.of(), List.of(doubleFrees), List.of());
    }

    /** Gives a judgement of a test of which the kernel's log is as given. */
    static MemoryJudgement freesInvalidly(List<InvalidFree> invalidFrees, List<KernelWarning> warnings) {
        return new MemoryJudgement(
                Verdict.PASSED,
                Verdict.PASSED,
                invalidFrees.isEmpty() ? Verdict.PASSED : Verdict.FAILED,
                warnings.isEmpty() ? Verdict.PASSED : Verdict.FAILED,
                List.of(),
                List.of(),
                invalidFrees,
                warnings,
                List.of("3 objects are held that somebody else allocated"),
                List.of(),
                false,
                List.of(),
                new Counts(5, 5, 0, invalidFrees.size(), 0, 0, 0, 6, 0, 0, 0, 0),
                MemoryUsage.NONE,
                List.of());
    }

    static MemoryJudgement cannotTell(Gap... gaps) {
        return judgement(Verdict.INCONCLUSIVE, Verdict.INCONCLUSIVE, List.of(), List.of(), List.of(gaps));
    }

    static MemoryJudgement judgement(
            Verdict leaks,
            Verdict doubleFrees,
            List<Leak> leakFindings,
            List<DoubleFree> doubleFreeFindings,
            List<Gap> gaps) {
        return new MemoryJudgement(
                leaks,
                doubleFrees,
                leaks == Verdict.INCONCLUSIVE ? Verdict.INCONCLUSIVE : Verdict.PASSED,
                leaks == Verdict.INCONCLUSIVE ? Verdict.INCONCLUSIVE : Verdict.PASSED,
                leakFindings,
                doubleFreeFindings,
                List.of(),
                List.of(),
                List.of(),
                gaps,
                false,
                leakFindings.isEmpty() ? List.of() : List.of("waited 519 ms", "sync and RCU barrier"),
                new Counts(5, 2, doubleFreeFindings.size(), 0, 0, 0, 0, 6, 0, 0, 0, 0),
                MemoryUsage.NONE,
                List.of());
    }

    static TraceWindow window() {
        return window("");
    }

    static TraceWindow window(String sourcesMissing) {
        return new GivenWindow(
                new TestId(UNIQUE_ID, "StoreIT.insert", 1), "target/vexfs-trace/1.capture.jsonl", sourcesMissing);
    }
}
