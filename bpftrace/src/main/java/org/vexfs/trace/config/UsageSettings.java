package org.vexfs.trace.config;

import java.time.Duration;
import java.util.List;

/**
 * What of a window's use of memory is worth telling on its own.
 *
 * @param largeAllocation an allocation above this is large, in bytes
 * @param vectorFunctions patterns of the module's functions that hold vectors; {@code *} stands for any characters
 * @param leaks what hints at a leak
 * @param pressure what is pressure
 * @param alerts how alerts are raised
 */
public record UsageSettings(
        long largeAllocation, List<String> vectorFunctions, LeakHints leaks, Pressure pressure, AlertRate alerts) {

    public UsageSettings {
        vectorFunctions = List.copyOf(vectorFunctions);
    }

    /**
     * What hints at a leak.
     *
     * @param age an object that is held longer than this
     * @param outstanding more objects than this, held at a time
     */
    public record LeakHints(Duration age, long outstanding) {}

    /**
     * What is pressure.
     *
     * @param highUsage holding more than this, in bytes
     * @param failureRate a share of allocations that fail above this, in percent
     */
    public record Pressure(long highUsage, double failureRate) {}

    /**
     * How alerts are raised.
     *
     * @param interval how long an interval is that is looked at
     * @param fewest how many allocations an interval needs to be judged by a rate
     */
    public record AlertRate(Duration interval, long fewest) {}
}
