package org.vexfs.trace.bpftrace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.event.CallStack;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.Holdings;
import org.vexfs.trace.event.LiveObject;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.event.MarkerEnd;
import org.vexfs.trace.event.MarkerName;
import org.vexfs.trace.event.MemoryKind;
import org.vexfs.trace.event.OperationCounts;
import org.vexfs.trace.event.OperationTotals;
import org.vexfs.trace.event.OperationsMarker;

/**
 * Puts together what comes between a marker's line and its end.
 *
 * <p>From bpftrace 0.21 the marker's own line carries the counts, read by the marker's program in the kernel. Before,
 * they come as maps that bpftrace reads when it gets there, so the marker is told only at its end.
 */
final class MarkerAssembly {

    private final EventSink sink;

    private boolean open;
    private long nanos;
    private int pid;
    private int tid;
    private String name;
    private boolean hasMemory;
    private boolean hasOperations;
    private @Nullable Marker memory;
    private @Nullable OperationsMarker operations;
    private OperationCounts activity = OperationCounts.NONE;
    private final Map<String, JsonNode> maps = new HashMap<>();

    MarkerAssembly(EventSink sink) {
        this.sink = sink;
    }

    private void begin(long markerNanos, int markerPid, int markerTid, String markerName) {
        if (open && markerName.equals(name)) {
            return; // Several scripts in one program have a line each.
        }
        open = true;
        nanos = markerNanos;
        pid = markerPid;
        tid = markerTid;
        name = markerName;
        hasMemory = false;
        hasOperations = false;
        memory = null;
        operations = null;
        maps.clear();
    }

    /** Begins the memory script's part of a marker, whose counts come as maps. */
    void beginMemory(long markerNanos, int markerPid, int markerTid, String markerName) {
        begin(markerNanos, markerPid, markerTid, markerName);
        hasMemory = true;
    }

    void beginMemory(long markerNanos, int markerPid, int markerTid, String markerName, Counts counts) {
        beginMemory(markerNanos, markerPid, markerTid, markerName);
        memory = new Marker(nanos, pid, tid, name, counts);
        sink.accept(memory);
    }

    /** Begins the part of a script of operations, whose counts come as maps. */
    void beginOperations(long markerNanos, int markerPid, int markerTid, String markerName) {
        begin(markerNanos, markerPid, markerTid, markerName);
        hasOperations = true;
    }

    void beginOperations(long markerNanos, int markerPid, int markerTid, String markerName, OperationCounts counts) {
        beginOperations(markerNanos, markerPid, markerTid, markerName);
        operations = new OperationsMarker(nanos, pid, tid, name, counts.withMemory(activity));
        sink.accept(operations);
    }

    /** Takes what comes before a marker's line of operations, from the script that counts it. */
    void memoryActivity(long allocations, long bytes, long frees) {
        activity = new OperationCounts(0, 0, 0, 0, 0, 0, 0, allocations, bytes, frees);
    }

    /** Gives whether a marker's line came, and not its end yet. */
    boolean isOpen() {
        return open;
    }

    /** Takes a map that came after a marker's line; any other is ignored. */
    void accept(String map, JsonNode value) {
        if (open) {
            maps.put(map, value);
        }
    }

    /** Ends the marker, and gives whether there was one. */
    boolean complete() {
        if (!open) {
            return false;
        }
        open = false;
        if (hasMemory && memory == null) {
            memory = new Marker(nanos, pid, tid, name, counts());
            sink.accept(memory);
        }
        if (hasOperations && operations == null) {
            operations = new OperationsMarker(nanos, pid, tid, name, operationCounts());
            sink.accept(operations);
        }
        if (hasMemory && asksFor(MarkerName.Kind.DUMP)) {
            dump();
        }
        if (hasOperations && asksFor(MarkerName.Kind.TOTALS)) {
            totals();
        }
        sink.accept(new MarkerEnd(name));
        return true;
    }

    private boolean asksFor(MarkerName.Kind kind) {
        return name.length() > MarkerName.KIND_INDEX && name.charAt(MarkerName.KIND_INDEX) == kind.letter();
    }

    private void totals() {
        try {
            sink.accept(new OperationTotals(name, TotalsMaps.read(maps)));
        } catch (NumberFormatException e) {
            sink.accept(new Loss(0, "the totals of marker " + name + " cannot be read: " + e.getMessage()));
        }
    }

    /** Maps that should have come and did not, or cannot be read, are no proof that nothing is held. */
    private void dump() {
        if ((maps.get("@live") == null || maps.get("@held") == null)
                && memory.counts().live() > 0) {
            sink.accept(new Loss(0, "the maps of marker " + name + " did not arrive"));
            return;
        }
        List<LiveObject> objects;
        try {
            objects = holdings();
        } catch (NumberFormatException e) {
            sink.accept(new Loss(0, "the maps of marker " + name + " cannot be read: " + e.getMessage()));
            return;
        }
        sink.accept(new Holdings(name, objects));
    }

    private Counts counts() {
        return new Counts(
                sum("@allocs", "@kmallocs", "@second_kmallocs", "@cache_allocs", "@second_cache_allocs"),
                sum("@frees", "@kfrees", "@second_kfrees", "@cache_frees", "@second_cache_frees"),
                sum("@doubles", "@second_doubles"),
                counter("@strays"),
                counter("@unrecorded"),
                counter("@forgotten"),
                counter("@reused"),
                counter("@calls"),
                counter("@failures"),
                counter("@refusals"),
                counter("@logged"),
                sum("@recovered_kmallocs", "@recovered_cache_allocs"));
    }

    private OperationCounts operationCounts() {
        return new OperationCounts(
                counter("@entered"),
                counter("@told"),
                counter("@totalled"),
                counter("@unmatched"),
                counter("@unreturned"),
                counter("@abandoned"),
                counter("@contentions"),
                counter("@inner_allocations"),
                counter("@inner_bytes"),
                counter("@inner_frees"));
    }

    private long sum(String... maps) {
        return Arrays.stream(maps).mapToLong(this::counter).sum();
    }

    // Each counter starts at 1 in the kernel.
    private long counter(String map) {
        return maps.containsKey(map) ? maps.get(map).asLong() - 1 : 0;
    }

    /** An empty map is not printed. The two maps are read one after the other: what is in both is held. */
    private List<LiveObject> holdings() {
        List<LiveObject> objects = new ArrayList<>();
        JsonNode live = maps.get("@live");
        JsonNode held = maps.get("@held");
        if (live == null || held == null) {
            return objects;
        }
        for (Map.Entry<String, JsonNode> entry : live.properties()) {
            JsonNode detail = held.get(entry.getKey());
            if (entry.getKey().equals("0")) {
                continue; // Stands for nothing: it keeps the map from being empty, and so from not being printed.
            }
            // path: what a detail lacks reads as 0, because the object is held whatever is known of it.
            if (detail != null) {
                objects.add(new LiveObject(
                        number(entry.getKey()),
                        number(entry.getValue().asText()),
                        number(detail.path(0).asText("0")),
                        number(detail.path(1).asText("0")),
                        number(detail.path(2).asText("0")),
                        (int) number(detail.path(3).asText("0")),
                        (int) number(detail.path(4).asText("0")),
                        MemoryKind.of((char) detail.path(5).asInt('s')).orElse(MemoryKind.SLAB),
                        stack(detail.path(6).asText(""))));
            }
        }
        return objects;
    }

    private static CallStack stack(String lines) {
        return new CallStack(lines.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .mapToLong(line -> Long.parseUnsignedLong(line, 16))
                .toArray());
    }

    /** Addresses are signed decimals in some places and unsigned in others, and strings above 2^53 from 0.24. */
    private static long number(String text) {
        return text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
    }
}
