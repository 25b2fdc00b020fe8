package org.vexfs.trace.result;

import java.util.EnumSet;
import java.util.Set;
import org.vexfs.trace.analysis.FunctionProfile;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.OperationJudgement;
import org.vexfs.trace.analysis.OperationProfile;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.session.WindowJudgement;

/** What kinds of things were found wrong. What may only seem so, because the trace missed something, is none of them. */
public final class FoundKinds {

    private final Set<FindingKind> kinds = EnumSet.noneOf(FindingKind.class);

    FoundKinds() {}

    /** Gives what a trace by hand found. */
    public static Set<FindingKind> of(WindowJudgement judgement) {
        FoundKinds found = new FoundKinds();
        judgement.memory().ifPresent(found::memory);
        judgement.operations().ifPresent(found::operations);
        return found.kinds();
    }

    private void memory(MemoryJudgement memory) {
        add(FindingKind.LEAKS, memory.leaks() == Verdict.FAILED);
        add(FindingKind.DOUBLE_FREES, memory.doubleFrees() == Verdict.FAILED);
        add(FindingKind.INVALID_FREES, memory.invalidFrees() == Verdict.FAILED);
        add(FindingKind.WARNINGS, memory.kernelLog() == Verdict.FAILED);
        add(FindingKind.ERRORS, memory.usage().failureCount() > 0);
    }

    private void operations(OperationJudgement operations) {
        OperationProfile profile = operations.profile();
        long slow = operations.settings().slow().toNanos();
        add(FindingKind.ALERTS, profile.alertCount() > 0);
        add(FindingKind.ERRORS, !operations.abandoned().isEmpty());
        for (FunctionProfile function : profile.functions()) {
            add(FindingKind.ERRORS, !function.errors().isEmpty());
            add(
                    FindingKind.SLOW,
                    function.slow() > 0
                            || function.latency().max().low() >= slow
                            || function.locks().longWaits() > 0);
        }
    }

    /** Takes a line of a result. */
    void accept(ResultEntry entry) {
        boolean free = entry.is("FREE");
        if (entry.is("ERROR") && !entry.is("TRACE")) {
            boolean repeated = free && !entry.text().startsWith(ResultReport.INVALID_FREE);
            add(FindingKind.DOUBLE_FREES, repeated);
            add(FindingKind.INVALID_FREES, free && !repeated);
            add(FindingKind.WARNINGS, entry.is("KERNEL"));
            add(FindingKind.ERRORS, !free && !entry.is("KERNEL"));
        }
        add(FindingKind.LEAKS, entry.is("LEAK"));
        add(FindingKind.SLOW, entry.is("SLOW"));
        add(FindingKind.ALERTS, entry.is("ALERT"));
    }

    void add(FindingKind kind, boolean found) {
        if (found) {
            kinds.add(kind);
        }
    }

    Set<FindingKind> kinds() {
        return Set.copyOf(kinds);
    }
}
