package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.List;
import org.vexfs.trace.event.Counts;

/**
 * What a window's memory comes to.
 *
 * @param leaks whether what the window allocated was freed
 * @param doubleFrees whether no address was freed twice
 * @param invalidFrees whether nothing was freed that no allocator gave out
 * @param kernelLog whether the kernel complained of nothing
 * @param leakFindings the objects still held, grouped by where they were allocated, most bytes first
 * @param doubleFreeFindings the double frees of which the details arrived, in order
 * @param invalidFreeFindings the invalid frees of which the details arrived, in order
 * @param kernelWarnings the kernel's complaints, in order
 * @param remarks what the verdicts leave out, and what was told without failing
 * @param gaps what the verdicts may have missed; empty for a complete trace that tells everything
 * @param incompleteDetail whether events were lost whose sums the verdict knows all the same
 * @param settling what was done before objects were called leaked, in order
 * @param activity what the kernel side counted within the window
 * @param usage how the module used memory within the window
 * @param suppressedFindings the objects still held that do not count, because a suppression says so
 */
public record MemoryJudgement(
        Verdict leaks,
        Verdict doubleFrees,
        Verdict invalidFrees,
        Verdict kernelLog,
        List<Leak> leakFindings,
        List<DoubleFree> doubleFreeFindings,
        List<InvalidFree> invalidFreeFindings,
        List<KernelWarning> kernelWarnings,
        List<String> remarks,
        List<Gap> gaps,
        boolean incompleteDetail,
        List<String> settling,
        Counts activity,
        MemoryUsage usage,
        List<Leak> suppressedFindings) {

    public MemoryJudgement {
        leakFindings = List.copyOf(leakFindings);
        doubleFreeFindings = List.copyOf(doubleFreeFindings);
        invalidFreeFindings = List.copyOf(invalidFreeFindings);
        kernelWarnings = List.copyOf(kernelWarnings);
        remarks = List.copyOf(remarks);
        gaps = List.copyOf(gaps);
        settling = List.copyOf(settling);
        suppressedFindings = List.copyOf(suppressedFindings);
    }

    /** Gives the verdict on what a build is judged by: leaks, double frees and invalid frees. */
    public Verdict verdict() {
        return leaks.and(doubleFrees).and(invalidFrees);
    }

    /** Gives those of the gaps that are there because the configuration switches something off. */
    public List<Gap> untracked() {
        return Untracked.of(usage.details().tracking());
    }

    /** Gives those of the gaps that are the trace's own. */
    public List<Gap> gapsOfTrace() {
        List<Gap> untracked = untracked();
        return gaps.stream().filter(gap -> !untracked.contains(gap)).toList();
    }

    /** Gives the number of objects still held. */
    public long leakedObjects() {
        return leakFindings.stream().mapToLong(Leak::count).sum();
    }

    /** Gives the bytes still held. */
    public long leakedBytes() {
        return leakFindings.stream().mapToLong(Leak::bytes).sum();
    }

    /** Gives the same with other leaks: those that remain when some are not to count, and what to say of the others. */
    public MemoryJudgement withLeaks(List<Leak> remaining, List<String> furtherRemarks) {
        return withLeaks(remaining, furtherRemarks, suppressedFindings);
    }

    /** Gives the same with the leaks that remain when suppressions are heeded, and what to say of those. */
    MemoryJudgement suppressing(List<Leak> remaining, List<String> furtherRemarks) {
        List<Leak> suppressed = new ArrayList<>(suppressedFindings);
        leakFindings.stream().filter(leak -> !remaining.contains(leak)).forEach(suppressed::add);
        return withLeaks(remaining, furtherRemarks, suppressed);
    }

    private MemoryJudgement withLeaks(List<Leak> remaining, List<String> furtherRemarks, List<Leak> suppressed) {
        Verdict verdict = remaining.isEmpty()
                ? gaps.isEmpty() && activity.unrecorded() == 0 ? Verdict.PASSED : Verdict.INCONCLUSIVE
                : leaks;
        List<String> allRemarks = new ArrayList<>(remarks);
        allRemarks.addAll(furtherRemarks);
        return new MemoryJudgement(
                verdict,
                doubleFrees,
                invalidFrees,
                kernelLog,
                remaining,
                doubleFreeFindings,
                invalidFreeFindings,
                kernelWarnings,
                allRemarks,
                gaps,
                incompleteDetail,
                settling,
                activity,
                usage,
                suppressed);
    }
}
