package org.vexfs.trace.manager;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.vexfs.trace.analysis.CategorizedFunctions;
import org.vexfs.trace.analysis.NearestFunctions;
import org.vexfs.trace.analysis.UnmatchedPattern;
import org.vexfs.trace.script.ModuleFunctions;

/** Tells people which patterns match nothing: each of their own, and the shipped ones by key, as those serve several modules. */
final class UnmatchedText {

    private static final String CATEGORIES = "operations.categories.";

    private final Survey survey;
    private final ModuleFunctions functions;
    private final LabelledText text;

    private UnmatchedText(Survey survey, ModuleFunctions functions, LabelledText text) {
        this.survey = survey;
        this.functions = functions;
        this.text = text;
    }

    /**
     * Adds them; nothing where the module's functions are not known.
     *
     * @param shipped whether to name those of the shipped configuration, too, and not only to say how many they are
     */
    static void append(Survey survey, boolean shipped, LabelledText text) {
        survey.functions().ifPresent(functions -> new UnmatchedText(survey, functions, text).append(shipped));
    }

    private void append(boolean shipped) {
        List<UnmatchedPattern> own = survey.unmatched().stream()
                .filter(pattern -> !pattern.shipped())
                .toList();
        Map<String, List<String>> others = survey.unmatched().stream()
                .filter(UnmatchedPattern::shipped)
                .collect(Collectors.groupingBy(
                        UnmatchedPattern::key,
                        TreeMap::new,
                        Collectors.mapping(UnmatchedPattern::pattern, Collectors.toList())));
        if (!own.isEmpty()) {
            text.blank().paragraph("Patterns that you configured and that match nothing:");
            own.forEach(pattern -> text.entry("  -", 4, pattern.key() + ": " + pattern.text() + "."));
        }
        if (others.isEmpty()) {
            return;
        }
        int count = others.values().stream().mapToInt(List::size).sum();
        text.blank();
        if (shipped) {
            text.paragraph(
                    count + " patterns of the shipped configuration, which serves several modules, match nothing:");
            others.forEach((key, patterns) ->
                    text.entry("  -", 4, key + ": " + String.join(", ", patterns) + nearest(key, patterns)));
        } else {
            text.paragraph(
                    count + " patterns of the shipped configuration, which serves several modules, match nothing;"
                            + " --verbose names them.");
        }
    }

    /** Names the nearest functions where no function is of the category that the patterns stand for. */
    private String nearest(String key, List<String> patterns) {
        boolean empty =
                CategorizedFunctions.of(functions.selected(), survey.config().operations())
                        .byCategory()
                        .entrySet()
                        .stream()
                        .anyMatch(category ->
                                key.equals(CATEGORIES + category.getKey().key())
                                        && category.getValue().isEmpty());
        List<String> nearest = empty ? NearestFunctions.to(patterns, functions.selected()) : List.of();
        return nearest.isEmpty() ? "" : "; the nearest functions are " + String.join(", ", nearest);
    }
}
