package org.vexfs.trace.manager;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.manager.ResultsFolder.Part;
import org.vexfs.trace.report.Quantity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Removes old results. */
@Command(
        name = "clean",
        description = {
            "Removes old results, with their captures.",
            "Old is what was last written longer ago than some days. A file counts as a result by its name and by how it"
                    + " begins; whatever else is in the folder stays, and so do links, and the files of running traces.",
            "With --verbose: also what stays though its name is a result's and it is old, and why. With --quiet: says only"
                    + " what could not be removed."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:removed, or nothing was that old",
            "1:the command line or the configuration is wrong",
            "2:a file could not be removed; which, has been said"
        },
        footer = {
            "",
            "Examples:",
            "  " + TraceManager.NAME + " clean --dry-run",
            "  sudo " + TraceManager.NAME + " clean --days 7 -o /var/tmp/results",
            "  " + TraceManager.NAME + " clean --dry-run --format json"
        })
final class CleanCommand implements Callable<Integer> {

    private final RunningTraces traces;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    @Mixin
    private ResultsOption output;

    @Option(
            names = "--days",
            paramLabel = "DAYS",
            description =
                    "How many days old a result may be. Default: the configuration's general.cleanup_after_days, 7.")
    private @Nullable Integer days;

    @Option(names = "--dry-run", description = "Say what would be removed, and remove nothing.")
    private boolean dryRun;

    CleanCommand(RunningTraces traces) {
        this.traces = traces;
    }

    @Override
    public Integer call() throws IOException {
        int configured = options.config().byHand().cleanupAfterDays();
        days = days == null ? configured : days;
        Instant oldest = Instant.now().minus(Duration.ofDays(days()));
        Optional<ResultsFolder> opened = output.open(spec);
        if (opened.isEmpty()) {
            tell(List.of(), Map.of(), Map.of());
            return Outcome.DONE.status();
        }
        try (ResultsFolder folder = opened.get()) {
            Cleaning cleaning = Cleaning.of(folder, oldest, running(), dryRun);
            tell(cleaning.removed(), cleaning.kept(), cleaning.failed());
            return (cleaning.failed().isEmpty() ? Outcome.DONE : Outcome.NOT_FIT).status();
        }
    }

    private int days() {
        if (days < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--days is " + days + "; expected a number of days, 0 or more");
        }
        return days;
    }

    /** Gives the names of the results that are still written, in whatever folder: each has its second of its own. */
    private Set<ResultName> running() {
        return traces.running().stream()
                .flatMap(trace -> Stream.of(trace.result(), trace.capture()))
                .map(file -> file.substring(file.lastIndexOf('/') + 1))
                .flatMap(file -> ResultName.of(file).stream())
                .collect(Collectors.toSet());
    }

    private void tell(List<Part> removed, Map<String, String> kept, Map<String, String> failed) {
        PrintWriter out = spec.commandLine().getOut();
        if (options.json()) {
            out.print(json(removed, kept, failed));
        } else if (!options.quiet()) {
            out.print(text(removed, kept, failed));
        }
        out.flush();
        failed.forEach((file, reason) -> spec.commandLine()
                .getErr()
                .println(TraceManager.frontEnd(spec)
                        .complaint("cannot remove " + output.folder().resolve(file) + ": " + reason
                                + ". Remedy: run this as the user who owns it, or as root.")));
    }

    private String text(List<Part> removed, Map<String, String> kept, Map<String, String> failed) {
        LabelledText text = new LabelledText(spec.commandLine().getUsageHelpWidth());
        ResultsText.append(removed, text);
        if (!removed.isEmpty()) {
            text.paragraph((dryRun ? "Would be removed from " : "Removed from ") + output.folder() + ": "
                    + Quantity.count(removed.size(), "file") + ", "
                    + Quantity.count(ResultsText.bytes(removed), "byte") + ".");
        } else if (kept.isEmpty() && failed.isEmpty()) {
            text.paragraph("No result in " + output.folder() + " is older than " + Quantity.count(days(), "day") + ".");
        } else {
            text.paragraph("Nothing is removed from " + output.folder() + ".");
        }
        if (options.verbose()) {
            kept.forEach((file, why) -> text.paragraph("Kept " + file + ": " + why + "."));
        } else if (!kept.isEmpty()) {
            text.paragraph("Kept though old, and named as a result: " + Quantity.count(kept.size(), "file") + "; '"
                    + TraceManager.frontEnd(spec).verbose("clean") + "' says why.");
        }
        return text.toString();
    }

    private String json(List<Part> removed, Map<String, String> kept, Map<String, String> failed) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("output", output.folder().toString());
        json.put("days", days());
        json.put("dryRun", dryRun);
        json.put("removed", removed.stream().map(ResultsText::json).toList());
        json.put("bytes", ResultsText.bytes(removed));
        json.put("kept", kept);
        json.put("failed", failed);
        return SurveyJson.text(json);
    }
}
