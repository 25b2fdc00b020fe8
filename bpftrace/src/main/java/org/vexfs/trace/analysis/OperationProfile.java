package org.vexfs.trace.analysis;

import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.config.TrackedFigure;

/**
 * What the module did within a window. It is what the trace tells, so one that lost something may show too little; the
 * judgement's gaps say so.
 *
 * @param from when the window began, in nanoseconds since boot
 * @param to when it ended, in nanoseconds since boot
 * @param functions the functions that were called or had to wait for a lock, the most called first
 * @param categories the operations of each category that has some
 * @param transfers the reads and writes
 * @param processes how many calls from outside of the module each process (thread group) made, of those that were told;
 *     {@link OperationMeter#OTHER_PROCESSES} stands for those beyond {@link OperationMeter#MOST_PROCESSES}
 * @param alerts what was conspicuous, in order, up to {@link OperationMeter#MOST_ALERTS}
 * @param alertCount how many alerts there were
 * @param indexes what indexes and caches looked like
 * @param tracked the figures that are to be shown; assertions are decided whichever they are
 */
public record OperationProfile(
        long from,
        long to,
        List<FunctionProfile> functions,
        Map<OperationCategory, CategoryProfile> categories,
        Transfers transfers,
        Map<Integer, Long> processes,
        List<Alert> alerts,
        long alertCount,
        IndexUse indexes,
        Set<TrackedFigure> tracked) {

    public OperationProfile {
        functions = List.copyOf(functions);
        categories = Map.copyOf(categories);
        processes = Map.copyOf(processes);
        alerts = List.copyOf(alerts);
        tracked = Set.copyOf(tracked);
    }

    /** Gives whether a figure is to be shown. */
    public boolean tracks(TrackedFigure figure) {
        return tracked.contains(figure);
    }

    /** Gives whether it is to be shown how long what is of all these categories takes. */
    public boolean tracksLatency(Collection<OperationCategory> of) {
        return of.stream()
                .flatMap(category -> TrackedFigure.latencyOf(category).stream())
                .allMatch(tracked::contains);
    }

    /** Gives how long the window was, in nanoseconds. */
    public long nanos() {
        return to - from;
    }

    /** Gives the profile of one function, if it was called. */
    public Optional<FunctionProfile> function(String name) {
        return functions.stream()
                .filter(function -> function.name().equals(name))
                .findFirst();
    }

    /** Gives the operations of a category. */
    public CategoryProfile of(OperationCategory category) {
        CategoryProfile profile = categories.get(category);
        return profile == null ? new CategoryProfile(category, Distribution.NONE, 0, true) : profile;
    }

    /** Gives all functions. */
    public OperationSelection all() {
        return new OperationSelection(functions, alerts, alertCount - alerts.size(), nanos(), Optional.of(transfers));
    }

    /**
     * Gives the functions whose names match.
     *
     * @param glob a pattern in which {@code *} stands for any characters
     */
    public OperationSelection matching(String glob) {
        FunctionPattern pattern = FunctionPattern.of(glob);
        List<FunctionProfile> matching = functions.stream()
                .filter(function -> pattern.matches(function.name()))
                .toList();
        boolean everyTransfer =
                functions.stream().filter(FunctionProfile::isTransfer).allMatch(matching::contains);
        return new OperationSelection(
                matching,
                alerts.stream()
                        .filter(alert -> pattern.matches(alert.subject()))
                        .toList(),
                alertCount - alerts.size(),
                nanos(),
                everyTransfer ? Optional.of(transfers) : Optional.empty());
    }

    /** Compares how long the operations of two categories took. */
    public Comparison compare(OperationCategory first, OperationCategory second) {
        return Comparison.of(of(first), of(second));
    }

    /** Compares the two kinds of index where both were used: searching, and entering vectors. */
    public List<Comparison> comparisons() {
        return Stream.of(
                        compare(OperationCategory.HNSW_SEARCH, OperationCategory.LSH_SEARCH),
                        compare(OperationCategory.HNSW_INSERT, OperationCategory.LSH_BUCKET),
                        compare(OperationCategory.HNSW_BUILD, OperationCategory.LSH_HASH))
                .filter(comparison -> comparison.firstCalls().count() > 0
                        && comparison.secondCalls().count() > 0)
                .toList();
    }

    OperationProfile withTotals(List<FunctionProfile> functionsWithTotals, List<CategoryProfile> categoriesWithTotals) {
        Map<OperationCategory, CategoryProfile> byCategory = new EnumMap<>(OperationCategory.class);
        categoriesWithTotals.forEach(profile -> byCategory.put(profile.category(), profile));
        return new OperationProfile(
                from, to, functionsWithTotals, byCategory, transfers, processes, alerts, alertCount, indexes, tracked);
    }
}
