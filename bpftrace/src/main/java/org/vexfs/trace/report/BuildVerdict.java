package org.vexfs.trace.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.baseline.Baseline;
import org.vexfs.trace.output.PrintableText;

/**
 * The build's verdict over the runs of its tests.
 *
 * @param violations what is wrong with it, one text each; empty if nothing is
 * @param warnings what is not as it should be, but was told not to fail the build
 * @param remarks what is better than it was, or known
 */
public record BuildVerdict(List<String> violations, List<String> warnings, List<String> remarks) {

    public BuildVerdict {
        violations = List.copyOf(violations);
        warnings = List.copyOf(warnings);
        remarks = List.copyOf(remarks);
    }

    /**
     * What fails a build.
     *
     * @param noLeaks whether a leak does
     * @param noDoubleFree whether a double free does
     * @param noInvalidFree whether a free of what no allocator gave out does
     * @param inconclusive whether a test whose trace cannot tell does
     * @param missingTraces whether it does that no test was traced
     */
    public record Rules(
            boolean noLeaks,
            boolean noDoubleFree,
            boolean noInvalidFree,
            boolean inconclusive,
            boolean missingTraces) {}

    /** Judges the runs; of a test that was run again, every attempt counts. */
    public static BuildVerdict of(List<TestRun> runs, Rules rules) {
        return of(runs, rules, Baseline.NONE);
    }

    /** Judges the runs, where leaks that the baseline knows do not count as long as they do not grow. */
    public static BuildVerdict of(List<TestRun> runs, Rules rules, Baseline baseline) {
        return judge(
                runs.stream()
                        .map(run -> new ComparedRun(run, baseline.test(run.testName()), List.of()))
                        .toList(),
                rules);
    }

    /** Judges the runs, where leaks that a test's baseline knows do not count as long as they do not grow. */
    public static BuildVerdict judge(List<ComparedRun> runs, Rules rules) {
        List<String> remarks = new ArrayList<>();
        List<String> violations = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        if (runs.isEmpty()) {
            (rules.missingTraces() ? violations : warnings)
                    .add("no test was traced. What to do: annotate tests with @TraceVexfs and see that they ran, or set"
                            + " failOnMissingTraces to false.");
        }
        for (ComparedRun compared : runs) {
            TestRun run = compared.run();
            if (run.aborted()) {
                continue;
            }
            KnownLeaks known = KnownLeaks.of(compared);
            known.remark().ifPresent(remarks::add);
            Map<String, Boolean> broken = broken(run, known.verdict(), rules);
            if (broken.containsValue(true)) {
                violations.add(entry(run));
            } else if (!broken.isEmpty()) {
                warnings.add(entry(run));
            }
        }
        return new BuildVerdict(violations, warnings, remarks);
    }

    /** Gives this verdict and another one on the same build. */
    public BuildVerdict and(BuildVerdict other) {
        return new BuildVerdict(
                both(violations, other.violations), both(warnings, other.warnings), both(remarks, other.remarks));
    }

    private static List<String> both(List<String> first, List<String> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }

    /** Gives what is not PASSED, and whether a rule makes it count. */
    private static Map<String, Boolean> broken(TestRun run, Verdict leaks, Rules rules) {
        Map<String, Boolean> broken = new LinkedHashMap<>();
        if (!run.judged()) {
            broken.put("crash", rules.inconclusive());
            return broken;
        }
        run.window().ifPresent(window -> {
            judge("leaks", leaks, rules.noLeaks(), rules.inconclusive(), broken);
            judge("double frees", window.doubleFrees(), rules.noDoubleFree(), rules.inconclusive(), broken);
            judge("invalid frees", window.invalidFrees(), rules.noInvalidFree(), rules.inconclusive(), broken);
        });
        run.operations()
                .ifPresent(operations -> judge("operations", operations.verdict(), true, rules.inconclusive(), broken));
        run.custom().ifPresent(told -> judge("custom script", told.verdict(), true, rules.inconclusive(), broken));
        return broken;
    }

    private static void judge(
            String what, Verdict verdict, boolean rule, boolean inconclusive, Map<String, Boolean> broken) {
        switch (verdict) {
            case PASSED -> {}
            case FAILED -> broken.put(what, rule);
            case INCONCLUSIVE -> broken.put(what, rule && inconclusive);
        }
    }

    private static String entry(TestRun run) {
        return entry(run, run.text());
    }

    /** Gives what to say of a run, under the name of its test. */
    static String entry(TestRun run, String text) {
        String attempt =
                run.started().attempt() == 1 ? "" : " (attempt " + run.started().attempt() + ")";
        return PrintableText.line(run.testName()) + attempt + "\n"
                + text.indent(2).stripTrailing();
    }
}
