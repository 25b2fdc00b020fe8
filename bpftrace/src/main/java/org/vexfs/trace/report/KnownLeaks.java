package org.vexfs.trace.report;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.baseline.KnownLeak;

/**
 * The verdict on the leaks of a run where some are known.
 *
 * @param verdict PASSED where there is none but known ones, and the trace is proven complete
 * @param remark what to say of them; empty if none is known
 */
record KnownLeaks(Verdict verdict, Optional<String> remark) {

    static KnownLeaks of(ComparedRun compared) {
        TestRun run = compared.run();
        Verdict judged = run.window().map(RunRecord.Window::leaks).orElse(Verdict.PASSED);
        Map<String, KnownLeak> known = compared.baseline()
                .<Map<String, KnownLeak>>map(test -> test.knownLeaks())
                .orElse(Map.of());
        if (judged != Verdict.FAILED
                || known.isEmpty()
                || run.memoryFigures().isEmpty()
                || !covered(run.memoryFigures().get(), run.window().orElseThrow(), known)) {
            return new KnownLeaks(judged, Optional.empty());
        }
        RunRecord.Window window = run.window().orElseThrow();
        return new KnownLeaks(
                window.gaps().isEmpty() ? Verdict.PASSED : Verdict.INCONCLUSIVE,
                Optional.of(run.testName() + " leaks "
                        + Quantity.count(window.leakedBytes(), "byte") + " in "
                        + Quantity.count(window.leakedObjects(), "object") + ", which the baseline knows"));
    }

    /** A record that had no room for every leak covers none. */
    private static boolean covered(MemoryFigures figures, RunRecord.Window window, Map<String, KnownLeak> known) {
        Map<String, Long> held = new TreeMap<>();
        figures.leaks().stream()
                .filter(leak -> !leak.suppressed())
                .forEach(leak -> held.merge(leak.fingerprint(), leak.objects(), Long::sum));
        return held.values().stream().mapToLong(Long::longValue).sum() == window.leakedObjects()
                && held.entrySet().stream()
                        .allMatch(leak -> known.containsKey(leak.getKey())
                                && leak.getValue() <= known.get(leak.getKey()).objects());
    }
}
