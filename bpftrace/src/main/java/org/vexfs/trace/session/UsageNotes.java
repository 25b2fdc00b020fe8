package org.vexfs.trace.session;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.UsageSettings;

/**
 * What of the use of memory is told on its own, as a capture has it: numbers and texts alone, by name. Times are in
 * nanoseconds. Captures of early versions have the first four; what one lacks is as it is shipped.
 */
final class UsageNotes {

    private static final String LARGE_ALLOCATION = "largeAllocation";
    private static final String VECTOR_FUNCTIONS = "vectorFunctions";
    private static final String HIGH_USAGE = "pressureThreshold";
    private static final String VECTOR_ALLOCATIONS = "vectorAllocations";
    private static final String VECTOR_BUFFERS = "vectorBuffers";
    private static final String VECTOR_DIMENSIONS = "vectorDimensions";
    private static final String DIMENSION_ARGUMENTS = "dimensionArguments";
    private static final String FRAGMENTATION = "fragmentation";
    private static final String PATTERNS = "patterns";
    private static final String LIFETIMES = "lifetimes";
    private static final String LARGE_STACKS = "largeStacks";
    private static final String TRACK_ALLOCATIONS = "trackAllocations";
    private static final String TRACK_DEALLOCATIONS = "trackDeallocations";
    private static final String TRACK_LEAKS = "trackLeaks";
    private static final String AGE = "leakAge";
    private static final String OUTSTANDING = "outstanding";
    private static final String FAILURE_RATE = "failureRate";
    private static final String INTERVAL = "alertInterval";
    private static final String FEWEST = "alertFewest";

    private final Map<String, Object> values;

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    UsageNotes(Map<String, Object> values) {
        this.values = Map.copyOf(values);
    }

    static UsageNotes of(UsageSettings settings) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(LARGE_ALLOCATION, settings.largeAllocation());
        values.put(VECTOR_FUNCTIONS, settings.vectors().functions());
        values.put(VECTOR_ALLOCATIONS, settings.vectors().allocations());
        values.put(VECTOR_BUFFERS, settings.vectors().buffers());
        values.put(VECTOR_DIMENSIONS, settings.vectors().dimensions());
        values.put(DIMENSION_ARGUMENTS, OperationNotes.texts(settings.vectors().dimensionArguments()));
        values.put(FRAGMENTATION, settings.details().fragmentation());
        values.put(PATTERNS, settings.details().patterns());
        values.put(LIFETIMES, settings.details().lifetimes());
        values.put(LARGE_STACKS, settings.details().largeStacks());
        values.put(TRACK_ALLOCATIONS, settings.tracking().allocations());
        values.put(TRACK_DEALLOCATIONS, settings.tracking().deallocations());
        values.put(TRACK_LEAKS, settings.tracking().leaks());
        values.put(HIGH_USAGE, settings.pressure().highUsage());
        values.put(AGE, settings.leaks().age().toNanos());
        values.put(OUTSTANDING, settings.leaks().outstanding());
        values.put(FAILURE_RATE, settings.pressure().failureRate());
        values.put(INTERVAL, settings.alerts().interval().toNanos());
        values.put(FEWEST, settings.alerts().fewest());
        return new UsageNotes(values);
    }

    @JsonValue
    Map<String, Object> values() {
        return values;
    }

    /** @throws IllegalArgumentException if something in it is not what it should be */
    UsageSettings toSettings() {
        UsageSettings shipped = ConfigLoader.shipped().usage();
        return new UsageSettings(
                number(LARGE_ALLOCATION, shipped.largeAllocation()).longValue(),
                new UsageSettings.VectorMemory(
                        texts(VECTOR_FUNCTIONS, shipped.vectors().functions()),
                        flag(VECTOR_ALLOCATIONS, shipped.vectors().allocations()),
                        flag(VECTOR_BUFFERS, shipped.vectors().buffers()),
                        flag(VECTOR_DIMENSIONS, shipped.vectors().dimensions()),
                        OperationNotes.rules(texts(
                                DIMENSION_ARGUMENTS,
                                OperationNotes.texts(shipped.vectors().dimensionArguments())))),
                new UsageSettings.Tracking(
                        flag(TRACK_ALLOCATIONS, shipped.tracking().allocations()),
                        flag(TRACK_DEALLOCATIONS, shipped.tracking().deallocations()),
                        flag(TRACK_LEAKS, shipped.tracking().leaks())),
                new UsageSettings.LeakHints(
                        duration(AGE, shipped.leaks().age()),
                        number(OUTSTANDING, shipped.leaks().outstanding()).longValue()),
                new UsageSettings.Pressure(
                        number(HIGH_USAGE, shipped.pressure().highUsage()).longValue(),
                        number(FAILURE_RATE, shipped.pressure().failureRate()).doubleValue()),
                new UsageSettings.Details(
                        flag(FRAGMENTATION, shipped.details().fragmentation()),
                        flag(PATTERNS, shipped.details().patterns()),
                        flag(LIFETIMES, shipped.details().lifetimes()),
                        flag(LARGE_STACKS, shipped.details().largeStacks())),
                new UsageSettings.AlertRate(
                        duration(INTERVAL, shipped.alerts().interval()),
                        number(FEWEST, shipped.alerts().fewest()).longValue()));
    }

    private Duration duration(String name, Duration shipped) {
        return Duration.ofNanos(number(name, shipped.toNanos()).longValue());
    }

    private Number number(String name, Number shipped) {
        if (values.getOrDefault(name, shipped) instanceof Number number) {
            return number;
        }
        throw wrong(name);
    }

    private boolean flag(String name, boolean shipped) {
        if (values.getOrDefault(name, shipped) instanceof Boolean flag) {
            return flag;
        }
        throw wrong(name);
    }

    private List<String> texts(String name, List<String> shipped) {
        if (values.getOrDefault(name, shipped) instanceof List<?> texts) {
            return texts.stream().map(String::valueOf).toList();
        }
        throw wrong(name);
    }

    private IllegalArgumentException wrong(String name) {
        return new IllegalArgumentException(name + " is '" + values.get(name) + "'");
    }
}
