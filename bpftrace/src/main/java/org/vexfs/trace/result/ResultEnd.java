package org.vexfs.trace.result;

import static org.vexfs.trace.report.Quantity.count;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.analysis.OperationJudgement;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.config.TraceConfig.Output;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.session.WindowJudgement;

/** What stands at the end of a text result: the report, and the analysis and the recommendations that are asked for. */
final class ResultEnd {

    /** By these, grep counts events, which have been told by then. */
    private static final Pattern WORDS =
            Pattern.compile("\\b(READ|WRITE|METADATA|SEARCH|VECTOR|CACHE|LOCK|CALL|ALLOC|FREE"
                    + "|KERNEL|MODULE|ALERT|COMPLETE|ERROR|SLOW|LEAK|HIT|MISS|WAIT|INSERT|UPDATE|DELETE|HNSW|LSH|BUILD|HASH|BUCKET"
                    + "|RELEASE)\\b");

    private final Output output;
    private final ResultAnalyser analyser;

    ResultEnd(TraceConfig config) {
        this.output = config.byHand().output();
        this.analyser = new ResultAnalyser(config.operations(), config.usage());
    }

    /** Takes what is no line. */
    void accept(TraceEvent event) {
        if (event instanceof Loss loss) {
            analyser.lost(loss.records());
        }
    }

    /** Takes a line. */
    void accept(ResultEntry entry) {
        if (output.analysis() || output.recommendations()) {
            analyser.accept(entry);
        }
    }

    /**
     * Gives the end.
     *
     * @param early why the trace ended before its time
     * @param leftOut how many events have no line
     * @param heldBack how many alerts have none
     */
    String of(WindowJudgement judgement, Optional<Gap> early, long leftOut, long heldBack) {
        List<String> lines = new ArrayList<>(ResultReport.of(judgement, early, output));
        if (leftOut > 0) {
            lines.add("For general.max_output_size, " + count(leftOut, "event") + (leftOut == 1 ? " is" : " are")
                    + " in the capture alone.");
        }
        if (heldBack > 0) {
            lines.add("For output.realtime.alert_interval, " + count(heldBack, "alert") + " like others "
                    + (heldBack == 1 ? "was" : "were") + " not written down.");
        }
        // What a user's script prints is its own affair.
        boolean analysed =
                judgement.memory().isPresent() || judgement.operations().isPresent();
        if (analysed && (output.analysis() || output.recommendations())) {
            judgement.operations().ifPresent(this::addedUp);
            lines.addAll(analysis(lines));
        }
        return String.join("\n", lines);
    }

    private void addedUp(OperationJudgement operations) {
        operations.profile().functions().stream()
                .filter(function -> function.totalled() > 0)
                .forEach(function ->
                        analyser.addedUp(function.totalled(), !function.errors().isEmpty(), function.slow() > 0));
    }

    private List<String> analysis(List<String> report) {
        for (String line : report) {
            if (line.startsWith(ResultReport.GAP)) {
                analyser.gap(ResultReport.cause(line));
            }
            ResultEntry.parse(line).ifPresent(analyser::accept);
        }
        return AnalysisText.within(analyser.analysis(), output.analysis(), output.recommendations())
                .map(line -> WORDS.matcher(line).replaceAll(word -> word.group().toLowerCase(Locale.ROOT)))
                .toList();
    }
}
