package org.vexfs.trace.manager;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.CacheUse;
import org.vexfs.trace.analysis.CategoryProfile;
import org.vexfs.trace.analysis.Distribution;
import org.vexfs.trace.analysis.FunctionProfile;
import org.vexfs.trace.analysis.LockUse;
import org.vexfs.trace.analysis.MemoryLevel;
import org.vexfs.trace.analysis.OperationProfile;
import org.vexfs.trace.analysis.OperationSelection;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.session.WindowGlance;

/**
 * What a running trace is about at one moment. A rate is that of the time since the look before; a percentile, a count and a
 * longest time are those of the whole trace.
 *
 * @param module the traced module
 * @param elapsed how long the trace has run
 * @param duration how long it is to run
 * @param operations the kinds of operations that there were, in the order of {@link OperationCategory}, and last the calls of
 *     functions that are of none
 * @param calls all calls of the module's functions
 * @param callsPerSecond how many there were a second
 * @param totalled how many of the calls stand only in the kernel side's totals, and so in no other figure
 * @param cache what was looked for in caches
 * @param lookups the same since the look before
 * @param locks what was done with locks
 * @param memory what is held
 * @param allocationsPerSecond how many allocations there were a second
 * @param freesPerSecond how many frees
 * @param stream how well the trace is read
 * @param alerts how many alerts there were
 * @param latestAlerts the texts of the last of them, the latest first
 */
record MonitorSnapshot(
        String module,
        Duration elapsed,
        Duration duration,
        List<Operations> operations,
        long calls,
        double callsPerSecond,
        long totalled,
        CacheUse cache,
        CacheUse lookups,
        Locks locks,
        MemoryLevel memory,
        double allocationsPerSecond,
        double freesPerSecond,
        Received stream,
        long alerts,
        List<String> latestAlerts) {

    private static final String OTHER = "other calls";
    private static final double NANOS = 1e9;

    MonitorSnapshot {
        operations = List.copyOf(operations);
        latestAlerts = List.copyOf(latestAlerts);
    }

    /**
     * Operations of one kind. Times are in nanoseconds.
     *
     * @param name what they are
     * @param perSecond how many there were a second
     * @param count how many there were
     * @param errors how many returned an error
     */
    record Operations(
            String name, double perSecond, long count, long errors, long p50, long p95, long p99, long longest) {}

    /**
     * What was done with locks. Times are in nanoseconds.
     *
     * @param taken how often the module's own functions took one
     * @param longestWait how long one of those took at most
     * @param contentions how often a thread in the module had to wait for a lock of the kernel's
     * @param longestContention how long at most
     * @param longestHold the longest time that a lock was held, or has been held by now
     * @param held how many locks are held
     */
    record Locks(
            long taken,
            long longestWait,
            long contentions,
            long longestContention,
            Optional<LockUse.Hold> longestHold,
            long held) {}

    /**
     * How well the trace is read.
     *
     * @param events how many events were written down
     * @param lost how many bpftrace says that it lost
     * @param missing how many the kernel side has counted that have not arrived
     */
    record Received(long events, long lost, long missing) {}

    /**
     * What is known beside what the window shows.
     *
     * @param module the traced module
     * @param elapsed how long the trace has run
     * @param duration how long it is to run
     * @param events how many events were written down
     * @param lost how many bpftrace says that it lost
     * @param alerts how many alerts there were
     * @param latestAlerts the texts of the last of them, the latest first
     */
    record Course(
            String module,
            Duration elapsed,
            Duration duration,
            long events,
            long lost,
            long alerts,
            List<String> latestAlerts) {}

    /**
     * Makes one.
     *
     * @param before the look before; empty for the first one, which has no rates
     * @param now the window as it is now
     */
    static MonitorSnapshot of(Course course, Optional<WindowGlance> before, WindowGlance now) {
        Rates rates =
                new Rates(before.map(glance -> now.nanos() - glance.nanos()).orElse(0L));
        OperationSelection all = functions(now);
        OperationSelection earlier = before.map(MonitorSnapshot::functions).orElse(all);
        MemoryLevel memory = now.memory().orElse(MemoryLevel.NONE);
        MemoryLevel held = before.flatMap(WindowGlance::memory).orElse(memory);
        CacheUse cache = all.cache();
        CacheUse cacheBefore = earlier.cache();
        return new MonitorSnapshot(
                course.module(),
                course.elapsed(),
                course.duration(),
                operations(before, now, rates),
                all.calls() + now.totalled(),
                rates.of(
                        all.calls() + now.totalled(),
                        earlier.calls() + before.map(WindowGlance::totalled).orElse(now.totalled())),
                now.totalled(),
                cache,
                new CacheUse(cache.hits() - cacheBefore.hits(), cache.misses() - cacheBefore.misses()),
                locks(all.locks()),
                memory,
                rates.of(memory.allocations(), held.allocations()),
                rates.of(memory.frees(), held.frees()),
                new Received(course.events(), course.lost(), now.missing()),
                course.alerts(),
                course.latestAlerts());
    }

    private static OperationSelection functions(WindowGlance glance) {
        return glance.operations()
                .map(OperationProfile::all)
                .orElse(new OperationSelection(List.of(), List.of(), 0, 0, Optional.empty()));
    }

    private static List<Operations> operations(Optional<WindowGlance> before, WindowGlance now, Rates rates) {
        Map<OperationCategory, CategoryProfile> categories =
                now.operations().map(OperationProfile::categories).orElse(Map.of());
        List<Operations> rows = new ArrayList<>();
        categories.values().stream()
                .filter(category -> category.operations() > 0)
                .sorted(Comparator.comparing(CategoryProfile::category))
                .forEach(category -> rows.add(operations(
                        name(category.category()),
                        rates.of(
                                category.operations(),
                                before.flatMap(WindowGlance::operations)
                                        .map(profile ->
                                                profile.of(category.category()).operations())
                                        .orElse(0L)),
                        category.errors(),
                        category.latency())));
        Distribution others = others(now);
        if (others.count() > 0) {
            rows.add(operations(
                    OTHER,
                    rates.of(
                            others.count(),
                            before.map(glance -> others(glance).count()).orElse(0L)),
                    uncategorized(now).mapToLong(FunctionProfile::errorCount).sum(),
                    others));
        }
        return rows;
    }

    private static Operations operations(String name, double perSecond, long errors, Distribution latency) {
        return new Operations(
                name,
                perSecond,
                latency.count(),
                errors,
                latency.percentile(50).middle(),
                latency.percentile(95).middle(),
                latency.percentile(99).middle(),
                latency.max().middle());
    }

    private static String name(OperationCategory category) {
        return category.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Distribution others(WindowGlance glance) {
        return uncategorized(glance).map(FunctionProfile::latency).reduce(Distribution.NONE, Distribution::and);
    }

    /** What takes a lock or gives one back is told with the locks. */
    private static Stream<FunctionProfile> uncategorized(WindowGlance glance) {
        return glance.operations().map(OperationProfile::functions).orElse(List.of()).stream()
                .filter(function ->
                        function.categories().stream().allMatch(category -> category == OperationCategory.NO_RESULT));
    }

    private static Locks locks(LockUse use) {
        return new Locks(
                use.waits().count(),
                use.waits().max().middle(),
                use.contentions().count(),
                use.contentions().max().middle(),
                Stream.concat(use.longestHolds().stream(), use.stillHeld().stream())
                        .max(Comparator.comparingLong(LockUse.Hold::nanos)),
                use.stillHeldCount());
    }

    /** What a call within another is taken back for may be more than there was new. */
    private record Rates(long nanos) {

        double of(long now, long before) {
            return nanos <= 0 ? 0 : Math.max(0, now - before) * NANOS / nanos;
        }
    }
}
