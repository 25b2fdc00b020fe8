package org.vexfs.trace.analysis;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.vexfs.trace.config.OperationCategory;

/** Says why there is nothing of some categories to ask an assertion of, and which key of the configuration may change that. */
final class EmptyCategories {

    /** How many functions are named. */
    private static final int MOST = 5;

    private EmptyCategories() {}

    /**
     * Says that no function that is traced is of these categories; or that none is that is asked of; or that none was called
     * that is.
     *
     * @param did what calls of such functions do
     */
    static Gap gap(
            OperationAssertion assertion,
            OperationJudgement judgement,
            String did,
            List<OperationCategory> categories) {
        List<String> patterns = categories.stream()
                .flatMap(category -> judgement.settings().categories().get(category).stream())
                .toList();
        FunctionPattern wanted = FunctionPattern.anyOf(patterns);
        FunctionPattern asked = FunctionPattern.of(assertion.functions());
        List<String> traced = judgement.observation().traced().stream()
                .filter(wanted::matches)
                .sorted()
                .toList();
        String names = (categories.size() == 1 ? "category " : "categories ") + joined(categories, "");
        String keys = joined(categories, "operations.categories.");
        if (traced.isEmpty()) {
            return new Gap(
                    "no function that is traced is of the " + names + ": none matches "
                            + (patterns.isEmpty() ? "a pattern, as there is none" : String.join(", ", patterns)),
                    "set " + keys + " to patterns of the module's functions; " + nearest(judgement, patterns));
        }
        List<String> ofQuestion = traced.stream().filter(asked::matches).toList();
        if (ofQuestion.isEmpty()) {
            return new Gap(
                    "no function that '" + assertion.functions() + "' matches is of the " + names,
                    "ask it of " + some(traced) + ", which is; or add patterns to " + keys);
        }
        return new Gap(
                "none of the calls of '" + assertion.functions() + "' " + did,
                "let the test call " + some(ofQuestion) + ", of the " + names + "; or add patterns to " + keys);
    }

    private static String joined(List<OperationCategory> categories, String prefix) {
        return categories.stream().map(category -> prefix + category.key()).collect(Collectors.joining(" and "));
    }

    /** Says which of the functions that are traced are the nearest to patterns that match none. */
    static String nearest(OperationJudgement judgement, Collection<String> patterns) {
        List<String> nearest =
                NearestFunctions.to(patterns, judgement.observation().traced());
        return nearest.isEmpty() ? "nothing is traced" : "the nearest that are traced: " + String.join(", ", nearest);
    }

    private static String some(List<String> functions) {
        return functions.stream().limit(MOST).collect(Collectors.joining(" or "));
    }
}
