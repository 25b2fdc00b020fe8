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

    /** Adds them; nothing where the module's functions are not known. */
    static void append(Survey survey, LabelledText text) {
        survey.functions().ifPresent(functions -> {
            UnmatchedText told = new UnmatchedText(survey, functions, text);
            told.own();
            told.shipped();
        });
    }

    /**
     * Adds the user's own, and how many of the shipped ones there are; nothing where the module's functions are not known.
     *
     * @param frontEnd where users ask for those
     */
    static void appendOwn(Survey survey, FrontEnd frontEnd, LabelledText text) {
        survey.functions().ifPresent(functions -> {
            UnmatchedText told = new UnmatchedText(survey, functions, text);
            told.own();
            told.count(frontEnd);
        });
    }

    private void own() {
        List<UnmatchedPattern> own = survey.unmatched().stream()
                .filter(pattern -> !pattern.shipped())
                .toList();
        if (!own.isEmpty()) {
            text.blank().paragraph("Patterns that you configured and that match nothing:");
            own.forEach(pattern -> text.entry("  -", 4, pattern.key() + ": " + pattern.text() + "."));
        }
    }

    private void shipped() {
        Map<String, List<String>> patterns = survey.unmatched().stream()
                .filter(UnmatchedPattern::shipped)
                .collect(Collectors.groupingBy(
                        UnmatchedPattern::key,
                        TreeMap::new,
                        Collectors.mapping(UnmatchedPattern::pattern, Collectors.toList())));
        if (!patterns.isEmpty()) {
            text.blank().paragraph(counted() + ":");
            patterns.forEach(
                    (key, ofKey) -> text.entry("  -", 4, key + ": " + String.join(", ", ofKey) + nearest(key, ofKey)));
        }
    }

    private void count(FrontEnd frontEnd) {
        if (survey.unmatched().stream().anyMatch(UnmatchedPattern::shipped)) {
            text.blank().paragraph(counted() + "; " + frontEnd.verbose() + " names them.");
        }
    }

    private String counted() {
        return survey.unmatched().stream().filter(UnmatchedPattern::shipped).count()
                + " patterns of the shipped configuration, which serves several modules, match nothing";
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
