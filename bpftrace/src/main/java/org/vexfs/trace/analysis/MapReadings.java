package org.vexfs.trace.analysis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import org.vexfs.trace.event.CustomMap;
import org.vexfs.trace.event.MapValue;

/**
 * What the maps of a user's script hold, and what came to them in a window. In the kernel they are kept from the start of the
 * trace on, which serves many tests: {@link #value} gives that, {@link #change} what the window added.
 */
public final class MapReadings {

    private final List<CustomMap> maps;
    private final Map<String, MapValue> before;
    private final Map<String, MapValue> now;

    MapReadings(List<CustomMap> maps, Map<String, MapValue> before, Map<String, MapValue> now) {
        this.maps = List.copyOf(maps);
        this.before = Map.copyOf(before);
        this.now = Map.copyOf(now);
    }

    /** Gives the names of the script's maps, in the order in which it has them. */
    public List<String> names() {
        return maps.stream().map(CustomMap::name).toList();
    }

    /**
     * Gives what a map holds, of everything that the script did since the trace started.
     *
     * @param map its name, such as {@code @opens}
     * @throws IllegalArgumentException if the script has no such map
     */
    public MapValue value(String map) {
        find(map);
        return held(now, map);
    }

    /**
     * Gives what a map has gained since the window began: numbers, totals and buckets less what they were then. A key that
     * gained nothing is not there.
     *
     * <p>It is defined for maps to which the script only adds ({@code count()}, {@code sum()}, {@code hist()},
     * {@code lhist()}, {@code stats()}, {@code ++}, {@code --}, {@code +=}, {@code -=}).
     *
     * @param map its name, such as {@code @opens}
     * @throws IllegalArgumentException if the script has no such map
     * @throws IllegalStateException if it assigns something to the map, or empties it
     */
    public MapValue change(String map) {
        if (!find(map).adds()) {
            throw new IllegalStateException(
                    "what came to " + map + " in the window is not known, as the script does more"
                            + " than to add to it (it assigns to it, or takes min(), max() or avg(), or empties it). Remedy: ask for"
                            + " value(\"" + map
                            + "\"), or count in a map of its own with count(), sum(), hist(), lhist() or stats()");
        }
        return difference(held(now, map), held(before, map));
    }

    private CustomMap find(String name) {
        return maps.stream()
                .filter(map -> map.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the script has no map '" + name + "'; it has "
                        + (maps.isEmpty() ? "none" : String.join(", ", names()))));
    }

    private static MapValue held(Map<String, MapValue> values, String map) {
        MapValue value = values.get(map);
        return value == null ? new MapValue.Absent() : value;
    }

    private static MapValue difference(MapValue now, MapValue before) {
        if (before instanceof MapValue.Absent || now instanceof MapValue.Unclear) {
            return now;
        }
        if (before instanceof MapValue.Unclear) {
            return before;
        }
        if (now instanceof MapValue.Number last && before instanceof MapValue.Number first) {
            return new MapValue.Number(last.value() - first.value());
        }
        if (now instanceof MapValue.Stats last && before instanceof MapValue.Stats first) {
            long count = last.count() - first.count();
            long total = last.total() - first.total();
            return new MapValue.Stats(count, count == 0 ? 0 : total / count, total);
        }
        if (now instanceof MapValue.Histogram last && before instanceof MapValue.Histogram first) {
            return histogram(last, first);
        }
        if (now instanceof MapValue.Keyed last && before instanceof MapValue.Keyed first) {
            Map<String, MapValue> gained = new LinkedHashMap<>();
            last.values().forEach((key, value) -> {
                MapValue change = difference(value, first.at(key));
                if (!isNothing(change)) {
                    gained.put(key, change);
                }
            });
            return new MapValue.Keyed(gained);
        }
        throw new IllegalStateException("what came to a map cannot be told from " + before + " and " + now);
    }

    private static MapValue histogram(MapValue.Histogram last, MapValue.Histogram first) {
        Map<Long, Long> earlier =
                first.buckets().stream().collect(Collectors.toMap(MapValue.Bucket::least, MapValue.Bucket::count));
        LongUnaryOperator before = least -> earlier.getOrDefault(least, 0L);
        return new MapValue.Histogram(last.buckets().stream()
                .map(bucket -> new MapValue.Bucket(
                        bucket.least(), bucket.most(), bucket.count() - before.applyAsLong(bucket.least())))
                .filter(bucket -> bucket.count() != 0)
                .toList());
    }

    private static boolean isNothing(MapValue value) {
        return value instanceof MapValue.Number number && number.value() == 0
                || value instanceof MapValue.Stats stats && stats.count() == 0 && stats.total() == 0
                || value instanceof MapValue.Histogram histogram
                        && histogram.buckets().isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MapReadings readings
                && maps.equals(readings.maps)
                && before.equals(readings.before)
                && now.equals(readings.now);
    }

    @Override
    public int hashCode() {
        return now.hashCode();
    }

    @Override
    public String toString() {
        return new TreeMap<>(now).toString();
    }
}
