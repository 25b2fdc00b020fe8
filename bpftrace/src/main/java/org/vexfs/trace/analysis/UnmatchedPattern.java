package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.config.OperationSettings.ArgumentRule;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.config.TraceScript;

/**
 * A configured pattern that matches no function which the trace could apply it to.
 *
 * @param key the configuration's key that it stands below
 * @param pattern the pattern
 * @param shipped whether the shipped configuration has it there: that one serves several modules
 * @param untraced the functions of the module that it matches and that are not traced
 * @param nearest the functions that it takes the fewest changes to match; none where it matches some that are not traced
 */
public record UnmatchedPattern(
        String key, String pattern, boolean shipped, List<String> untraced, List<String> nearest) {

    public UnmatchedPattern {
        untraced = List.copyOf(untraced);
        nearest = List.copyOf(nearest);
    }

    /**
     * Finds them, in the order of their keys.
     *
     * @param config what is configured; of it, what its scripts make use of
     * @param shipped the shipped configuration
     * @param traced the functions of the module that are traced
     * @param all all its functions
     */
    public static List<UnmatchedPattern> in(
            TraceConfig config, TraceConfig shipped, Collection<String> traced, Collection<String> all) {
        Map<String, List<String>> defaults = patterns(shipped);
        List<UnmatchedPattern> unmatched = new ArrayList<>();
        patterns(config).forEach((key, patterns) -> {
            // Who holds vectors is read from stacks, on which every function may stand.
            Collection<String> candidates = key.startsWith("memory_trace.") ? all : traced;
            if (isUsed(key, config)) {
                patterns.stream()
                        .filter(pattern -> matching(pattern, candidates).isEmpty())
                        .map(pattern -> of(
                                key,
                                pattern,
                                defaults.getOrDefault(key, List.of()).contains(pattern),
                                candidates,
                                all))
                        .forEach(unmatched::add);
            }
        });
        return unmatched;
    }

    /** Says why the pattern has no effect, and what to do. */
    public String text() {
        return "'" + pattern + "' matches "
                + (untraced.isEmpty()
                        ? "nothing. Remedy: correct it, or remove it; the nearest functions are "
                                + String.join(", ", nearest)
                        : String.join(", ", untraced.stream().limit(3).toList())
                                + " only, which 'functions' leaves out or the kernel cannot trace. Remedy: add it to"
                                + " 'functions', or remove it");
    }

    private static UnmatchedPattern of(
            String key, String pattern, boolean shipped, Collection<String> candidates, Collection<String> all) {
        List<String> untraced = matching(pattern, all);
        return new UnmatchedPattern(
                key,
                pattern,
                shipped,
                untraced,
                untraced.isEmpty() ? NearestFunctions.to(List.of(pattern), candidates) : List.of());
    }

    private static List<String> matching(String pattern, Collection<String> functions) {
        FunctionPattern wanted = FunctionPattern.of(pattern);
        return new TreeSet<>(functions).stream().filter(wanted::matches).toList();
    }

    private static boolean isUsed(String key, TraceConfig config) {
        if (key.startsWith("memory_trace.")) {
            return config.scripts().contains(TraceScript.MEMORY);
        }
        return !key.startsWith("operations.") || config.tellsOperations();
    }

    private static Map<String, List<String>> patterns(TraceConfig config) {
        Map<String, List<String>> patterns = new TreeMap<>();
        OperationSettings operations = config.operations();
        operations
                .categories()
                .forEach((category, globs) -> patterns.put("operations.categories." + category.key(), globs));
        patterns.put("operations.dimension_arguments", globs(operations.dimensionArguments()));
        patterns.put("operations.size_arguments", globs(operations.sizeArguments()));
        patterns.put("operations.key_arguments", globs(operations.tracking().keyArguments()));
        patterns.put("operations.bucket_arguments", globs(operations.tracking().bucketArguments()));
        patterns.put("memory_trace.vector_functions", config.usage().vectors().functions());
        patterns.put("functions", config.functions());
        return patterns;
    }

    private static List<String> globs(List<ArgumentRule> rules) {
        return rules.stream().map(ArgumentRule::pattern).distinct().toList();
    }
}
