package org.vexfs.trace.baseline;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a test was when the baseline was taken.
 *
 * @param environment what its latencies depend on
 * @param peakBytes the most bytes that the module held at a time; negative if memory was not traced
 * @param operations its operations by the function's name
 * @param knownLeaks the leaks that may stay, by their fingerprints
 */
public record TestBaseline(
        Environment environment,
        long peakBytes,
        SortedMap<String, OperationBaseline> operations,
        SortedMap<String, KnownLeak> knownLeaks) {

    public TestBaseline {
        operations = Collections.unmodifiableSortedMap(new TreeMap<>(operations));
        knownLeaks = Collections.unmodifiableSortedMap(new TreeMap<>(knownLeaks));
    }
}
