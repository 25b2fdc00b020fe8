package org.vexfs.trace.analysis;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts how often each value comes. */
final class RepeatMeter {

    /** How many values are told apart. */
    static final int MOST = 65_536;

    private final Map<List<Long>, Long> counts = new HashMap<>();
    private long total;
    private long untold;

    /** Takes a value, of one or several parts. */
    void add(List<Long> value) {
        if (counts.size() < MOST || counts.containsKey(value)) {
            counts.merge(value, 1L, Long::sum);
            total++;
        } else {
            untold++;
        }
    }

    Repeats repeats() {
        return counts.entrySet().stream()
                .max(Map.Entry.<List<Long>, Long>comparingByValue()
                        .thenComparing(entry -> entry.getKey().toString(), Comparator.reverseOrder()))
                .map(most -> new Repeats(total, counts.size(), most.getKey(), most.getValue(), untold))
                .orElse(Repeats.NONE);
    }
}
