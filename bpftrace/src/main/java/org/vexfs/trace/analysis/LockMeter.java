package org.vexfs.trace.analysis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vexfs.trace.event.Operation;

/**
 * Pairs the calls that take a lock with those that give it back: on one thread, by the first argument. A lock that is
 * taken several times is given back the latest first.
 *
 * <p>Which function of the module called the one that took a lock is known once that function returns.
 */
final class LockMeter {

    /** How many pairs of a thread and a lock are followed; the oldest are forgotten first. */
    private static final int MOST = 4_096;

    /** How often one thread may take one lock without giving it back; the oldest times are forgotten first. */
    private static final int DEEPEST = 16;

    private final Map<Key, Deque<Held>> held = new LinkedHashMap<>();
    private final Map<Integer, Map<Integer, Caller>> callers = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Map<Integer, Caller>> eldest) {
            return size() > MOST;
        }
    };
    private final Map<FunctionMeter, Longest<Ended>> longest = new HashMap<>();

    void taken(Operation call, FunctionMeter taker) {
        Caller caller = Caller.OUTSIDE;
        if (call.depth() > 0) {
            caller = callers.computeIfAbsent(call.tid(), tid -> new HashMap<>())
                    .computeIfAbsent(call.depth(), depth -> new Caller(call.entered()));
        }
        Deque<Held> ofThread = held.computeIfAbsent(Key.of(call), key -> new ArrayDeque<>());
        ofThread.push(new Held(call, taker, caller));
        if (ofThread.size() > DEEPEST) {
            ofThread.removeLast().taker.forgotHold();
        }
        if (held.size() > MOST) {
            Iterator<Deque<Held>> oldest = held.values().iterator();
            oldest.next().forEach(forgotten -> forgotten.taker.forgotHold());
            oldest.remove();
        }
    }

    void released(Operation call, FunctionMeter releaser) {
        Key key = Key.of(call);
        Deque<Held> ofThread = held.get(key);
        if (ofThread == null) {
            releaser.releasedUnseen();
            return;
        }
        Held taken = ofThread.pop();
        if (ofThread.isEmpty()) {
            held.remove(key);
        }
        long nanos = Math.max(0, call.entered() - taken.call.returned());
        taken.taker.held(nanos);
        longest.computeIfAbsent(taken.taker, taker -> new Longest<>(OperationMeter.SLOWEST, Ended::nanos))
                .add(new Ended(taken, nanos));
    }

    /** Takes note of the return of any call: those that took locks within it now know who called them. */
    void returned(Operation call) {
        if (callers.isEmpty()) {
            return;
        }
        Map<Integer, Caller> ofThread = call.depth() == 0 ? callers.remove(call.tid()) : callers.get(call.tid());
        Caller caller = ofThread == null ? null : ofThread.remove(call.depth() + 1);
        if (caller != null && caller.since >= call.entered()) {
            caller.function = Optional.of(call.function());
        }
    }

    /** Forgets a thread's calls that will not return. */
    void abandoned(int tid) {
        callers.remove(tid);
    }

    List<LockUse.Hold> longestHolds(FunctionMeter taker) {
        Longest<Ended> ended = longest.get(taker);
        return ended == null
                ? List.of()
                : ended.list().stream().map(hold -> hold.taken.hold(hold.nanos)).toList();
    }

    /** Gives the locks that are held by then, the longest held first, by the functions that took them. */
    Map<FunctionMeter, List<LockUse.Hold>> stillHeld(long end) {
        Map<FunctionMeter, List<LockUse.Hold>> still = new HashMap<>();
        held.values().stream()
                .flatMap(Deque::stream)
                .filter(taken -> taken.call.returned() <= end)
                .forEach(taken -> still.computeIfAbsent(taken.taker, taker -> new ArrayList<>())
                        .add(taken.hold(end - taken.call.returned())));
        still.values().forEach(holds -> holds.sort(LockUse.LONGEST_FIRST));
        return still;
    }

    private record Key(int tid, long lock) {

        static Key of(Operation call) {
            return new Key(call.tid(), lockOf(call));
        }
    }

    private static long lockOf(Operation call) {
        return call.arguments().isEmpty() ? 0 : call.arguments().get(0);
    }

    /** The function that calls those that take locks, at one depth of one thread, until it returns. */
    private static final class Caller {

        static final Caller OUTSIDE = new Caller(0);

        private final long since;
        private Optional<String> function = Optional.empty();

        Caller(long since) {
            this.since = since;
        }
    }

    private record Held(Operation call, FunctionMeter taker, Caller caller) {

        LockUse.Hold hold(long nanos) {
            return new LockUse.Hold(
                    lockOf(call), call.returned(), nanos, call.pid(), call.tid(), call.function(), caller.function);
        }
    }

    private record Ended(Held taken, long nanos) {}
}
