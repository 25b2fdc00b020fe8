package org.vexfs.trace.analysis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.event.Contention;
import org.vexfs.trace.event.Operation;

/** Measures the calls of one function within one window. */
final class FunctionMeter {

    private final FunctionTraits traits;
    private final long slowNanos;
    private final long longHoldNanos;
    private final long longWaitNanos;
    private final ValueRecorder latency = new ValueRecorder();
    private final ValueRecorder sizes = new ValueRecorder();
    private final Longest<Operation> slowest = new Longest<>(OperationMeter.SLOWEST, Operation::durationNanos);
    private final Map<Integer, Long> errors = new HashMap<>();
    private final Map<Long, Long> dimensions = new HashMap<>();
    private final BusyTime busy = new BusyTime();
    private long calls;
    private long begunBefore;
    private long slow;
    private long hits;
    private long misses;
    private long moved;
    private long movedWithin;
    private long otherDimensions;

    private final ValueRecorder holds = new ValueRecorder();
    private final ValueRecorder contentions = new ValueRecorder();
    private final Map<Long, Long> contended = new HashMap<>();
    private long longHolds;
    private long longWaits;
    private long releasedUnseen;
    private long forgottenHolds;

    FunctionMeter(FunctionTraits traits, OperationSettings settings) {
        this.traits = traits;
        this.slowNanos = settings.slow().toNanos();
        this.longHoldNanos = settings.longHold().toNanos();
        this.longWaitNanos = settings.longWait().toNanos();
    }

    FunctionTraits traits() {
        return traits;
    }

    /** Takes note of a call that began before the window. */
    void begunBefore() {
        begunBefore++;
    }

    void accept(Operation call) {
        calls++;
        latency.record(call.durationNanos());
        slowest.add(call);
        if (call.durationNanos() >= slowNanos) {
            slow++;
        }
        int errno = traits.errno(call);
        if (errno != 0) {
            errors.merge(errno, 1L, Long::sum);
        }
        if (traits.isMiss(call)) {
            misses++;
        } else if (traits.isHit(call)) {
            hits++;
        }
        moved += traits.moved(call);
        if (traits.isTransfer()) {
            busy.add(call.entered(), call.returned());
        }
        if (traits.is(OperationCategory.LOCK) && call.durationNanos() >= longWaitNanos) {
            longWaits++;
        }
        traits.dimension(call).ifPresent(this::countDimension);
        traits.size(call).ifPresent(size -> sizes.record(size < 0 ? Long.MAX_VALUE : size));
    }

    private void countDimension(long dimension) {
        if (dimensions.size() < OperationMeter.MOST_DIMENSIONS || dimensions.containsKey(dimension)) {
            dimensions.merge(dimension, 1L, Long::sum);
        } else {
            otherDimensions++;
        }
    }

    /** Takes note that so many of the bytes were moved on behalf of another call that counts them itself. */
    void movedWithin(long bytes) {
        movedWithin += bytes;
    }

    void held(long nanos) {
        holds.record(nanos);
        if (nanos >= longHoldNanos) {
            longHolds++;
        }
    }

    void releasedUnseen() {
        releasedUnseen++;
    }

    /** Takes note of a lock that is held for so long that nobody waits for its end any more. */
    void forgotHold() {
        forgottenHolds++;
    }

    void contended(Contention contention) {
        contentions.record(contention.waitNanos());
        // The time of a function that takes a lock is that wait already.
        if (contention.waitNanos() >= longWaitNanos && !traits.is(OperationCategory.LOCK)) {
            longWaits++;
        }
        if (contended.size() < OperationMeter.MOST_LOCKS || contended.containsKey(contention.lock())) {
            contended.merge(contention.lock(), 1L, Long::sum);
        }
    }

    FunctionProfile profile(List<LockUse.Hold> longestHolds, List<LockUse.Hold> stillHeld) {
        Distribution taken = latency.distribution();
        return new FunctionProfile(
                traits.name(),
                traits.categories(),
                calls,
                0,
                begunBefore,
                slow,
                taken,
                errors,
                hits,
                misses,
                moved,
                movedWithin,
                busy.nanos(),
                slowest.list(),
                dimensions,
                otherDimensions,
                sizes.distribution(),
                new LockUse(
                        traits.is(OperationCategory.LOCK) ? taken : Distribution.NONE,
                        holds.distribution(),
                        longestHolds,
                        longHolds,
                        stillHeld.stream().limit(OperationMeter.SLOWEST).toList(),
                        stillHeld.size() + forgottenHolds,
                        releasedUnseen,
                        contentions.distribution(),
                        contended,
                        longWaits));
    }
}
