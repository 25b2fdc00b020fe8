package org.vexfs.trace.manager;

import org.vexfs.trace.config.TraceScript;
import picocli.CommandLine.Command;

/** Traces what the module allocates, frees, frees twice, and still holds. */
@Command(
        name = "memory",
        description = {
            "Traces what the module allocates, frees, frees twice, and still holds. The same as run memory.",
            "Writes a text result, in which each event is a line, and the capture beside it, from which assertions and"
                    + " reports can be made again. Ctrl-C ends it early, with its report."
        },
        footer = {
            "",
            "Examples:",
            "  sudo " + TraceManager.NAME + " memory",
            "  sudo " + TraceManager.NAME + " memory -d 5min -o /var/tmp/results"
        })
final class MemoryCommand extends TracingCommand {

    MemoryCommand(TraceRun.Machine machine) {
        super(machine);
    }

    @Override
    TracedScripts traced() {
        return TracedScripts.of(TraceScript.MEMORY);
    }
}
