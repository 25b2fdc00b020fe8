package org.vexfs.trace.manager;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.vexfs.trace.manager.ResultsFolder.Result;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tells of the traces that run on this machine, and of the results that others left. */
@Command(
        name = "status",
        description = {
            "Shows the traces that run, and the results of those that ended.",
            "Those that run are those of this machine that the trace manager started, for whichever user. The results are"
                    + " told newest first, with their sizes. Needs no rights.",
            "With --verbose: all results, not the newest alone. With --quiet: the running traces' processes, by number."
        },
        footer = {
            "",
            "Examples:",
            "  " + TraceManager.NAME + " status",
            "  " + TraceManager.NAME + " status -v -o /var/tmp/results",
            "  " + TraceManager.NAME + " status --format json"
        })
final class StatusCommand implements Callable<Integer> {

    private final RunningTraces traces;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    @Mixin
    private ResultsOption output;

    StatusCommand(RunningTraces traces) {
        this.traces = traces;
    }

    @Override
    public Integer call() throws IOException {
        options.config(); // Nothing of it has a say here, but what is wrong is refused as elsewhere.
        List<RunningTrace> running = traces.running();
        if (options.quiet()) {
            running.forEach(trace -> spec.commandLine().getOut().println(trace.pid()));
            spec.commandLine().getOut().flush();
            return Outcome.DONE.status();
        }
        List<Result> results = results();
        spec.commandLine()
                .getOut()
                .print(
                        options.json()
                                ? json(running, results)
                                : StatusText.of(
                                        running,
                                        output.folder(),
                                        results,
                                        options.verbose(),
                                        TraceManager.frontEnd(spec),
                                        spec.commandLine().getUsageHelpWidth()));
        spec.commandLine().getOut().flush();
        return Outcome.DONE.status();
    }

    private List<Result> results() throws IOException {
        Optional<ResultsFolder> opened = output.open(spec);
        if (opened.isEmpty()) {
            return List.of();
        }
        try (ResultsFolder folder = opened.get()) {
            return folder.results();
        }
    }

    private String json(List<RunningTrace> running, List<Result> results) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("running", running);
        json.put("output", output.folder().toString());
        json.put("results", results.stream().map(StatusCommand::json).toList());
        return SurveyJson.text(json);
    }

    private static Map<String, Object> json(Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("script", result.name().script());
        json.put("began", result.name().began().toString());
        json.put("files", result.parts().stream().map(ResultsText::json).toList());
        return json;
    }
}
