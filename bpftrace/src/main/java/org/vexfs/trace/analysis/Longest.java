package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.ToLongFunction;

/** Keeps the few that took the longest of many; of those that took as long, those that came first. */
final class Longest<T> {

    private final int most;
    private final ToLongFunction<T> nanos;
    private final PriorityQueue<Ranked<T>> kept = new PriorityQueue<>(Comparator.<Ranked<T>>comparingLong(Ranked::nanos)
            .thenComparing(Comparator.<Ranked<T>>comparingLong(Ranked::number).reversed()));
    private long number;

    Longest(int most, ToLongFunction<T> nanos) {
        this.most = most;
        this.nanos = nanos;
    }

    void add(T candidate) {
        long value = nanos.applyAsLong(candidate);
        if (kept.size() == most) {
            if (value <= kept.peek().nanos()) {
                return;
            }
            kept.poll();
        }
        kept.add(new Ranked<>(value, number++, candidate));
    }

    /** Gives those that are kept, the longest first. */
    List<T> list() {
        List<Ranked<T>> sorted = new ArrayList<>(kept);
        sorted.sort(kept.comparator().reversed());
        return sorted.stream().map(Ranked::value).toList();
    }

    private record Ranked<T>(long nanos, long number, T value) {}
}
