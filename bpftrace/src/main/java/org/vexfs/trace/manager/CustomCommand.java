package org.vexfs.trace.manager;

import java.nio.file.Path;
import java.util.Map;
import org.vexfs.trace.config.TraceScript;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Traces with a script of the user's own. */
@Command(
        name = "custom",
        description = {
            "Traces with a bpftrace script of your own. What it prints is in the result as it comes; its maps are in the"
                    + " capture.",
            "Writes a text result, in which each event is a line, and the capture beside it, from which assertions and"
                    + " reports can be made again. Ctrl-C ends it early, with its report."
        },
        footer = {
            "",
            "Examples:",
            "  sudo " + TraceManager.NAME + " custom mine.bt",
            "  sudo " + TraceManager.NAME + " custom mine.bt -d 30"
        })
final class CustomCommand extends TracingCommand {

    @Parameters(paramLabel = "FILE", description = "The script.")
    private Path file;

    CustomCommand(TraceRun.Machine machine) {
        super(machine);
    }

    @Override
    TracedScripts traced() {
        return TracedScripts.of(TraceScript.CUSTOM);
    }

    @Override
    Map<String, String> overrides() {
        return Map.of("custom_trace.file", file.toAbsolutePath().toString());
    }
}
