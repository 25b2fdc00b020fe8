package org.vexfs.trace.baseline;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the tests of a project were like when somebody said that this is how they should be.
 *
 * @param tests the tests by their names, such as {@code org.example.StoreIT.insert(int)[1]}
 */
public record Baseline(SortedMap<String, TestBaseline> tests) {

    /** That of a project which has none. */
    public static final Baseline NONE = new Baseline(Collections.emptySortedMap());

    public Baseline {
        tests = Collections.unmodifiableSortedMap(new TreeMap<>(tests));
    }

    /** Gives what is known of a test. */
    public Optional<TestBaseline> test(String name) {
        return Optional.ofNullable(tests.get(name));
    }

    /** Gives the same with other tests added, in the place of those of the same names. */
    public Baseline with(Map<String, TestBaseline> others) {
        SortedMap<String, TestBaseline> all = new TreeMap<>(tests);
        all.putAll(others);
        return new Baseline(all);
    }

    /**
     * Compares an operation of a test with what it was.
     *
     * @param test the test's name
     * @param function the operation's function
     * @param environment what its latencies depend on now
     * @param now how long the calls took
     * @param percentile above 0 and below 100
     */
    public LatencyChange compare(
            String test, String function, Environment environment, Latencies now, double percentile, Gates gates) {
        TestBaseline known = tests.get(test);
        if (known == null || !known.operations().containsKey(function)) {
            return new LatencyChange.NoBaseline();
        }
        List<String> differences = known.environment().differences(environment);
        return differences.isEmpty()
                ? new LatencyComparison(gates)
                        .compare(known.operations().get(function).latencies(), now, percentile)
                : new LatencyChange.NotComparable(String.join(", ", differences));
    }
}
