package org.vexfs.trace.manager;

import java.nio.file.Path;
import java.util.List;
import org.vexfs.trace.manager.ResultsFolder.Result;
import org.vexfs.trace.report.Quantity;

/** Tells people what runs, and what results there are. */
final class StatusText {

    /** So many results are recent. */
    private static final int RECENT = 10;

    /** Where what is told of a trace begins: the longest label is capture. */
    private static final int FACT = 13;

    private final LabelledText text;

    private StatusText(int width) {
        this.text = new LabelledText(width);
    }

    /**
     * Tells it.
     *
     * @param folder that of the results
     * @param results the newest first
     * @param all whether to tell of all of those
     * @param frontEnd where users ask for all
     */
    static String of(
            List<RunningTrace> running, Path folder, List<Result> results, boolean all, FrontEnd frontEnd, int width) {
        StatusText told = new StatusText(width);
        if (running.isEmpty() && results.isEmpty()) {
            told.text.paragraph("No trace is running on this machine, and there are no results in " + folder + ".");
            return told.text.toString();
        }
        told.running(running);
        told.text.blank();
        told.results(folder, results, all ? results.size() : RECENT, frontEnd);
        return told.text.toString();
    }

    private void running(List<RunningTrace> running) {
        if (running.isEmpty()) {
            text.paragraph("No trace is running on this machine.");
        } else {
            text.paragraph("Running traces:");
            running.stream().map(RunningTrace::printable).forEach(this::trace);
        }
    }

    private void trace(RunningTrace trace) {
        text.paragraph("  process " + trace.pid() + " of " + trace.user() + " since " + trace.since())
                .entry("    script", FACT, trace.script())
                .entry("    module", FACT, trace.module())
                .entry("    output", FACT, trace.result())
                .entry("    capture", FACT, trace.capture())
                .entry("    events", FACT, Quantity.number(trace.events()))
                .entry("    lost", FACT, trace.lost() == 0 ? "none" : Quantity.number(trace.lost()));
    }

    private void results(Path folder, List<Result> results, int most, FrontEnd frontEnd) {
        if (results.isEmpty()) {
            text.paragraph("There are no results in " + folder + ".");
            return;
        }
        text.paragraph("Results in " + folder + ", newest first:");
        ResultsText.append(
                results.stream()
                        .limit(most)
                        .flatMap(result -> result.parts().stream())
                        .toList(),
                text);
        if (results.size() > most) {
            text.paragraph(
                    "Older ones: " + (results.size() - most) + "; '" + frontEnd.verbose("status") + "' shows them.");
        }
    }
}
