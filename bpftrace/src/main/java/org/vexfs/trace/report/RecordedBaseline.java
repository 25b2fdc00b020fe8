package org.vexfs.trace.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.baseline.Baseline;
import org.vexfs.trace.baseline.KnownLeak;
import org.vexfs.trace.baseline.OperationBaseline;
import org.vexfs.trace.baseline.TestBaseline;

/**
 * A baseline with what the runs of tests came to.
 *
 * @param baseline that
 * @param added the tests that were not in it
 * @param changed the tests that were
 * @param removed the tests that are not in it any more
 * @param leftOut the tests that are not fit for it, with the reason
 */
public record RecordedBaseline(
        Baseline baseline, List<String> added, List<String> changed, List<String> removed, List<String> leftOut) {

    public RecordedBaseline {
        added = List.copyOf(added);
        changed = List.copyOf(changed);
        removed = List.copyOf(removed);
        leftOut = List.copyOf(leftOut);
    }

    /**
     * Takes the runs into a baseline. Of a test that was run several times the last run counts.
     *
     * @param knownLeaks whether leaks are taken in as known; if not, a test that leaks is left out
     * @param prune whether tests that have no run are taken out
     */
    public static RecordedBaseline of(Baseline before, List<TestRun> runs, boolean knownLeaks, boolean prune) {
        Map<String, TestRun> last = new LinkedHashMap<>();
        runs.stream().filter(run -> !run.aborted()).forEach(run -> last.put(run.testName(), run));
        SortedMap<String, TestBaseline> recorded = new TreeMap<>();
        List<String> leftOut = new ArrayList<>();
        last.forEach((name, run) -> obstacle(run, knownLeaks)
                .ifPresentOrElse(reason -> leftOut.add(name + ": " + reason), () -> recorded.put(name, test(run))));
        List<String> removed = prune
                ? before.tests().keySet().stream()
                        .filter(name -> !last.containsKey(name))
                        .toList()
                : List.of();
        SortedMap<String, TestBaseline> kept = new TreeMap<>(before.tests());
        removed.forEach(kept::remove);
        return new RecordedBaseline(
                new Baseline(kept).with(recorded),
                recorded.keySet().stream()
                        .filter(name -> !kept.containsKey(name))
                        .toList(),
                recorded.keySet().stream().filter(kept::containsKey).toList(),
                removed,
                leftOut);
    }

    private static Optional<String> obstacle(TestRun run, boolean knownLeaks) {
        if (run.finished().isEmpty() || !run.judged()) {
            return Optional.of("its JVM ended within it");
        }
        if (run.window().isPresent() && run.memoryFigures().isEmpty()
                || run.operations().isPresent() && run.operationFigures().isEmpty()) {
            return Optional.of("its records are of an earlier version and have no figures; run it again");
        }
        boolean leaks =
                run.window().filter(window -> window.leaks() == Verdict.FAILED).isPresent();
        if (leaks && !knownLeaks) {
            return Optional.of("it leaks; mend that, or keep it as known with knownLeaks=true");
        }
        if (!run.finished().get().status().equals("SUCCESSFUL") && !leaks) {
            return Optional.of("the test failed");
        }
        boolean wrongFrees = run.window()
                .filter(window -> window.doubleFrees() == Verdict.FAILED || window.invalidFrees() == Verdict.FAILED)
                .isPresent();
        if (wrongFrees) {
            return Optional.of("it frees what it must not, which no baseline makes right");
        }
        boolean gaps = run.window().filter(window -> !window.gaps().isEmpty()).isPresent()
                || run.operations()
                        .filter(operations -> !operations.gaps().isEmpty())
                        .isPresent()
                || run.verdict() == Verdict.INCONCLUSIVE;
        if (gaps) {
            return Optional.of("its trace is not proven complete");
        }
        return leaks && run.memoryFigures().orElseThrow().leftOut().stream().anyMatch(what -> what.contains("leak"))
                ? Optional.of("it has more leaks than its record has room for")
                : Optional.empty();
    }

    private static TestBaseline test(TestRun run) {
        SortedMap<String, OperationBaseline> operations = new TreeMap<>();
        run.operationFigures()
                .ifPresent(figures -> figures.functions().forEach(function -> {
                    if (function.latencies() != null) {
                        operations.put(
                                function.function(),
                                new OperationBaseline(function.calls(), function.errors(), function.latencies()));
                    }
                }));
        SortedMap<String, KnownLeak> leaks = new TreeMap<>();
        run.memoryFigures()
                .ifPresent(figures -> figures.leaks().stream()
                        .filter(leak -> !leak.suppressed())
                        .forEach(leak -> leaks.merge(
                                leak.fingerprint(),
                                new KnownLeak(leak.function(), leak.objects(), leak.bytes()),
                                (one, other) -> new KnownLeak(
                                        one.function(),
                                        one.objects() + other.objects(),
                                        one.bytes() + other.bytes()))));
        return new TestBaseline(
                run.environment(),
                run.memoryFigures().map(MemoryFigures::peakBytes).orElse(-1L),
                operations,
                leaks);
    }
}
