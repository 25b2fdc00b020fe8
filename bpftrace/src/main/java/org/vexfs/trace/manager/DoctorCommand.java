package org.vexfs.trace.manager;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.vexfs.trace.bpftrace.Preflight;
import org.vexfs.trace.config.TraceConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says whether a module can be traced here, and what is in the way. */
@Command(
        name = "doctor",
        description = {
            "Checks what a trace needs: rights, bpftrace, the kernel, the module and its functions. Each check is OK, or"
                    + " FAIL with its remedy.",
            "With --verbose: also which patterns of the shipped configuration match nothing. With --quiet: only what fails."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:a trace can start",
            "1:the command line or the configuration is wrong",
            "2:no trace can start; what is in the way has been said"
        },
        footer = {
            "",
            "Examples:",
            "  sudo " + TraceManager.NAME + " doctor",
            "  sudo " + TraceManager.NAME + " doctor --config ext4.yaml",
            "  " + TraceManager.NAME + " doctor -Dvexfs.trace.bpftrace='sudo -n bpftrace'",
            "  sudo " + TraceManager.NAME + " doctor --no-module-check --format json"
        })
final class DoctorCommand implements Callable<Integer> {

    private final Function<TraceConfig, Preflight> inspection;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    DoctorCommand(Function<TraceConfig, Preflight> inspection) {
        this.inspection = inspection;
    }

    @Override
    public Integer call() {
        Survey survey = Survey.of(options.config(), inspection);
        spec.commandLine().getOut().print(options.json() ? json(survey) : text(survey));
        spec.commandLine().getOut().flush();
        return (survey.fit() ? Outcome.DONE : Outcome.NOT_FIT).status();
    }

    private String text(Survey survey) {
        int width = spec.commandLine().getUsageHelpWidth();
        return options.quiet()
                ? DoctorText.failures(survey, width)
                : DoctorText.of(survey, options.verbose(), TraceManager.frontEnd(spec), width);
    }

    private static String json(Survey survey) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("module", survey.config().module());
        json.put("fit", survey.fit());
        json.put("checks", survey.preflight().checks());
        json.put(
                "scripts",
                ScriptListing.of(Set.of(), survey.config()).stream()
                        .map(listing -> counts(listing, survey))
                        .toList());
        SurveyJson.putUnmatched(survey, json);
        return SurveyJson.text(json);
    }

    private static Map<String, Object> counts(ScriptListing listing, Survey survey) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", listing.name());
        json.put("configured", listing.configured());
        survey.functions()
                .ifPresent(
                        functions -> json.put("functions", functions.selected().size()));
        survey.probes(listing.script()).ifPresent(probes -> {
            json.put("kernelFunctions", probes.kernelFunctionCount());
            json.put("tracepoints", probes.tracepointCount());
        });
        return json;
    }
}
