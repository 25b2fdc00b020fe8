package org.vexfs.trace.bpftrace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vexfs.trace.event.CallStack;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.Holdings;
import org.vexfs.trace.event.LiveObject;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.event.MarkerName;
import org.vexfs.trace.event.MemoryKind;

/**
 * Puts together what comes between a marker's line and its end.
 *
 * <p>From bpftrace 0.21 the marker's own line carries the counts, read by the marker's program in the kernel. Before,
 * they come as maps that bpftrace reads when it gets there, so the marker is told only at its end.
 */
final class MarkerAssembly {

    private static final char DUMP = MarkerName.Kind.DUMP.letter();

    private final EventSink sink;

    private boolean open;
    private Marker told;
    private long nanos;
    private int pid;
    private int tid;
    private String name;
    private final Map<String, Long> counters = new HashMap<>();
    private JsonNode live;
    private JsonNode held;

    MarkerAssembly(EventSink sink) {
        this.sink = sink;
    }

    void begin(long markerNanos, int markerPid, int markerTid, String markerName) {
        open = true;
        told = null;
        nanos = markerNanos;
        pid = markerPid;
        tid = markerTid;
        name = markerName;
        counters.clear();
        live = null;
        held = null;
    }

    void begin(long markerNanos, int markerPid, int markerTid, String markerName, Counts counts) {
        begin(markerNanos, markerPid, markerTid, markerName);
        told = new Marker(nanos, pid, tid, name, counts);
        sink.accept(told);
    }

    /** Takes a map that came after a marker's line; any other is ignored. */
    void accept(String map, JsonNode value) {
        if (!open) {
            return;
        }
        switch (map) {
            case "@live" -> live = value;
            case "@held" -> held = value;
            default -> counters.put(map, value.asLong());
        }
    }

    /** Ends the marker, and gives whether there was one. */
    boolean complete() {
        if (!open) {
            return false;
        }
        open = false;
        if (told == null) {
            told = new Marker(nanos, pid, tid, name, counts());
            sink.accept(told);
        }
        if (name.length() > MarkerName.KIND_INDEX && name.charAt(MarkerName.KIND_INDEX) == DUMP) {
            dump();
        }
        return true;
    }

    /** Maps that should have come and did not, or cannot be read, are no proof that nothing is held. */
    private void dump() {
        if ((live == null || held == null) && told.counts().live() > 0) {
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
                counter("@logged"));
    }

    private long sum(String... maps) {
        return Arrays.stream(maps).mapToLong(this::counter).sum();
    }

    // Each counter starts at 1 in the kernel.
    private long counter(String map) {
        return counters.getOrDefault(map, 1L) - 1;
    }

    /** An empty map is not printed. The two maps are read one after the other: what is in both is held. */
    private List<LiveObject> holdings() {
        List<LiveObject> objects = new ArrayList<>();
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
