package org.vexfs.trace.analysis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.config.TrackedFigure;

/** Says of which functions a question is that are switched off, and so are not traced. */
final class LeftOutFunctions {

    private static final Map<TrackedFigure, List<OperationCategory>> CATEGORIES = Map.of(
            TrackedFigure.FILESYSTEM_OPS,
                    List.of(OperationCategory.READ, OperationCategory.WRITE, OperationCategory.METADATA),
            TrackedFigure.LOCK_OPS, List.of(OperationCategory.LOCK, OperationCategory.UNLOCK));

    private LeftOutFunctions() {}

    /**
     * Finds what is missing for a question. Which functions the module has that are not traced is not known here, so one
     * that a pattern of theirs may match counts as one that there is.
     *
     * @param asked the pattern that the question is about
     * @param traced the names of the functions that are traced
     */
    static Optional<Gap> matching(String asked, OperationSettings settings, Set<String> traced) {
        if (traced.contains(asked)) {
            return Optional.empty();
        }
        return CATEGORIES.keySet().stream()
                .sorted()
                .filter(figure -> !settings.tracks(figure))
                .filter(figure -> CATEGORIES.get(figure).stream()
                        .flatMap(category -> settings.categories().get(category).stream())
                        .anyMatch(pattern -> mayShare(asked, pattern)))
                .findFirst()
                .map(figure -> new Gap(
                        "functions that '" + asked + "' may match are not traced, as " + figure.key() + " is false",
                        "set " + figure.key() + " to true, or ask it of other functions"));
    }

    /** Gives whether a name may match both patterns, as far as what stands before the first star tells. */
    private static boolean mayShare(String one, String other) {
        if (!one.contains("*")) {
            return FunctionPattern.of(other).matches(one);
        }
        String beginning = beginning(one);
        String otherBeginning = beginning(other);
        return beginning.startsWith(otherBeginning) || otherBeginning.startsWith(beginning);
    }

    private static String beginning(String pattern) {
        int star = pattern.indexOf('*');
        return star < 0 ? pattern : pattern.substring(0, star);
    }
}
