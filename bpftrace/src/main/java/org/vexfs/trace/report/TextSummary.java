package org.vexfs.trace.report;

import java.util.List;
import java.util.Locale;
import org.vexfs.trace.analysis.Verdict;

/** A table of a build's traced tests, as plain text. */
public final class TextSummary {

    private TextSummary() {}

    /** Gives one line a test, then what was found. */
    public static String of(List<TestRun> runs) {
        return of(runs, List.of());
    }

    /** Gives one line a test, then the remarks on the whole run, then what was found. */
    public static String of(List<TestRun> runs, List<String> remarks) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %d passed, %d failed, %d inconclusive%n%n",
                count(runs.size(), "traced test"),
                count(runs, Verdict.PASSED),
                count(runs, Verdict.FAILED),
                count(runs, Verdict.INCONCLUSIVE)));
        text.append(String.format(
                Locale.ROOT,
                "%-12s %8s %10s %8s %8s %8s  %s%n",
                "VERDICT",
                "LEAKED",
                "BYTES",
                "DOUBLE",
                "ALLOCS",
                "FREES",
                "TEST"));
        for (TestRun run : runs) {
            RunRecord.Window window = run.window().orElse(null);
            text.append(String.format(
                    Locale.ROOT,
                    "%-12s %8s %10s %8s %8s %8s  %s%s%n",
                    run.verdict(),
                    window == null ? "-" : window.leakedObjects(),
                    window == null ? "-" : window.leakedBytes(),
                    window == null ? "-" : window.doubleFreeCount(),
                    window == null ? "-" : window.allocations(),
                    window == null ? "-" : window.frees(),
                    run.started().displayName(),
                    run.started().attempt() == 1
                            ? ""
                            : " (attempt " + run.started().attempt() + ")"));
        }
        for (String remark : remarks) {
            text.append(System.lineSeparator()).append("Note: ").append(remark).append(System.lineSeparator());
        }
        for (TestRun run : runs) {
            if (run.verdict() != Verdict.PASSED) {
                text.append(System.lineSeparator()).append(run.text()).append(System.lineSeparator());
            }
        }
        return text.toString();
    }

    /** Gives a number with its noun, in the plural where it is one. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private static long count(List<TestRun> runs, Verdict verdict) {
        return runs.stream().filter(run -> run.verdict() == verdict).count();
    }
}
