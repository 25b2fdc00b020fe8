package org.vexfs.trace.manager;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Ends the traces that run on this machine. */
@Command(
        name = "stop",
        description = {
            "Ends the traces that run.",
            "Asks all traces of this machine that the trace manager started to end, and waits until each has taken in what"
                    + " was still on its way, and written its report. One that does not end in time is killed. A process"
                    + " that has only the number of one that traced is left alone.",
            "With --quiet: says only what could not be ended."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:no trace is running any more",
            "1:the command line or the configuration is wrong",
            "2:a trace could not be ended; which, has been said"
        },
        footer = {
            "",
            "Examples:",
            "  sudo " + TraceManager.NAME + " stop",
            "  sudo " + TraceManager.NAME + " stop --timeout 10",
            "  sudo " + TraceManager.NAME + " stop --format json"
        })
final class StopCommand implements Callable<Integer> {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    /** How long the kernel may take to let go of what was killed. */
    private static final Duration LONGEST_DEATH = Duration.ofSeconds(10);

    private final RunningTraces traces;

    @Spec
    private CommandSpec spec;

    @Mixin
    private CommonOptions options;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "120",
            description = "How long a trace may take to end before it is killed. Default: ${DEFAULT-VALUE}.")
    private int timeout;

    StopCommand(RunningTraces traces) {
        this.traces = traces;
    }

    @Override
    public Integer call() {
        if (timeout < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--timeout is " + timeout + "; expected a number of seconds, 0 or more");
        }
        options.config(); // Nothing of it has a say here, but what is wrong is refused as elsewhere.
        long self = ProcessHandle.current().pid();
        List<Stopping> stoppings = traces.running().stream()
                .filter(trace -> trace.pid() != self)
                .flatMap(trace -> Stopping.of(trace).stream())
                .toList();
        if (stoppings.isEmpty()) {
            tell("No trace is running on this machine.");
        }
        stoppings.forEach(Stopping::terminate);
        List<Stopping> late = await(stoppings, Duration.ofSeconds(timeout));
        late.forEach(Stopping::kill);
        await(late, LONGEST_DEATH);
        traces.running(); // Removes the entries of those that were killed.
        return conclude(stoppings).status();
    }

    /** Waits until all are over, and tells of each that ends. Gives those that are not when the time is. */
    private List<Stopping> await(List<Stopping> stoppings, Duration longest) {
        long began = System.nanoTime();
        List<Stopping> open = new ArrayList<>(stoppings);
        while (true) {
            List<Stopping> over = open.stream().filter(Stopping::over).toList();
            over.stream().filter(Stopping::ended).map(Stopping::text).forEach(this::tell);
            open.removeAll(over);
            if (open.isEmpty()
                    || System.nanoTime() - began >= longest.toNanos()
                    || Thread.currentThread().isInterrupted()) {
                return open;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private void tell(String text) {
        if (!options.quiet() && !options.json()) {
            PrintWriter out = spec.commandLine().getOut();
            out.print(new LabelledText(spec.commandLine().getUsageHelpWidth()).paragraph(text));
            out.flush();
        }
    }

    private Outcome conclude(List<Stopping> stoppings) {
        if (options.json()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("stopped", stoppings.stream().map(StopCommand::json).toList());
            spec.commandLine().getOut().print(SurveyJson.text(json));
            spec.commandLine().getOut().flush();
        }
        List<Stopping> left =
                stoppings.stream().filter(stopping -> !stopping.ended()).toList();
        left.forEach(stopping ->
                spec.commandLine().getErr().println(TraceManager.frontEnd(spec).complaint(stopping.text())));
        return left.isEmpty() ? Outcome.DONE : Outcome.NOT_FIT;
    }

    private static Map<String, Object> json(Stopping stopping) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pid", stopping.trace().pid());
        json.put("user", stopping.trace().user());
        json.put("script", stopping.trace().script());
        json.put("module", stopping.trace().module());
        json.put("result", stopping.trace().result());
        json.put("how", stopping.how());
        return json;
    }
}
