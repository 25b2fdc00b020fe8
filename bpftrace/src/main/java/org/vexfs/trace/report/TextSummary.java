package org.vexfs.trace.report;

import java.util.List;
import java.util.Locale;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.output.PrintableText;

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
        // Operations have columns only where some were traced.
        boolean operations = runs.stream().anyMatch(run -> run.operations().isPresent());
        text.append(line(
                "VERDICT",
                List.of("LEAKED", "BYTES", "DOUBLE", "ALLOCS", "FREES"),
                operations ? List.of("CALLS", "ERRORS") : List.of(),
                "TEST"));
        for (TestRun run : runs) {
            text.append(line(
                    run.verdict().toString(),
                    memory(run),
                    operations ? operations(run) : List.of(),
                    // A line end in it would begin what looks like the line of another test.
                    PrintableText.line(run.started().displayName())
                            + (run.started().attempt() == 1
                                    ? ""
                                    : " (attempt " + run.started().attempt() + ")")));
        }
        for (String remark : remarks) {
            text.append(System.lineSeparator())
                    .append("Note: ")
                    .append(PrintableText.of(remark))
                    .append(System.lineSeparator());
        }
        for (TestRun run : runs) {
            if (run.verdict() != Verdict.PASSED) {
                text.append(System.lineSeparator()).append(run.text()).append(System.lineSeparator());
            }
        }
        return text.toString();
    }

    private static List<?> memory(TestRun run) {
        return run.window()
                .<List<?>>map(window -> List.of(
                        Quantity.digits(window.leakedObjects()),
                        Quantity.digits(window.leakedBytes()),
                        Quantity.digits(window.doubleFreeCount()),
                        Quantity.digits(window.allocations()),
                        Quantity.digits(window.frees())))
                .orElse(List.of("-", "-", "-", "-", "-"));
    }

    private static List<?> operations(TestRun run) {
        return run.operations()
                .<List<?>>map(judged -> List.of(judged.calls(), judged.errors()))
                .orElse(List.of("-", "-"));
    }

    private static String line(String verdict, List<?> memory, List<?> operations, String test) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-12s", verdict));
        for (int column = 0; column < memory.size(); column++) {
            line.append(String.format(Locale.ROOT, column == 1 ? " %10s" : " %8s", memory.get(column)));
        }
        operations.forEach(value -> line.append(String.format(Locale.ROOT, " %8s", value)));
        return line.append("  ").append(test).append(System.lineSeparator()).toString();
    }

    /** Gives a number with its noun, in the plural where it is one. */
    public static String count(long number, String noun) {
        return Quantity.count(number, noun);
    }

    private static long count(List<TestRun> runs, Verdict verdict) {
        return runs.stream().filter(run -> run.verdict() == verdict).count();
    }
}
