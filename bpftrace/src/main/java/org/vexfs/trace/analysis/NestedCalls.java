package org.vexfs.trace.analysis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.vexfs.trace.event.Operation;

/**
 * Finds the calls that lay within a call, once that returns: on one thread, deeper, and begun after it.
 *
 * <p>What lies within a call returns before it does, so calls are kept until the outermost one of their thread returns.
 */
final class NestedCalls {

    /** How many threads and how many calls of each are followed; the oldest are forgotten first. */
    private static final int MOST = 4_096;

    private final Map<Integer, Deque<Returned>> threads = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Deque<Returned>> eldest) {
            return size() > MOST;
        }
    };

    /**
     * Takes a call that returned.
     *
     * @param call the call, and what is known of it
     * @param followed whether the call itself may be of interest to those around it
     * @param within takes this call and each one that lay within it
     */
    void returned(Returned call, boolean followed, BiConsumer<Returned, Returned> within) {
        int depth = call.operation.depth();
        Deque<Returned> before = depth == 0 ? threads.remove(tid(call)) : threads.get(tid(call));
        if (before != null && followed) {
            for (Returned candidate : before) {
                if (candidate.operation.entered() < call.operation.entered()) {
                    break;
                }
                if (candidate.operation.depth() > depth) {
                    within.accept(call, candidate);
                }
            }
        }
        if (depth > 0 && followed) {
            if (before == null) {
                before = new ArrayDeque<>();
                threads.put(tid(call), before);
            }
            before.push(call);
            if (before.size() > MOST) {
                before.removeLast();
            }
        }
    }

    /** Forgets a thread's calls. */
    void abandoned(int tid) {
        threads.remove(tid);
    }

    private static int tid(Returned call) {
        return call.operation.tid();
    }

    /** A call that returned, and in how far it counts on its own still. */
    static final class Returned {

        private final Operation operation;
        private final FunctionMeter function;
        private int categories;
        private long bytes;

        /**
         * @param categories a bit for each category of which it is an operation of its own
         * @param bytes what it moved
         */
        Returned(Operation operation, FunctionMeter function, int categories, long bytes) {
            this.operation = operation;
            this.function = function;
            this.categories = categories;
            this.bytes = bytes;
        }

        Operation operation() {
            return operation;
        }

        FunctionMeter function() {
            return function;
        }

        int categories() {
            return categories;
        }

        long bytes() {
            return bytes;
        }

        /** Leaves its being an operation of those categories to a call around it. */
        void yieldCategories(int shared) {
            categories &= ~shared;
        }

        /** Leaves its bytes to a call around it. */
        long yieldBytes() {
            long yielded = bytes;
            bytes = 0;
            return yielded;
        }
    }
}
