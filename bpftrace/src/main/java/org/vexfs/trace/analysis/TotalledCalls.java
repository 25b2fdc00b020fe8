package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.event.OperationTotals;
import org.vexfs.trace.event.OperationTotals.Bucket;
import org.vexfs.trace.event.OperationTotals.FunctionTotals;

/** Adds to a profile of the calls that were told the ones that stand only in the kernel side's totals. */
final class TotalledCalls {

    private final FunctionTraits.Finder traits;
    private final long slowNanos;
    private final long longWaitNanos;

    TotalledCalls(OperationSettings settings) {
        this.traits = new FunctionTraits.Finder(settings);
        this.slowNanos = settings.slow().toNanos();
        this.longWaitNanos = settings.longWait().toNanos();
    }

    /**
     * Adds them.
     *
     * @param told the calls that were told
     * @param start the totals at the window's start; empty if there were none yet
     * @param end the totals at its end
     */
    OperationProfile addedTo(OperationProfile told, Optional<OperationTotals> start, OperationTotals end) {
        Map<String, FunctionTotals> before = start.map(OperationTotals::functions).orElse(List.of()).stream()
                .collect(Collectors.toMap(FunctionTotals::function, Function.identity()));
        Map<String, FunctionProfile> functions = told.functions().stream()
                .collect(Collectors.toMap(FunctionProfile::name, Function.identity(), (a, b) -> a, TreeMap::new));
        Map<String, FunctionTotals> added = new HashMap<>();
        for (FunctionTotals after : end.functions()) {
            FunctionTotals within = since(after, before.get(after.function()));
            if (!within.durations().isEmpty()) {
                FunctionTraits of = traits.of(after.function());
                added.put(after.function(), within);
                functions.put(
                        after.function(), with(within, of, functions.getOrDefault(after.function(), nothing(of))));
            }
        }
        return told.withTotals(
                functions.values().stream()
                        .sorted(OperationMeter.MOST_CALLED_FIRST)
                        .toList(),
                categories(told, functions, added));
    }

    private static FunctionTotals since(FunctionTotals after, @Nullable FunctionTotals before) {
        if (before == null) {
            return new FunctionTotals(after.function(), filled(after.durations()), after.errors(), after.moved());
        }
        Map<Bucket, Long> counts = new HashMap<>();
        before.durations().forEach(bucket -> counts.merge(place(bucket), bucket.count(), Long::sum));
        List<Bucket> grown = new ArrayList<>();
        for (Bucket bucket : after.durations()) {
            grown.add(new Bucket(
                    bucket.lowest(), bucket.highest(), bucket.count() - counts.getOrDefault(place(bucket), 0L)));
        }
        Map<Integer, Long> errors = new HashMap<>();
        after.errors().forEach((errno, count) -> {
            long more = count - before.errors().getOrDefault(errno, 0L);
            if (more > 0) {
                errors.put(errno, more);
            }
        });
        return new FunctionTotals(after.function(), filled(grown), errors, after.moved() - before.moved());
    }

    private static Bucket place(Bucket bucket) {
        return new Bucket(bucket.lowest(), bucket.highest(), 0);
    }

    private static List<Bucket> filled(List<Bucket> buckets) {
        return buckets.stream().filter(bucket -> bucket.count() > 0).toList();
    }

    private FunctionProfile with(FunctionTotals totals, FunctionTraits of, FunctionProfile told) {
        Distribution latency = Distribution.of(totals.durations());
        long count = latency.count();
        boolean cache = of.is(OperationCategory.CACHE_LOOKUP);
        Map<Integer, Long> errors = new HashMap<>(told.errors());
        totals.errors().forEach((errno, errorCount) -> {
            if (of.isError(errno)) {
                errors.merge(errno, errorCount, Long::sum);
            }
        });
        long failed = errors.values().stream().mapToLong(Long::longValue).sum() - told.errorCount();
        // Of a cache, the totals hold the hits where those of others hold bytes.
        long hits = cache ? Math.min(totals.moved(), count - failed) : 0;
        LockUse waited = new LockUse(
                of.is(OperationCategory.LOCK) ? latency : Distribution.NONE,
                Distribution.NONE,
                List.of(),
                0,
                List.of(),
                0,
                0,
                Distribution.NONE,
                Map.of(),
                of.is(OperationCategory.LOCK) ? atLeast(longWaitNanos, totals) : 0);
        return new FunctionProfile(
                told.name(),
                told.categories(),
                told.calls() + count,
                count,
                told.begunBefore(),
                told.slow() + atLeast(slowNanos, totals),
                told.latency().and(latency),
                errors,
                told.hits() + hits,
                told.misses() + (cache ? count - failed - hits : 0),
                told.moved() + (told.is(OperationCategory.NO_RESULT) ? 0 : totals.moved()),
                told.movedWithin(),
                told.busyNanos(),
                told.slowest(),
                told.dimensions(),
                told.otherDimensions(),
                told.sizes(),
                told.locks().and(waited));
    }

    private static long atLeast(long nanos, FunctionTotals totals) {
        return totals.durations().stream()
                .filter(bucket -> bucket.lowest() >= nanos)
                .mapToLong(Bucket::count)
                .sum();
    }

    private static FunctionProfile nothing(FunctionTraits of) {
        return new FunctionProfile(
                of.name(),
                of.categories(),
                0,
                0,
                0,
                0,
                Distribution.NONE,
                Map.of(),
                0,
                0,
                0,
                0,
                0,
                List.of(),
                Map.of(),
                0,
                Distribution.NONE,
                LockUse.NONE);
    }

    private static List<CategoryProfile> categories(
            OperationProfile told, Map<String, FunctionProfile> functions, Map<String, FunctionTotals> added) {
        Set<OperationCategory> all = functions.values().stream()
                .flatMap(function -> function.categories().stream())
                .filter(OperationMeter::isOperation)
                .collect(Collectors.toSet());
        return all.stream()
                .map(category -> {
                    List<FunctionProfile> of = functions.values().stream()
                            .filter(function -> function.is(category) && function.calls() > 0)
                            .toList();
                    CategoryProfile profile = told.of(category);
                    Distribution latency = profile.latency();
                    long errors = profile.errors();
                    boolean totalled = false;
                    for (FunctionProfile function : of) {
                        FunctionTotals totals = added.get(function.name());
                        if (totals != null) {
                            totalled = true;
                            latency = latency.and(Distribution.of(totals.durations()));
                            errors += function.errorCount()
                                    - told.function(function.name())
                                            .map(FunctionProfile::errorCount)
                                            .orElse(0L);
                        }
                    }
                    return new CategoryProfile(category, latency, errors, !totalled || of.size() == 1);
                })
                .toList();
    }
}
