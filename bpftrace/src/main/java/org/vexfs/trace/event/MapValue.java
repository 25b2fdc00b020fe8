package org.vexfs.trace.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a map of a user's script holds, or one of its keys. */
public sealed interface MapValue {

    /** Nothing: a map, or a key of it, that was never set. Reads as 0 where a number, a total or a count is asked for. */
    record Absent() implements MapValue {}

    /**
     * Something that cannot be told from what bpftrace printed.
     *
     * @param why a sentence that says why, and what to do
     */
    record Unclear(String why) implements MapValue {}

    /**
     * A number, such as that of {@code count()}, {@code sum()}, {@code min()}, {@code max()} or {@code avg()}, or one that was
     * assigned.
     *
     * @param value the number; one that is unsigned and above 2<sup>63</sup> - 1 has the same 64 bits, and so is negative
     */
    record Number(long value) implements MapValue {}

    /**
     * A text, such as that of {@code str()}, {@code comm}, {@code kstack} or {@code strftime()}.
     *
     * @param value the text, as bpftrace prints it
     */
    record Text(String value) implements MapValue {}

    /**
     * A tuple.
     *
     * @param values its elements
     */
    record Tuple(List<MapValue> values) implements MapValue {

        public Tuple {
            values = List.copyOf(values);
        }
    }

    /**
     * What {@code stats()} keeps.
     *
     * @param count how many values there were
     * @param average their average, without its fraction
     * @param total their sum
     */
    record Stats(long count, long average, long total) implements MapValue {}

    /**
     * What {@code hist()} or {@code lhist()} keeps.
     *
     * @param buckets the buckets that hold something, lowest first
     */
    record Histogram(List<Bucket> buckets) implements MapValue {

        public Histogram {
            buckets = List.copyOf(buckets);
        }
    }

    /**
     * A bucket of a histogram.
     *
     * @param least the least value that counts in it; {@link Long#MIN_VALUE} if it has no lower bound
     * @param most the most; {@link Long#MAX_VALUE} if it has no upper bound
     * @param count how many values are in it
     */
    record Bucket(long least, long most, long count) {}

    /**
     * A map with keys.
     *
     * @param values what is at each key; the parts of a key are joined by commas, as in {@code 668,bash}
     */
    record Keyed(Map<String, MapValue> values) implements MapValue {

        public Keyed {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /**
     * Gives what is at a key; {@link Absent} if nothing is.
     *
     * @param key the key; parts of it are joined by commas, without spaces
     * @throws IllegalStateException if the map has no keys, or is {@link Unclear}
     */
    default MapValue at(String key) {
        if (this instanceof Keyed keyed) {
            return Optional.ofNullable(keyed.values().get(key)).orElseGet(Absent::new);
        }
        if (this instanceof Absent) {
            return this;
        }
        requireClear();
        throw new IllegalStateException("a map without keys has nothing at '" + key + "': it is " + this);
    }

    /**
     * Gives it as a number.
     *
     * @throws IllegalStateException if it is none, or is {@link Unclear}
     */
    default long number() {
        if (this instanceof Number number) {
            return number.value();
        }
        if (this instanceof Absent) {
            return 0;
        }
        requireClear();
        throw new IllegalStateException("not a number: " + this);
    }

    /**
     * Gives how many values {@code hist()}, {@code lhist()} or {@code stats()} has counted.
     *
     * @throws IllegalStateException if it is of none of these, or is {@link Unclear}
     */
    default long count() {
        if (this instanceof Histogram histogram) {
            return histogram.buckets().stream().mapToLong(Bucket::count).sum();
        }
        if (this instanceof Stats stats) {
            return stats.count();
        }
        if (this instanceof Absent) {
            return 0;
        }
        requireClear();
        throw new IllegalStateException("neither a histogram nor stats: " + this);
    }

    private void requireClear() {
        if (this instanceof Unclear unclear) {
            throw new IllegalStateException(unclear.why());
        }
    }
}
