package org.vexfs.trace.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.analysis.Bounds;
import org.vexfs.trace.analysis.Distribution;
import org.vexfs.trace.analysis.FunctionProfile;
import org.vexfs.trace.analysis.LockUse;
import org.vexfs.trace.baseline.Latencies;
import org.vexfs.trace.config.OperationCategory;

/**
 * How one function of the module was called within a window. Times are in nanoseconds and lie between bounds: those of a
 * call that was told on its own are a thousandth apart at most, those of one that was only added up in the kernel a power
 * of two. They are 0 without a call.
 *
 * @param function its name
 * @param categories what it does, by the configuration's keys, such as {@code hnsw_search}
 * @param calls how many calls there were
 * @param totalled how many of them were only added up
 * @param errors how many of them returned an error
 * @param slow how many were slow, of those that were told one by one
 * @param hits how many lookups of a cache found something
 * @param misses how many lookups of a cache found nothing
 * @param p50 the median
 * @param p95 the 95th percentile
 * @param p99 the 99th percentile
 * @param p999 the 99.9th percentile
 * @param max the longest
 * @param latencies how the times are distributed; null where there was no call, or no room
 * @param locks what it did with locks; null if nothing
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FunctionFigures(
        String function,
        List<String> categories,
        long calls,
        long totalled,
        long errors,
        long slow,
        long hits,
        long misses,
        Bounds p50,
        Bounds p95,
        Bounds p99,
        Bounds p999,
        Bounds max,
        @Nullable Latencies latencies,
        @Nullable Locks locks) {

    public FunctionFigures {
        categories = List.copyOf(categories);
    }

    /**
     * What a function did with locks.
     *
     * @param waits how long its calls took to get a lock, if that is what it does
     * @param holds how long it held locks
     * @param contentions how long threads had to wait for the kernel's locks within it
     * @param longWaits how many waits were long, of either kind
     * @param longHolds how many holds were long
     * @param stillHeld how many locks were held when the window ended
     */
    public record Locks(Times waits, Times holds, Times contentions, long longWaits, long longHolds, long stillHeld) {

        static @Nullable Locks of(LockUse use) {
            Locks locks = new Locks(
                    Times.of(use.waits()),
                    Times.of(use.holds()),
                    Times.of(use.contentions()),
                    use.longWaits(),
                    use.longHolds(),
                    use.stillHeldCount());
            boolean used = locks.waits.count() + locks.holds.count() + locks.contentions.count() + locks.stillHeld > 0;
            return used ? locks : null;
        }
    }

    /**
     * Times in nanoseconds.
     *
     * @param count how many there are
     * @param sum all together
     * @param p99 the 99th percentile
     * @param max the longest
     */
    public record Times(long count, Bounds sum, Bounds p99, Bounds max) {

        static Times of(Distribution times) {
            return new Times(times.count(), times.sum(), times.percentile(99), times.max());
        }
    }

    static FunctionFigures of(FunctionProfile profile) {
        Distribution latency = profile.latency();
        return new FunctionFigures(
                profile.name(),
                profile.categories().stream()
                        .sorted()
                        .map(OperationCategory::key)
                        .toList(),
                profile.calls(),
                profile.totalled(),
                profile.errorCount(),
                profile.slow(),
                profile.hits(),
                profile.misses(),
                latency.percentile(50),
                latency.percentile(95),
                latency.percentile(99),
                latency.percentile(99.9),
                latency.max(),
                latency.count() == 0 ? null : Latencies.of(latency),
                Locks.of(profile.locks()));
    }

    FunctionFigures withoutLatencies() {
        return new FunctionFigures(
                function,
                categories,
                calls,
                totalled,
                errors,
                slow,
                hits,
                misses,
                p50,
                p95,
                p99,
                p999,
                max,
                null,
                locks);
    }
}
