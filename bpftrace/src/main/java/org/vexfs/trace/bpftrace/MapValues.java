package org.vexfs.trace.bpftrace;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vexfs.trace.event.MapValue;

/** Reads the maps of a user's script as bpftrace prints them. */
final class MapValues {

    private static final Set<String> STATS = Set.of("count", "average", "total");

    /** From 0.24 bpftrace writes a number above 2^53 as a text. */
    private static final Pattern LARGE = Pattern.compile("-?\\d{16,20}");

    private MapValues() {}

    /**
     * Reads a map.
     *
     * @param type its record's: {@code map}, {@code hist} or {@code stats}
     */
    static MapValue read(String type, JsonNode node) {
        if (node.isObject() && !(type.equals("stats") && isStats(node))) {
            Map<String, MapValue> values = new LinkedHashMap<>();
            node.properties().forEach(entry -> values.put(entry.getKey(), value(type, entry.getValue())));
            return new MapValue.Keyed(values);
        }
        return value(type, node);
    }

    private static MapValue value(String type, JsonNode node) {
        if (type.equals("hist") && node.isArray()) {
            return histogram(node);
        }
        if (type.equals("stats") && isStats(node)) {
            return new MapValue.Stats(
                    number(node.path("count").asText()),
                    number(node.path("average").asText()),
                    number(node.path("total").asText()));
        }
        if (node.isArray()) {
            List<MapValue> values = new ArrayList<>();
            node.forEach(element -> values.add(value(type, element)));
            return new MapValue.Tuple(values);
        }
        if (node.isIntegralNumber()
                || node.isTextual() && LARGE.matcher(node.asText()).matches()) {
            return new MapValue.Number(number(node.asText()));
        }
        if (node.isBoolean()) {
            return new MapValue.Number(node.asBoolean() ? 1 : 0);
        }
        return new MapValue.Text(node.isValueNode() ? node.asText() : node.toString());
    }

    private static boolean isStats(JsonNode node) {
        return node.isObject()
                && node.path("count").isValueNode()
                && node.size() == STATS.size()
                && node.properties().stream()
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toSet())
                        .equals(STATS);
    }

    /** The first bucket has no beginning, the last no end. */
    private static MapValue histogram(JsonNode buckets) {
        List<MapValue.Bucket> read = new ArrayList<>();
        for (JsonNode bucket : buckets) {
            long count = number(bucket.path("count").asText("0"));
            if (count != 0) {
                read.add(new MapValue.Bucket(
                        number(bucket.path("min").asText(Long.toString(Long.MIN_VALUE))),
                        number(bucket.path("max").asText(Long.toString(Long.MAX_VALUE))),
                        count));
            }
        }
        return new MapValue.Histogram(read);
    }

    /** What is unsigned and above 2^63 - 1 keeps its bits. */
    private static long number(String text) {
        return new BigInteger(text).longValue();
    }
}
