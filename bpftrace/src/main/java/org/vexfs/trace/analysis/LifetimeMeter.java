package org.vexfs.trace.analysis;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Measures how long what is freed has lived. */
final class LifetimeMeter {

    /** How many functions are told apart; what others allocated counts in the whole alone. */
    private static final int MOST = 256;

    private static final int DIGITS_OF_ALL = 3;
    private static final int DIGITS = 2;

    private final SizedHistogram all = new SizedHistogram(DIGITS_OF_ALL);
    private final Map<String, SizedHistogram> functions = new HashMap<>();

    void freed(long nanos, String function) {
        all.record(nanos);
        SizedHistogram known = functions.get(function);
        if (known == null && functions.size() < MOST) {
            known = new SizedHistogram(DIGITS);
            functions.put(function, known);
        }
        if (known != null) {
            known.record(nanos);
        }
    }

    Percentiles all() {
        return all.percentiles();
    }

    List<UsageDetails.FunctionLifetimes> byFunction() {
        return functions.entrySet().stream()
                .map(function -> new UsageDetails.FunctionLifetimes(
                        function.getKey(), function.getValue().percentiles()))
                .sorted(Comparator.comparingLong((UsageDetails.FunctionLifetimes function) ->
                                function.lifetimes().count())
                        .reversed()
                        .thenComparing(UsageDetails.FunctionLifetimes::function))
                .limit(UsageMeter.MOST_PLACES)
                .toList();
    }
}
