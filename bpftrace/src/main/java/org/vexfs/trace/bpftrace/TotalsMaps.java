package org.vexfs.trace.bpftrace;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.vexfs.trace.event.OperationTotals.Bucket;
import org.vexfs.trace.event.OperationTotals.FunctionTotals;

/** Reads the maps in which the kernel side adds up calls. An empty map is not printed. */
final class TotalsMaps {

    private TotalsMaps() {}

    /** @throws NumberFormatException if something that should be a number is none */
    static List<FunctionTotals> read(Map<String, JsonNode> maps) {
        Map<String, List<Bucket>> durations = new TreeMap<>();
        each(maps, "@latency", (function, buckets) -> {
            List<Bucket> read = new ArrayList<>();
            for (JsonNode bucket : buckets) {
                long count = bucket.path("count").asLong();
                if (count > 0) {
                    // The last bucket has no end, the first no beginning.
                    read.add(new Bucket(
                            Math.max(0, bucket.path("min").asLong(0)),
                            bucket.path("max").asLong(Long.MAX_VALUE),
                            count));
                }
            }
            durations.put(function, read);
        });
        Map<String, Map<Integer, Long>> errors = new HashMap<>();
        each(maps, "@errors", (key, count) -> {
            int comma = key.lastIndexOf(',');
            if (comma < 0) {
                throw new NumberFormatException("'" + key + "' is no function with an errno");
            }
            errors.computeIfAbsent(key.substring(0, comma), function -> new HashMap<>())
                    .put(-Integer.parseInt(key.substring(comma + 1)), count.asLong());
        });
        Map<String, Long> moved = new HashMap<>();
        each(maps, "@moved", (function, sum) -> moved.put(function, sum.asLong()));
        return durations.entrySet().stream()
                .map(function -> new FunctionTotals(
                        function.getKey(),
                        function.getValue(),
                        errors.getOrDefault(function.getKey(), Map.of()),
                        moved.getOrDefault(function.getKey(), 0L)))
                .toList();
    }

    private static void each(Map<String, JsonNode> maps, String map, Entry entry) {
        JsonNode node = maps.get(map);
        if (node != null) {
            node.properties().forEach(property -> entry.accept(property.getKey(), property.getValue()));
        }
    }

    private interface Entry {
        void accept(String key, JsonNode value);
    }
}
