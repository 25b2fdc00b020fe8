package org.vexfs.trace.report;

import static org.vexfs.trace.report.Quantity.count;
import static org.vexfs.trace.report.Quantity.decimal;
import static org.vexfs.trace.report.Quantity.number;
import static org.vexfs.trace.report.Quantity.time;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.CategoryProfile;
import org.vexfs.trace.analysis.Comparison;
import org.vexfs.trace.analysis.FunctionProfile;
import org.vexfs.trace.analysis.LockUse;
import org.vexfs.trace.analysis.Measured;
import org.vexfs.trace.analysis.OperationMeter;
import org.vexfs.trace.analysis.OperationProfile;
import org.vexfs.trace.analysis.OperationSelection;
import org.vexfs.trace.analysis.Throughput;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.config.TrackedFigure;

/** Sums up a window's operations in a few lines. */
final class OperationSummary {

    private static final int MOST = 10;

    private static final Set<OperationCategory> VECTOR_OPERATIONS = EnumSet.of(
            OperationCategory.SEARCH, OperationCategory.INSERT, OperationCategory.UPDATE, OperationCategory.DELETE);

    private final OperationProfile profile;
    private final OperationSelection all;
    private final Map<OperationCategory, Double> perSecond;
    private final List<String> lines = new ArrayList<>();

    private OperationSummary(OperationProfile profile) {
        this.profile = profile;
        this.all = profile.all();
        this.perSecond = vectorOperations(profile);
    }

    static String of(OperationProfile profile) {
        return String.join("\n", new OperationSummary(profile).lines());
    }

    private List<String> lines() {
        if (profile.functions().isEmpty()) {
            line("operations", "none was seen");
            return lines;
        }
        line(
                "operations",
                count(all.calls(), "call") + " of " + count(profile.functions().size(), "function") + " in "
                        + time(profile.nanos())
                        + (all.totalled() == 0 ? "" : "; " + number(all.totalled()) + " of them added up in the kernel")
                        + (all.begunBefore() == 0
                                ? ""
                                : "; " + number(all.begunBefore()) + " further ones began before"));
        list(
                "functions",
                all.mostCalled(MOST).stream()
                        .map(function -> OperationDetail.function(
                                function,
                                profile.tracksLatency(function.categories()),
                                profile.tracks(TrackedFigure.ERRORS))),
                profile.functions().size());
        if (profile.tracks(TrackedFigure.VECTOR_DIMENSIONS)) {
            list("dimensions", all.functions().stream().flatMap(OperationSummary::dimensions));
        }
        if (all.sizes().count() > 0) {
            line(
                    "sizes",
                    "asked for " + Quantity.bytes(all.sizes().min()) + " at least, "
                            + Quantity.bytes(all.sizes().percentile(50)) + " at p50, "
                            + Quantity.bytes(all.sizes().max())
                            + " at most");
        }
        list(
                "categories",
                profile.categories().values().stream()
                        .filter(category -> category.operations() > 0)
                        .sorted(Comparator.comparing(CategoryProfile::category))
                        .map(this::category));
        list("compared", profile.comparisons().stream().map(OperationSummary::comparison));
        if (all.errorCount() > 0 && profile.tracks(TrackedFigure.ERRORS)) {
            line(
                    "errors",
                    number(all.errorCount()) + " of " + count(all.callsWithResult(), "call") + ": "
                            + OperationDetail.errors(all.errors()));
        }
        if (profile.tracks(TrackedFigure.HIT_RATE)) {
            list(
                    "cache",
                    all.functions().stream()
                            .filter(function -> function.hits() + function.misses() > 0)
                            .map(OperationDetail::cache));
        }
        list("indexes", IndexText.lines(profile.indexes(), all.totalled() > 0));
        if (profile.tracks(TrackedFigure.IO_THROUGHPUT)) {
            throughput(all.throughput());
        }
        locks(all.locks());
        list(
                "alerts",
                all.alerts().stream().map(alert -> OperationDetail.alert(alert, profile.from())),
                profile.alertCount());
        list(
                "processes",
                profile.processes().entrySet().stream()
                        .sorted(Map.Entry.<Integer, Long>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry.comparingByKey()))
                        .map(process -> process(process.getKey()) + ": " + count(process.getValue(), "call")
                                + " from outside"));
        return lines;
    }

    private static Stream<String> dimensions(FunctionProfile function) {
        if (function.dimensions().isEmpty()) {
            return Stream.of();
        }
        Stream<String> most = function.dimensions().entrySet().stream()
                .sorted(Map.Entry.<Long, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST)
                .map(dimension -> dimension.getKey() + " in " + count(dimension.getValue(), "call"));
        long others = function.otherDimensions()
                + function.dimensions().values().stream()
                        .sorted(Comparator.reverseOrder())
                        .skip(MOST)
                        .mapToLong(Long::longValue)
                        .sum();
        return Stream.of(function.name() + ": "
                + Stream.concat(most, others == 0 ? Stream.of() : Stream.of("others in " + count(others, "call")))
                        .collect(Collectors.joining(", ")));
    }

    private String category(CategoryProfile category) {
        return category.category().key() + ": " + count(category.operations(), "operation")
                + Optional.ofNullable(perSecond.get(category.category()))
                        .map(rate -> ", " + decimal(rate, 1) + " a second")
                        .orElse("")
                + (profile.tracksLatency(List.of(category.category()))
                        ? ", " + Quantity.percentiles(category.latency())
                        : "")
                + (category.errors() == 0 || !profile.tracks(TrackedFigure.ERRORS)
                        ? ""
                        : ", " + count(category.errors(), "error"));
    }

    /** Gives how many operations on vectors there were in a second of the window; none where that is not to be shown. */
    static Map<OperationCategory, Double> vectorOperations(OperationProfile profile) {
        Map<OperationCategory, Double> perSecond = new EnumMap<>(OperationCategory.class);
        if (profile.tracks(TrackedFigure.VECTOR_THROUGHPUT) && profile.nanos() > 0) {
            VECTOR_OPERATIONS.stream()
                    .map(profile::of)
                    .filter(category -> category.operations() > 0)
                    .forEach(category ->
                            perSecond.put(category.category(), 1e9 * category.operations() / profile.nanos()));
        }
        return perSecond;
    }

    /** Says which of two is faster, by how much, and how sure that is. */
    static String comparison(Comparison comparison) {
        String first = comparison.first().key();
        String second = comparison.second().key();
        if (comparison.outcome().isEmpty()) {
            return first + " against " + second + ": cannot be told, because " + comparison.reason();
        }
        Comparison.Outcome outcome = comparison.outcome().get();
        double ratio = outcome.ratio();
        Measured interval = outcome.ratioInterval();
        return switch (outcome.decision()) {
            case FIRST_IS_FASTER ->
                first + " is " + decimal(ratio, 1) + " times as fast as " + second
                        + confidence(interval.low(), interval.high(), outcome);
            case SECOND_IS_FASTER ->
                second + " is " + decimal(1 / ratio, 1) + " times as fast as " + first
                        + confidence(1 / interval.high(), 1 / interval.low(), outcome);
            case NO_DIFFERENCE_SEEN ->
                first + " and " + second + ": no difference is seen; the second's median is " + decimal(ratio, 1)
                        + " times the first's" + confidence(interval.low(), interval.high(), outcome);
        };
    }

    private static String confidence(double low, double high, Comparison.Outcome outcome) {
        return " (" + Quantity.plain(100 * Comparison.LEVEL) + " %: " + decimal(low, 1) + " to " + decimal(high, 1)
                + "; p " + (outcome.pValue() < 0.001 ? "< 0.001" : "= " + decimal(outcome.pValue(), 3)) + ")";
    }

    private void throughput(Throughput throughput) {
        if (throughput.calls() > 0) {
            line(
                    "throughput",
                    Quantity.megabytesPerSecond(throughput.megabytesPerSecond()) + ": "
                            + Quantity.bytes(throughput.bytes()) + " by "
                            + count(throughput.calls(), "read or write call")
                            + ", in the " + time(throughput.busyNanos()) + " in which at least one was under way");
        }
    }

    private void locks(LockUse locks) {
        Stream.Builder<String> items = Stream.builder();
        if (locks.waits().count() > 0) {
            items.add("the module's: " + count(locks.waits().count(), "wait") + ", "
                    + Quantity.percentiles(locks.waits()));
        }
        if (locks.contentions().count() > 0) {
            items.add("the kernel's: " + count(locks.contentions().count(), "wait") + ", "
                    + Quantity.percentiles(locks.contentions()));
        }
        if (locks.longWaits() > 0) {
            items.add(count(locks.longWaits(), "long wait"));
        }
        if (locks.holds().count() > 0) {
            items.add("held: " + count(locks.holds().count(), "time") + ", " + Quantity.percentiles(locks.holds())
                    + (locks.longHolds() == 0 ? "" : "; " + count(locks.longHolds(), "long hold")));
        }
        if (locks.stillHeldCount() > 0) {
            items.add("still held: " + count(locks.stillHeldCount(), "lock"));
        }
        list("locks", items.build());
    }

    private static String process(int pid) {
        return pid == OperationMeter.OTHER_PROCESSES ? "others" : String.valueOf(pid);
    }

    private void list(String about, Stream<String> items) {
        List<String> every = items.toList();
        list(about, every.stream(), every.size());
    }

    private void list(String about, Stream<String> items, long all) {
        List<String> some = items.limit(MOST).toList();
        for (int i = 0; i < some.size(); i++) {
            line(i == 0 ? about : "", some.get(i));
        }
        if (all > some.size()) {
            line("", "and " + number(all - some.size()) + " more");
        }
    }

    private void line(String about, String text) {
        lines.add(String.format(Locale.ROOT, "%-10s %s", about, text));
    }
}
