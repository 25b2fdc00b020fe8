package org.vexfs.trace.report.html;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.baseline.KnownLeak;
import org.vexfs.trace.baseline.TestBaseline;
import org.vexfs.trace.report.ComparedRun;
import org.vexfs.trace.report.MemoryFigures;
import org.vexfs.trace.report.Quantity;
import org.vexfs.trace.report.RunRecord;
import org.vexfs.trace.report.TestRun;

/**
 * What a test's memory came to.
 *
 * @param judgements the verdicts on it
 * @param figures its figures
 * @param leaks what is still held
 * @param folded the stacks of the leaks that count, as tools for flame graphs read them
 * @param frees what was freed wrongly
 * @param kernelLog what the kernel complained of
 * @param remarks what to know of all that
 * @param usage how it was used, in lines
 */
record MemoryView(
        List<Judgement> judgements,
        List<Figure> figures,
        List<LeakRow> leaks,
        String folded,
        List<MemoryFigures.FreeFigures> frees,
        List<MemoryFigures.Warning> kernelLog,
        List<String> remarks,
        String usage) {

    /** What was judged, and as what. */
    record Judgement(String subject, Status status) {}

    /** A number with its name. */
    record Figure(String name, String value) {}

    /** A leak, or several of one place. */
    record LeakRow(
            String function,
            String source,
            String objects,
            String bytes,
            String kind,
            List<String> callers,
            String fingerprint,
            String remark) {

        static LeakRow of(MemoryFigures.LeakFigures leak, @Nullable KnownLeak known) {
            return new LeakRow(
                    leak.function(),
                    leak.source(),
                    Quantity.number(leak.objects()),
                    Quantity.number(leak.bytes()),
                    leak.kind() + (leak.indirect() ? ", indirect" : ""),
                    leak.stack().stream().skip(1).toList(),
                    leak.fingerprint(),
                    remark(leak, known));
        }

        static LeakRow of(RunRecord.Site site) {
            return new LeakRow(
                    site.function(),
                    site.source(),
                    Quantity.number(site.objects()),
                    Quantity.number(site.bytes()),
                    "",
                    List.of(),
                    "",
                    "");
        }

        private static String remark(MemoryFigures.LeakFigures leak, @Nullable KnownLeak known) {
            if (leak.suppressed()) {
                return "suppressed: does not count";
            }
            return known == null ? "" : "the baseline knows " + Quantity.count(known.objects(), "object") + " of it";
        }
    }

    /** Gives the view of a run; null where its memory was not traced. Records of early versions have less to show. */
    static @Nullable MemoryView of(ComparedRun compared) {
        TestRun run = compared.run();
        if (run.window().isEmpty()) {
            return null;
        }
        RunRecord.Window window = run.window().get();
        List<Judgement> judgements = List.of(
                new Judgement("Leaks", Status.of(window.leaks())),
                new Judgement("Double frees", Status.of(window.doubleFrees())),
                new Judgement("Invalid frees", Status.of(window.invalidFrees())));
        return run.memoryFigures()
                .map(figures -> of(window, figures, compared.baseline(), judgements))
                .orElseGet(() -> new MemoryView(
                        judgements,
                        figures(window).toList(),
                        window.leakSites().stream().map(LeakRow::of).toList(),
                        "",
                        List.of(),
                        warnings(window),
                        List.of(),
                        ""));
    }

    private static MemoryView of(
            RunRecord.Window window,
            MemoryFigures figures,
            Optional<TestBaseline> baseline,
            List<Judgement> judgements) {
        Map<String, KnownLeak> known =
                baseline.<Map<String, KnownLeak>>map(TestBaseline::knownLeaks).orElse(Map.of());
        return new MemoryView(
                judgements,
                Stream.concat(figures(window), usage(figures, baseline)).toList(),
                figures.leaks().stream()
                        .map(leak -> LeakRow.of(leak, known.get(leak.fingerprint())))
                        .toList(),
                figures.leaks().stream()
                        .filter(leak -> !leak.suppressed())
                        .map(FlameGraph::folded)
                        .collect(Collectors.joining("\n")),
                Stream.concat(figures.doubleFrees().stream(), figures.invalidFrees().stream())
                        .toList(),
                figures.kernelWarnings().isEmpty() ? warnings(window) : figures.kernelWarnings(),
                Stream.concat(
                                figures.remarks().stream(),
                                figures.leftOut().stream().map(what -> "The record had no room for " + what + "."))
                        .toList(),
                String.join("\n", figures.usage()));
    }

    private static Stream<Figure> figures(RunRecord.Window window) {
        return Stream.of(
                        figure("allocations", window.allocations()),
                        figure("frees", window.frees()),
                        figure("objects leaked", window.leakedObjects()),
                        figure("bytes leaked", window.leakedBytes()))
                .flatMap(Optional::stream);
    }

    private static Optional<Figure> figure(String name, long number) {
        return number == Quantity.UNTOLD ? Optional.empty() : Optional.of(new Figure(name, Quantity.number(number)));
    }

    /** Where it was not measured, as in captures of early versions, there is nothing to say. */
    private static Stream<Figure> usage(MemoryFigures figures, Optional<TestBaseline> baseline) {
        return figures.timeline().isEmpty()
                ? Stream.of()
                : Stream.of(
                        new Figure("bytes allocated", Quantity.number(figures.allocatedBytes())),
                        new Figure(
                                "bytes held at most",
                                Quantity.number(figures.peakBytes())
                                        + baseline.filter(test -> test.peakBytes() >= 0)
                                                .map(test ->
                                                        " (in the baseline " + Quantity.number(test.peakBytes()) + ")")
                                                .orElse("")),
                        new Figure("bytes held at the end", Quantity.number(figures.heldBytes())));
    }

    private static List<MemoryFigures.Warning> warnings(RunRecord.Window window) {
        return window.kernelWarnings().stream()
                .map(headline -> new MemoryFigures.Warning(headline, List.of(headline)))
                .toList();
    }
}
