package org.vexfs.trace.manager;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Optional;
import org.vexfs.trace.config.TraceConfig;
import picocli.CommandLine.Command;

/** Traces with all of the shipped scripts at once, and shows what goes on. */
@Command(
        name = "monitor",
        description = {
            "Traces with all three scripts at once, in one bpftrace, and shows live what the module does: operations and"
                    + " their times, caches, locks, memory and alerts. q or Ctrl-C ends it, with its report.",
            "Where the output is no terminal, the same is written every output.realtime.stats_interval (10s); with"
                    + " --quiet only the report at the end. NO_COLOR=1 in the environment leaves out the colours.",
            "Writes a text result and the capture beside it, as run does."
        },
        footer = {
            "",
            "Examples:",
            "  sudo " + TraceManager.NAME + " monitor",
            "  sudo " + TraceManager.NAME + " monitor -d 10min -o /var/tmp/results",
            "  sudo " + TraceManager.NAME + " monitor -d 30 > monitor.log"
        })
final class MonitorCommand extends TracingCommand {

    MonitorCommand(TraceRun.Machine machine) {
        super(machine);
    }

    @Override
    TracedScripts traced() {
        return TracedScripts.ALL;
    }

    @Override
    TraceRun.Terminal terminal(PrintWriter out, PrintWriter told, PrintWriter err, boolean redrawn, boolean quiet) {
        return quiet
                ? new TraceRun.Terminal(out, new PrintWriter(Writer.nullWriter()), err, false, false)
                : super.terminal(out, told, err, redrawn, false);
    }

    @Override
    TraceProgress progress(TraceConfig config, TraceRun.Terminal terminal, boolean quiet) {
        if (quiet) {
            return new ProgressLine(config.byHand().statsInterval(), terminal);
        }
        MonitorProgress.Opener opener = TraceManager.frontEnd(spec()) == FrontEnd.COMMAND_LINE
                ? TerminalScreen::open
                : quit -> Optional.empty();
        int width = spec().commandLine().getUsageHelpWidth();
        return new MonitorProgress(config.byHand().statsInterval(), terminal, opener, width);
    }
}
