package org.vexfs.trace.result;

import static org.vexfs.trace.report.Quantity.count;
import static org.vexfs.trace.report.Quantity.number;
import static org.vexfs.trace.report.Quantity.percent;
import static org.vexfs.trace.report.Quantity.time;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.vexfs.trace.report.html.HtmlTemplate;
import org.vexfs.trace.report.html.Shortened;

/**
 * Shows people what results came to, as a page that needs no other file and runs nothing. However much was found, it has so
 * many rows at most, and says how many it leaves out.
 */
public final class AnalysisPage {

    private static final int MOST_ROWS = 200;
    private static final int MOST_FAILURES = 50;
    private static final int MOST_OF_A_LINE = 400;

    /** What is wrong whatever a configuration's thresholds are. */
    private static final Set<FindingKind> CERTAIN =
            EnumSet.of(FindingKind.LEAKS, FindingKind.DOUBLE_FREES, FindingKind.INVALID_FREES, FindingKind.WARNINGS);

    private AnalysisPage() {}

    /** Gives the page. */
    public static String of(Analysis analysis) {
        return HtmlTemplate.beside(AnalysisPage.class, "analysis").with(View.of(analysis));
    }

    /** How it stands: the style, the sign and the words of it. */
    private enum Standing {
        WRONG("failed", "✘", "Something is wrong"),
        INCOMPLETE("inconclusive", "?", "A trace is not complete"),
        CONSPICUOUS("inconclusive", "!", "Something is conspicuous"),
        FINE("passed", "✔", "Nothing conspicuous was found");

        private final String style;
        private final String sign;
        private final String words;

        Standing(String style, String sign, String words) {
            this.style = style;
            this.sign = sign;
            this.words = words;
        }

        static Standing of(Analysis analysis) {
            if (analysis.kinds().stream().anyMatch(CERTAIN::contains)) {
                return WRONG;
            }
            if (!analysis.complete()) {
                return INCOMPLETE;
            }
            return analysis.kinds().isEmpty() && analysis.recommendations().isEmpty() ? FINE : CONSPICUOUS;
        }
    }

    /** Rows, and what is not among them; empty if all are. */
    private record Rows<T>(List<T> rows, String more) {

        static <S, T> Rows<T> of(int most, List<S> all, Function<S, T> row) {
            return new Rows<>(
                    all.stream().limit(most).map(row).toList(),
                    all.size() <= most ? "" : "and " + number(all.size() - most) + " more");
        }
    }

    /** A row of names and figures, as they are shown. */
    private record FunctionRow(
            String name, String calls, String total, String p50, String p99, String max, String slow, String errors) {}

    private record FailureRow(String place, String error, String count, List<String> samples) {}

    private record PlaceRow(String place, String objects, String bytes) {}

    private record TypeRow(String type, String events, String share) {}

    private record Advice(String rule, String evidence, String action) {}

    private record View(
            String styleSheet,
            String style,
            String sign,
            String words,
            String sentence,
            String title,
            Rows<String> files,
            Rows<String> gaps,
            Rows<Advice> advice,
            Rows<String> findings,
            Rows<FailureRow> failures,
            String noError,
            Rows<FunctionRow> functions,
            String noCall,
            List<String> slowest,
            String locks,
            String cache,
            String memory,
            Rows<PlaceRow> places,
            Rows<PlaceRow> held,
            Rows<TypeRow> types) {

        static View of(Analysis analysis) {
            Standing standing = Standing.of(analysis);
            return new View(
                    HtmlTemplate.styleSheet(),
                    standing.style,
                    standing.sign,
                    standing.words,
                    AnalysisText.sentence(analysis),
                    analysis.files().size() == 1
                            ? "Analysis of " + shortened(analysis.files().get(0))
                            : "Analysis of " + count(analysis.files().size(), "result"),
                    Rows.of(MOST_ROWS, analysis.files(), View::shortened),
                    Rows.of(MOST_ROWS, analysis.gaps(), View::shortened),
                    Rows.of(
                            MOST_ROWS,
                            analysis.recommendations(),
                            found -> new Advice(found.rule(), shortened(found.evidence()), found.action())),
                    Rows.of(MOST_ROWS, analysis.findings(), View::shortened),
                    Rows.of(MOST_FAILURES, analysis.errors(), View::failure),
                    capitalised(AnalysisText.noError(analysis)),
                    Rows.of(MOST_ROWS, analysis.functions(), View::function),
                    capitalised(AnalysisText.noCall(analysis)),
                    analysis.slowest().stream()
                            .map(slow -> shortened(slow.line()))
                            .toList(),
                    AnalysisText.locks(analysis.locks()).orElse(""),
                    AnalysisText.cache(analysis.cache()).orElse(""),
                    AnalysisText.memory(analysis.memory()).orElse(""),
                    Rows.of(MOST_ROWS, analysis.memory().places(), View::place),
                    Rows.of(MOST_ROWS, analysis.memory().held(), View::place),
                    Rows.of(
                            MOST_ROWS,
                            List.copyOf(analysis.types().entrySet()),
                            type -> new TypeRow(
                                    shortened(type.getKey()),
                                    number(type.getValue()),
                                    percent(100.0 * type.getValue() / analysis.entries()))));
        }

        private static FailureRow failure(Analysis.Failure failure) {
            return new FailureRow(
                    shortened(failure.place()),
                    shortened(failure.error()),
                    number(failure.count()),
                    failure.samples().stream().map(View::shortened).toList());
        }

        private static FunctionRow function(Analysis.Function function) {
            return new FunctionRow(
                    shortened(function.name()),
                    number(function.calls()),
                    time(function.total()),
                    time(function.p50()),
                    time(function.p99()),
                    time(function.max()),
                    number(function.slow()),
                    number(function.errors()));
        }

        private static PlaceRow place(Analysis.Place place) {
            return new PlaceRow(shortened(place.place()), number(place.allocations()), number(place.bytes()));
        }

        private static String capitalised(String sentence) {
            return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
        }

        private static String shortened(String text) {
            return Shortened.to(MOST_OF_A_LINE, text);
        }
    }
}
