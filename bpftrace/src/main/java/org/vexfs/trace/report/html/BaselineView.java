package org.vexfs.trace.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.analysis.Measured;
import org.vexfs.trace.baseline.LatencyChange;
import org.vexfs.trace.baseline.LatencyComparison;
import org.vexfs.trace.report.ComparedRun;
import org.vexfs.trace.report.Quantity;

/**
 * How a test's operations stand against its baseline.
 *
 * @param remarks which of them cannot be compared, and why
 * @param operations those that can, the slower ones first
 */
record BaselineView(List<String> remarks, List<OperationRows> operations) {

    private static final int MOST_FUNCTIONS = 40;

    /** An operation with a row for each percentile. */
    record OperationRows(String function, String counts, String allowed, List<ChangeRow> changes) {

        static OperationRows of(ComparedRun.Operation operation) {
            return new OperationRows(
                    operation.figures().function(),
                    counts(operation),
                    Quantity.plain(100 * operation.gates().minimum()) + " %",
                    operation.changes().stream().map(ChangeRow::of).toList());
        }

        private static String counts(ComparedRun.Operation operation) {
            String now = counts(operation.figures().calls(), operation.figures().errors());
            return operation
                    .baseline()
                    .map(before -> now + "; before " + counts(before.calls(), before.errors()))
                    .orElse(now);
        }

        private static String counts(long calls, long errors) {
            return Quantity.count(calls, "call") + ", " + Quantity.count(errors, "error");
        }
    }

    /** What has become of a percentile; where that cannot be told, the reason. */
    record ChangeRow(
            Standing standing,
            String percentile,
            String before,
            String now,
            String change,
            String interval,
            String reason) {

        static ChangeRow of(LatencyChange answer) {
            if (answer instanceof LatencyChange.Regressed regressed) {
                return of(Standing.REGRESSED, regressed.change());
            }
            if (answer instanceof LatencyChange.Improved improved) {
                return of(Standing.FASTER, improved.change());
            }
            if (answer instanceof LatencyChange.Unchanged unchanged) {
                return of(Standing.WITHIN, unchanged.change());
            }
            String reason = answer instanceof LatencyChange.Inconclusive open ? open.reason() : "";
            return new ChangeRow(Standing.of(answer), "", "", "", "", "", reason);
        }

        private static ChangeRow of(Standing standing, LatencyChange.Change change) {
            return new ChangeRow(
                    standing,
                    "p" + LatencyComparison.name(change.percentile()),
                    Quantity.time(change.before()),
                    Quantity.time(change.now()),
                    range(change.relative()),
                    change.interval()
                            .map(interval -> range(interval) + " (" + Quantity.plain(100 * change.level()) + " %)")
                            .orElse(""),
                    "");
        }

        /** What both histograms know to a thousandth is one number. */
        private static String range(Measured relative) {
            String low = String.format(Locale.ROOT, "%+.1f", 100 * relative.low());
            String high = String.format(Locale.ROOT, "%+.1f", 100 * relative.high());
            return (low.equals(high) ? low : low + " to " + high) + " %";
        }
    }

    /** Gives the view of a run; null where nothing of it is compared. */
    static @Nullable BaselineView of(ComparedRun compared) {
        if (compared.operations().isEmpty()) {
            return null;
        }
        List<ComparedRun.Operation> told = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        Map<String, List<String>> elsewhere = new LinkedHashMap<>();
        for (ComparedRun.Operation operation : compared.operations()) {
            LatencyChange first = operation.changes().get(0);
            if (first instanceof LatencyChange.NoBaseline) {
                unknown.add(operation.figures().function());
            } else if (first instanceof LatencyChange.NotComparable other) {
                elsewhere
                        .computeIfAbsent(other.reason(), reason -> new ArrayList<>())
                        .add(operation.figures().function());
            } else {
                told.add(operation);
            }
        }
        List<String> remarks = new ArrayList<>();
        elsewhere.forEach((reason, functions) ->
                remarks.add("Not comparable, because " + reason + ": " + listed(functions) + "."));
        if (!unknown.isEmpty()) {
            remarks.add("No baseline: there is none of " + listed(unknown) + ". To take one: mvn vexfs-trace:baseline");
        }
        if (told.size() > MOST_FUNCTIONS) {
            remarks.add("Not shown: " + Quantity.count(told.size() - MOST_FUNCTIONS, "function")
                    + " that stand no worse than these.");
        }
        return new BaselineView(
                remarks,
                told.stream()
                        .sorted((one, other) -> worst(one).compareTo(worst(other)))
                        .limit(MOST_FUNCTIONS)
                        .map(OperationRows::of)
                        .toList());
    }

    private static Standing worst(ComparedRun.Operation operation) {
        return operation.changes().stream()
                .map(Standing::of)
                .min(Standing::compareTo)
                .orElseThrow();
    }

    private static String listed(List<String> functions) {
        return functions.size() <= MOST_FUNCTIONS
                ? String.join(", ", functions)
                : String.join(", ", functions.subList(0, MOST_FUNCTIONS)) + " and "
                        + Quantity.number(functions.size() - MOST_FUNCTIONS) + " more";
    }
}
