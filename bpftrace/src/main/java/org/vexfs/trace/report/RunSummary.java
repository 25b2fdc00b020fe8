package org.vexfs.trace.report;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.baseline.Latencies;

/**
 * What a whole run came to, as it is kept to see a trend.
 *
 * @param at when its first test began, in milliseconds since 1970, which tells it from other runs
 * @param environment what its latencies depend on; nothing is known of it where its tests had several
 * @param passed how many tests passed
 * @param failed how many failed
 * @param inconclusive of how many the trace cannot tell
 * @param leakedBytes the bytes that its tests leaked, all together
 * @param p99 the 99th percentile of how long the functions took that were called most, over all tests, in nanoseconds
 */
public record RunSummary(
        long at,
        Environment environment,
        long passed,
        long failed,
        long inconclusive,
        long leakedBytes,
        Map<String, Long> p99) {

    private static final int MOST_FUNCTIONS = 20;
    private static final int DIGITS = 2;

    public RunSummary {
        environment = environment == null ? Environment.NONE : environment;
        p99 = p99 == null ? Map.of() : new LinkedHashMap<>(p99);
    }

    /** Sums up runs of tests, of which there is at least one; what was aborted judges nothing. */
    public static RunSummary of(List<TestRun> runs) {
        List<TestRun> judging = runs.stream().filter(run -> !run.aborted()).toList();
        Set<Environment> environments = runs.stream().map(TestRun::environment).collect(Collectors.toUnmodifiableSet());
        return new RunSummary(
                runs.stream()
                        .mapToLong(run -> run.started().startedAt())
                        .min()
                        .orElseThrow(() -> new IllegalArgumentException("no run of a test; expected at least one")),
                environments.size() == 1 ? environments.iterator().next() : Environment.NONE,
                count(judging, Verdict.PASSED),
                count(judging, Verdict.FAILED),
                count(judging, Verdict.INCONCLUSIVE),
                judging.stream()
                        .flatMap(run -> run.window().stream())
                        .mapToLong(RunRecord.Window::leakedBytes)
                        .filter(bytes -> bytes != Quantity.UNTOLD)
                        .sum(),
                p99(judging));
    }

    private static long count(List<TestRun> runs, Verdict verdict) {
        return runs.stream().filter(run -> run.verdict() == verdict).count();
    }

    private static Map<String, Long> p99(List<TestRun> runs) {
        Map<String, Histogram> all = new LinkedHashMap<>();
        runs.stream()
                .flatMap(run -> run.operationFigures().stream())
                .flatMap(figures -> figures.functions().stream())
                .forEach(function -> add(function.function(), function.latencies(), all));
        Map<String, Long> p99 = new LinkedHashMap<>();
        all.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<String, Histogram> entry) ->
                                entry.getValue().getTotalCount())
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_FUNCTIONS)
                .forEach(entry -> p99.put(entry.getKey(), entry.getValue().getValueAtPercentile(99)));
        return p99;
    }

    private static void add(String function, @Nullable Latencies latencies, Map<String, Histogram> all) {
        if (latencies != null) {
            all.computeIfAbsent(function, name -> new Histogram(DIGITS)).add(latencies.highs());
        }
    }
}
