package org.vexfs.trace.manager;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.config.DurationText;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.session.TraceUnavailableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that traces. */
@Command(
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:traced, and nothing is missing",
            "1:the command line or the configuration is wrong",
            "2:no trace can start; what is in the way has been said",
            "3:something was found that --fail-on names, whether anything is missing or not",
            "4:the trace may have missed something; what, has been said"
        })
abstract class TracingCommand implements Callable<Integer> {

    private final TraceRun.Machine machine;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    @Mixin
    private FailOnOption failOn;

    @Mixin
    private MetricsOptions metrics;

    @Option(
            names = {"-d", "--duration"},
            paramLabel = "TIME",
            description = "For how long: a number of seconds, or with a unit (500ms, 90s, 5min). Default: the"
                    + " configuration's general.default_duration, 60s.")
    private @Nullable String duration;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FOLDER",
            defaultValue = "results",
            description = "Where the result and the capture go. Default: ${DEFAULT-VALUE}.")
    private Path folder;

    TracingCommand(TraceRun.Machine machine) {
        this.machine = machine;
    }

    /** Gives what to trace. */
    abstract TracedScripts traced();

    /** Gives what tells how the trace goes on. */
    TraceProgress progress(TraceConfig config, TraceRun.Terminal terminal, boolean quiet) {
        return new ProgressLine(config.byHand().statsInterval(), terminal);
    }

    /** Gives where the trace says what it came to, and how it goes on. */
    TraceRun.Terminal terminal(PrintWriter out, PrintWriter told, PrintWriter err, boolean redrawn, boolean quiet) {
        return new TraceRun.Terminal(out, told, err, redrawn, quiet);
    }

    /** Gives the settings that it asks for, beside what is to be traced. */
    Map<String, String> overrides() {
        return Map.of();
    }

    CommandSpec spec() {
        return spec;
    }

    @Override
    public final Integer call() throws IOException {
        if (options.format() != OutputFormat.TEXT) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--format is " + options.format().name().toLowerCase(Locale.ROOT)
                            + "; expected text: a result is text, and the capture beside it is JSON");
        }
        failOn.asked();
        TraceConfig config = options.config(traced().scripts(), overrides());
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        FrontEnd frontEnd = TraceManager.frontEnd(spec);
        PrintWriter told = frontEnd.progress(out, err);
        boolean redrawn = frontEnd == FrontEnd.COMMAND_LINE && System.console() != null;
        TraceRun.Terminal terminal = terminal(out, told, err, redrawn, options.quiet());
        TraceRun run = new TraceRun(config, traced(), folder, duration(config), machine, terminal);
        try (Integrations integrations = Integrations.start(config, metrics, run::site, terminal)) {
            run.follow(integrations);
            Outcome outcome = run.run(progress(config, terminal, options.quiet()));
            return failOn.outcome(run.found(), outcome).status();
        } catch (TraceUnavailableException | Integrations.UnavailableException e) {
            terminal.complain(frontEnd.complaint(e.getMessage()));
            return Outcome.NOT_FIT.status();
        } catch (IOException e) {
            terminal.complain(frontEnd.complaint("there can be no result in " + folder + ": " + e
                    + ". Remedy: name a folder that can be" + " written, with -o"));
            return Outcome.NOT_FIT.status();
        }
    }

    private Duration duration(TraceConfig config) {
        if (duration == null) {
            return config.usualDuration();
        }
        Optional<Duration> given = DurationText.parse(duration.matches("\\d+") ? duration + "s" : duration);
        return given.filter(length -> !length.isZero())
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        "--duration is '" + duration + "'; expected seconds, or " + DurationText.EXPECTED
                                + ", above 0"));
    }
}
