package org.vexfs.trace.analysis;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What was done with locks within a window. Times are in nanoseconds.
 *
 * @param waits how long it took to get locks by the module's own functions that take one, whether they had to wait or not
 * @param holds how long locks were held, from the return of the function that takes one to the call of that which gives
 *     it back, on one thread
 * @param longestHolds the longest of those, the longest first, up to {@link OperationMeter#SLOWEST}
 * @param longHolds how many holds were long
 * @param stillHeld the longest of the holds that had not ended when the window did, up to then, the longest first, up to
 *     {@link OperationMeter#SLOWEST} per function
 * @param stillHeldCount how many locks were held when the window ended, as far as that was seen
 * @param releasedUnseen how many locks were given back that were not seen to be taken
 * @param contentions how long threads had to wait for the kernel's locks while a function of the module ran
 * @param contended how many waits of those each lock was responsible for, by its address; up to
 *     {@link OperationMeter#MOST_LOCKS} locks
 * @param longWaits how many waits were long, of either kind
 */
public record LockUse(
        Distribution waits,
        Distribution holds,
        List<Hold> longestHolds,
        long longHolds,
        List<Hold> stillHeld,
        long stillHeldCount,
        long releasedUnseen,
        Distribution contentions,
        Map<Long, Long> contended,
        long longWaits) {

    public static final LockUse NONE = new LockUse(
            Distribution.NONE, Distribution.NONE, List.of(), 0, List.of(), 0, 0, Distribution.NONE, Map.of(), 0);

    static final Comparator<Hold> LONGEST_FIRST =
            Comparator.comparingLong(Hold::nanos).reversed().thenComparingLong(Hold::since);

    public LockUse {
        longestHolds = List.copyOf(longestHolds);
        stillHeld = List.copyOf(stillHeld);
        contended = Map.copyOf(contended);
    }

    /**
     * A time during which a lock was held.
     *
     * @param lock the lock, as the function's first argument tells it
     * @param since when it was taken, in nanoseconds since boot
     * @param nanos how long it was held
     * @param pid the process (thread group) of the thread that held it
     * @param tid the thread
     * @param taker the function that took it
     * @param holder the function of the module that called that one; empty if it was called from outside, or had not
     *     returned
     */
    public record Hold(long lock, long since, long nanos, int pid, int tid, String taker, Optional<String> holder) {}

    /** Gives the longest wait of either kind; 0 where nobody waited. */
    public Bounds longestWait() {
        Bounds own = waits.max();
        Bounds kernel = contentions.max();
        return new Bounds(Math.max(own.low(), kernel.low()), Math.max(own.high(), kernel.high()));
    }

    /** Gives what was done all together. */
    LockUse and(LockUse other) {
        Map<Long, Long> both = new HashMap<>(contended);
        other.contended.forEach((lock, count) -> both.merge(lock, count, Long::sum));
        return new LockUse(
                waits.and(other.waits),
                holds.and(other.holds),
                Stream.concat(longestHolds.stream(), other.longestHolds.stream())
                        .sorted(LONGEST_FIRST)
                        .limit(OperationMeter.SLOWEST)
                        .toList(),
                longHolds + other.longHolds,
                Stream.concat(stillHeld.stream(), other.stillHeld.stream())
                        .sorted(LONGEST_FIRST)
                        .toList(),
                stillHeldCount + other.stillHeldCount,
                releasedUnseen + other.releasedUnseen,
                contentions.and(other.contentions),
                both,
                longWaits + other.longWaits);
    }
}
