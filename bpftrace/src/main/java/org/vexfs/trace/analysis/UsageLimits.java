package org.vexfs.trace.analysis;

import java.util.List;

/**
 * What of a window's memory is worth telling on its own.
 *
 * @param largeAllocation an allocation above this is large, in bytes
 * @param vectorFunctions patterns of the functions of the module that hold vectors; {@code *} stands for any characters
 * @param pressureThreshold holding more than this is pressure, in bytes
 * @param leakAge an object held longer than this hints at a leak, in nanoseconds
 */
public record UsageLimits(long largeAllocation, List<String> vectorFunctions, long pressureThreshold, long leakAge) {

    public UsageLimits {
        vectorFunctions = List.copyOf(vectorFunctions);
    }
}
