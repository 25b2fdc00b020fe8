package org.vexfs.trace.analysis;

import java.util.List;
import org.vexfs.trace.event.Counts;

/**
 * What a window's memory comes to.
 *
 * @param leaks whether what the window allocated was freed
 * @param doubleFrees whether no address was freed twice
 * @param leakFindings the objects still held, grouped by where they were allocated, most bytes first
 * @param doubleFreeFindings the double frees of which the details arrived, in order
 * @param gaps what the verdicts may have missed; empty for a complete trace
 * @param incompleteDetail whether events were lost whose sums the verdict knows all the same
 * @param settling what was done before objects were called leaked, in order
 * @param activity what the kernel side counted within the window
 */
public record MemoryJudgement(
        Verdict leaks,
        Verdict doubleFrees,
        List<Leak> leakFindings,
        List<DoubleFree> doubleFreeFindings,
        List<Gap> gaps,
        boolean incompleteDetail,
        List<String> settling,
        Counts activity) {

    public MemoryJudgement {
        leakFindings = List.copyOf(leakFindings);
        doubleFreeFindings = List.copyOf(doubleFreeFindings);
        gaps = List.copyOf(gaps);
        settling = List.copyOf(settling);
    }

    /** Gives the verdict on everything that was judged. */
    public Verdict verdict() {
        return leaks.and(doubleFrees);
    }

    /** Gives the number of objects still held. */
    public long leakedObjects() {
        return leakFindings.stream().mapToLong(Leak::count).sum();
    }

    /** Gives the bytes still held. */
    public long leakedBytes() {
        return leakFindings.stream().mapToLong(Leak::bytes).sum();
    }
}
