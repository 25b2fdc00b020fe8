package org.vexfs.trace.result;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What results came to.
 *
 * @param files what was analysed
 * @param entries how many events there were
 * @param addedUp how many further calls were added up in the kernel, and are no events
 * @param lost how many events bpftrace says that it lost
 * @param types how many events there were of each type, such as {@code SEARCH} or {@code ALLOC}, the most frequent first
 * @param functions the functions, those that took the most time first
 * @param errors what failed, the most frequent first
 * @param slowest the slowest calls, the slowest first
 * @param cache lookups in caches
 * @param locks waits for locks
 * @param memory what was allocated and freed
 * @param gaps what the traces may have missed, as their reports say
 * @param findings what was found wrong by itself: leaks, frees that were wrong, complaints of the kernel
 * @param kinds what kinds of things were found wrong
 * @param recommendations what to do, what matters most first; none where nothing is wrong
 */
public record Analysis(
        List<String> files,
        long entries,
        long addedUp,
        long lost,
        Map<String, Long> types,
        List<Function> functions,
        List<Failure> errors,
        List<Slow> slowest,
        Cache cache,
        Locks locks,
        Memory memory,
        List<String> gaps,
        List<String> findings,
        Set<FindingKind> kinds,
        List<Recommendation> recommendations) {

    /** Gives whether all that happened is known. */
    public boolean complete() {
        return lost == 0 && gaps.isEmpty();
    }

    /** Gives the same with what to do about it. */
    Analysis with(List<Recommendation> advice) {
        return new Analysis(
                files, entries, addedUp, lost, types, functions, errors, slowest, cache, locks, memory, gaps, findings,
                kinds, advice);
    }

    /**
     * How the calls of a function were. Times are in nanoseconds; percentiles are within 0.1 % of what the file says.
     *
     * @param name its name
     * @param calls how many there were
     * @param errors how many returned an error
     * @param slow how many were slow
     * @param total how long they took together, with what they called
     * @param p50 the median
     * @param p99 the percentile 99
     * @param max the longest
     */
    public record Function(String name, long calls, long errors, long slow, long total, long p50, long p99, long max) {}

    /**
     * Something that failed in the same way.
     *
     * @param place the function
     * @param error what it returned, such as {@code -ENOENT}; empty where it returned nothing
     * @param count how often
     * @param samples the first lines of it
     */
    public record Failure(String place, String error, long count, List<String> samples) {}

    /**
     * A slow call.
     *
     * @param place the function
     * @param nanos how long it took
     * @param line its line
     */
    public record Slow(String place, long nanos, String line) {}

    /**
     * Lookups in caches.
     *
     * @param hits how many found something
     * @param misses how many did not
     */
    public record Cache(long hits, long misses) {}

    /**
     * Waits for locks.
     *
     * @param waits how many there were
     * @param slow how many were long
     * @param nanos how long they were together
     * @param longest the longest
     * @param longestAt the function that waited the longest
     */
    public record Locks(long waits, long slow, long nanos, long longest, String longestAt) {}

    /**
     * What was allocated and freed.
     *
     * @param allocations how many allocations
     * @param bytes their bytes
     * @param failed how many failed
     * @param frees how many frees
     * @param places where the most bytes were asked for, the most first
     * @param held where what was allocated that was still held when its capture ended, the most bytes first; a text result
     *     tells what is a leak as a finding
     * @param untold what the configuration leaves out of this: {@code allocations}, {@code frees} or {@code leaks}
     */
    public record Memory(
            long allocations,
            long bytes,
            long failed,
            long frees,
            List<Place> places,
            List<Place> held,
            List<String> untold) {

        /** Gives whether something is told. */
        boolean tells(String what) {
            return !untold.contains(what);
        }
    }

    /**
     * A place that allocates.
     *
     * @param place the function with its offset
     * @param allocations how many
     * @param bytes their bytes
     */
    public record Place(String place, long allocations, long bytes) {}
}
