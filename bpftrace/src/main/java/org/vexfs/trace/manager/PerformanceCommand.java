package org.vexfs.trace.manager;

import org.vexfs.trace.config.TraceScript;
import picocli.CommandLine.Command;

/** Traces how long operations take, and where they wait. */
@Command(
        name = "performance",
        description = {
            "Traces how long the module's operations take, and where they wait. The same as run performance.",
            "Writes a text result, in which each event is a line, and the capture beside it, from which assertions and"
                    + " reports can be made again. Ctrl-C ends it early, with its report."
        },
        footer = {
            "",
            "Examples:",
            "  sudo " + TraceManager.NAME + " performance",
            "  sudo " + TraceManager.NAME + " performance -d 5min -o /var/tmp/results"
        })
final class PerformanceCommand extends TracingCommand {

    PerformanceCommand(TraceRun.Machine machine) {
        super(machine);
    }

    @Override
    TracedScripts traced() {
        return TracedScripts.of(TraceScript.PERFORMANCE);
    }
}
