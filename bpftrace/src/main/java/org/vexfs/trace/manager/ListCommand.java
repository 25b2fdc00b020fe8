package org.vexfs.trace.manager;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.vexfs.trace.bpftrace.Preflight;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.config.TraceScript;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists the scripts, and what each would probe. */
@Command(
        name = "list",
        description = {
            "Lists the scripts, what each shows, and which of its sections are on.",
            "With --verbose: which functions of the loaded module each would probe, by what the configuration takes them to"
                    + " do, and which patterns of the configuration match nothing. What can only be asked as root, or while"
                    + " the module is loaded, is said to be unknown elsewhere.",
            "With --quiet: the scripts' names."
        },
        footer = {
            "",
            "Examples:",
            "  " + TraceManager.NAME + " list",
            "  sudo " + TraceManager.NAME + " list -v memory",
            "  sudo " + TraceManager.NAME + " list -v --config ext4.yaml",
            "  " + TraceManager.NAME + " list --environment testing --format json"
        })
final class ListCommand implements Callable<Integer> {

    private final Function<TraceConfig, Preflight> inspection;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    @Parameters(paramLabel = "SCRIPT", description = "Which scripts: kernel, performance, memory. Default: all.")
    private Set<TraceScript> scripts = EnumSet.noneOf(TraceScript.class);

    ListCommand(Function<TraceConfig, Preflight> inspection) {
        this.inspection = inspection;
    }

    @Override
    public Integer call() {
        if (scripts.contains(TraceScript.CUSTOM)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "custom is a script of your own; expected one of those that are listed: kernel, performance, memory");
        }
        TraceConfig config = options.config();
        List<ScriptListing> listings = ScriptListing.of(scripts, config);
        if (options.json()) {
            spec.commandLine().getOut().print(json(config, listings));
        } else if (options.quiet()) {
            listings.forEach(listing -> spec.commandLine().getOut().println(listing.name()));
        } else {
            int width = spec.commandLine().getUsageHelpWidth();
            spec.commandLine()
                    .getOut()
                    .print(
                            options.verbose()
                                    ? SurveyText.of(Survey.of(config, inspection), listings, width)
                                    : text(listings, TraceManager.frontEnd(spec), width));
        }
        spec.commandLine().getOut().flush();
        return Outcome.DONE.status();
    }

    private String json(TraceConfig config, List<ScriptListing> listings) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("module", config.module());
        if (options.verbose()) {
            SurveyJson.put(Survey.of(config, inspection), listings, json);
        } else {
            json.put("scripts", listings.stream().map(SurveyJson::of).toList());
        }
        return SurveyJson.text(json);
    }

    private static String text(List<ScriptListing> listings, FrontEnd frontEnd, int width) {
        LabelledText text = new LabelledText(width);
        listings.forEach(listing -> SurveyText.head(listing, text));
        return text.blank()
                .paragraph("'" + frontEnd.verbose("list")
                        + "' says which functions of the loaded module each would probe.")
                .toString();
    }
}
