package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.config.OperationSettings;

/**
 * Functions by what the configuration takes them to do.
 *
 * @param byCategory the functions of each category, in alphabetical order; a function may be of several
 * @param others those of no category
 */
public record CategorizedFunctions(Map<OperationCategory, List<String>> byCategory, List<String> others) {

    public CategorizedFunctions {
        byCategory = Collections.unmodifiableMap(new EnumMap<>(byCategory));
        others = List.copyOf(others);
    }

    /** Puts functions into the categories whose patterns they match. */
    public static CategorizedFunctions of(Collection<String> functions, OperationSettings settings) {
        Collection<String> sorted = new TreeSet<>(functions);
        List<String> others = new ArrayList<>(sorted);
        Map<OperationCategory, List<String>> byCategory = new EnumMap<>(OperationCategory.class);
        settings.categories().forEach((category, patterns) -> {
            FunctionPattern wanted = FunctionPattern.anyOf(patterns);
            List<String> matched = sorted.stream().filter(wanted::matches).toList();
            byCategory.put(category, matched);
            others.removeAll(matched);
        });
        return new CategorizedFunctions(byCategory, others);
    }
}
