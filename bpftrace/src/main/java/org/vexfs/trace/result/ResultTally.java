package org.vexfs.trace.result;

import static org.vexfs.trace.report.Quantity.count;
import static org.vexfs.trace.report.Quantity.number;
import static org.vexfs.trace.report.Quantity.time;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.Operation;
import org.vexfs.trace.event.TraceEvent;

/**
 * What some events came to. Its lines have none of the words in capitals by which grep counts events.
 *
 * <p>Latencies are of two digits, which is what a person reads; what is judged is exact, see
 * {@link org.vexfs.trace.analysis.Distribution}.
 */
final class ResultTally {

    private static final int DIGITS = 2;

    private final Map<String, Histogram> latencies = new TreeMap<>();
    private long events;
    private long allocations;
    private long allocatedBytes;
    private long frees;

    void add(TraceEvent event) {
        events++;
        if (event instanceof Operation call) {
            latencies
                    .computeIfAbsent(call.function(), function -> new Histogram(DIGITS))
                    .recordValue(Math.max(0, call.durationNanos()));
        } else if (event instanceof Allocation allocation) {
            allocations++;
            allocatedBytes += allocation.requestedBytes();
        } else if (event instanceof Free) {
            frees++;
        }
    }

    long events() {
        return events;
    }

    /** Gives how many events there were, and how many that is a second. */
    String rate(Duration length) {
        double seconds = Math.max(1, length.toMillis()) / 1_000.0;
        return count(events, "event") + ", " + number(Math.round(events / seconds)) + " a second";
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        latencies.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(
                        (one, other) -> Long.compare(other.getTotalCount(), one.getTotalCount())))
                .forEach(entry -> lines.add("  " + entry.getKey() + ": "
                        + count(entry.getValue().getTotalCount(), "call") + ", p50 "
                        + time(entry.getValue().getValueAtPercentile(50)) + ", p99 "
                        + time(entry.getValue().getValueAtPercentile(99)) + ", longest "
                        + time(entry.getValue().getMaxValue())));
        List<String> memory = new ArrayList<>();
        if (allocations > 0) {
            memory.add(count(allocations, "allocation") + " of " + number(allocatedBytes) + " bytes");
        }
        if (frees > 0) {
            memory.add(number(frees) + " freed");
        }
        if (!memory.isEmpty()) {
            lines.add("  memory: " + String.join(", ", memory));
        }
        return lines;
    }
}
