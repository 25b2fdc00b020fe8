package org.vexfs.trace.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The figures of a traced test, under the names that they have in the reports of other tools. */
public final class TestFigures {

    /** What every name begins with. */
    public static final String PREFIX = "vexfs.trace.";

    private static final int MOST_FUNCTIONS = 10;

    private TestFigures() {}

    /** Gives the figures of a run, in the order in which to show them. */
    static Map<String, String> of(TestRun run) {
        return of(run.window(), run.operations(), run.custom(), run.started().capture());
    }

    /**
     * Gives the figures in the order in which to show them.
     *
     * @param window what its memory came to; empty if that was not traced, or never judged
     * @param operations what its operations came to; empty if they were not traced, or never judged
     * @param custom what a user's script told of it; empty if there is none, or if it was never judged
     * @param capture the file that its events went to
     */
    static Map<String, String> of(
            Optional<RunRecord.Window> window,
            Optional<RunRecord.Operations> operations,
            Optional<RunRecord.Custom> custom,
            String capture) {
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put(
                PREFIX + "verdict", TestRun.verdict(window, operations, custom).toString());
        window.ifPresent(memory -> {
            figures.put(PREFIX + "leaks", memory.leaks().toString());
            put(figures, "leakedObjects", memory.leakedObjects());
            put(figures, "leakedBytes", memory.leakedBytes());
            if (!memory.leakSites().isEmpty()) {
                figures.put(PREFIX + "leakedAt", memory.leakSites().get(0).toString());
            }
            figures.put(PREFIX + "doubleFrees", Long.toString(memory.doubleFreeCount()));
            put(figures, "allocations", memory.allocations());
            put(figures, "frees", memory.frees());
        });
        operations.ifPresent(judged -> {
            figures.put(PREFIX + "calls", Long.toString(judged.calls()));
            figures.put(PREFIX + "callErrors", Long.toString(judged.errors()));
            figures.put(PREFIX + "alerts", Long.toString(judged.alerts()));
        });
        custom.ifPresent(told -> figures.put(PREFIX + "customLines", Long.toString(told.lines())));
        figures.put(PREFIX + "capture", capture);
        operations.ifPresent(judged -> judged.functions().stream()
                .filter(function -> function.calls() > 0)
                .limit(MOST_FUNCTIONS)
                .forEach(function -> {
                    String name = PREFIX + function.function();
                    figures.put(name + ".calls", Long.toString(function.calls()));
                    figures.put(name + ".p50Nanos", Long.toString(function.p50()));
                    figures.put(name + ".p99Nanos", Long.toString(function.p99()));
                }));
        return figures;
    }

    private static void put(Map<String, String> figures, String name, long number) {
        if (number != Quantity.UNTOLD) {
            figures.put(PREFIX + name, Long.toString(number));
        }
    }
}
