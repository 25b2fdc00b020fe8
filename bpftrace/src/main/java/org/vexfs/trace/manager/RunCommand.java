package org.vexfs.trace.manager;

import java.util.Iterator;
import org.vexfs.trace.config.TraceScript;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** Traces with one of the shipped scripts. */
@Command(
        name = "run",
        description = {
            "Traces the module with one of the scripts for a while.",
            "Writes a text result, in which each event is a line, and the capture beside it, from which assertions and"
                    + " reports can be made again. Ctrl-C ends it early, with its report."
        },
        footer = {
            "",
            "Examples:",
            "  sudo " + TraceManager.NAME + " run kernel",
            "  sudo " + TraceManager.NAME + " run memory -d 30",
            "  sudo " + TraceManager.NAME + " run performance --no-module-check -q"
        })
final class RunCommand extends TracingCommand {

    @Parameters(
            paramLabel = "SCRIPT",
            converter = Shipped.class,
            completionCandidates = ShippedNames.class,
            description = "Which script: kernel, performance or memory.")
    private TraceScript script;

    RunCommand(TraceRun.Machine machine) {
        super(machine);
    }

    @Override
    TracedScripts traced() {
        return TracedScripts.of(script);
    }

    /** What a shell completes. */
    private static final class ShippedNames implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return TraceScript.shipped().stream().map(ScriptListing::name).iterator();
        }
    }

    /** Reads which script it is. */
    private static final class Shipped implements ITypeConverter<TraceScript> {

        @Override
        public TraceScript convert(String name) {
            return TraceScript.shipped().stream()
                    .filter(script -> ScriptListing.name(script).equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + name
                            + "' is none; expected kernel, performance or memory. A script of your own is traced with"
                            + " 'custom FILE'"));
        }
    }
}
