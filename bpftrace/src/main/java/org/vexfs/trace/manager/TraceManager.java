package org.vexfs.trace.manager;

import java.util.Locale;
import java.util.function.Function;
import org.vexfs.trace.bpftrace.BpftraceCommand;
import org.vexfs.trace.bpftrace.Preflight;
import org.vexfs.trace.config.ConfigurationException;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.output.PrintableText;
import org.vexfs.trace.session.LiveSession;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;

/** The command line over the commands. {@code bpftrace/tools/vexfs_trace_manager.sh} starts it. */
@Command(
        name = TraceManager.NAME,
        mixinStandardHelpOptions = true,
        versionProvider = ManagerVersion.class,
        description = "Traces a Linux kernel module with bpftrace, and says whether that can be done here.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:done",
            "1:the command line or the configuration is wrong",
            "2:no trace can start here, or what was asked for is not allowed",
            "3:something was found that --fail-on names",
            "4:a trace may have missed something"
        },
        footer = {
            "",
            "Examples:",
            "  " + TraceManager.NAME + " doctor",
            "  " + TraceManager.NAME + " list --verbose memory",
            "  sudo " + TraceManager.NAME + " run memory -d 30",
            "  " + TraceManager.NAME + " help run"
        })
public final class TraceManager {

    static final String NAME = "vexfs_trace_manager.sh";

    private static final int DEFAULT_WIDTH = 80;
    private static final int NARROWEST = 60;
    private static final int WIDEST = 160;

    private final FrontEnd frontEnd;

    private TraceManager(FrontEnd frontEnd) {
        this.frontEnd = frontEnd;
    }

    /** Runs the command that the arguments name, and ends the JVM with its exit status. */
    public static void main(String[] arguments) {
        System.setProperty("org.slf4j.simpleLogger.showThreadName", "false");
        System.setProperty("org.slf4j.simpleLogger.showLogName", "false");
        System.setProperty(
                "org.slf4j.simpleLogger.defaultLogLevel",
                LogSettings.level(arguments).name().toLowerCase(Locale.ROOT));
        System.exit(commandLine(FrontEnd.COMMAND_LINE).execute(arguments));
    }

    /** Gives the command line for this machine. */
    static CommandLine commandLine(FrontEnd frontEnd) {
        return commandLine(frontEnd, TraceManager::inspect, RunningTraces.onThisMachine(), System.getenv("COLUMNS"));
    }

    private static Preflight inspect(TraceConfig config) {
        return Preflight.run(
                new BpftraceCommand(config.command())
                        .withSymbolMap(config.advanced().symbolMap()),
                config.module(),
                config.functions(),
                config.moduleCheck());
    }

    /**
     * Gives the command line.
     *
     * @param frontEnd where users type it
     * @param inspection looks at the machine and the module
     * @param running the traces that run
     * @param columns how wide lines may be, as the environment has it; null where it has not
     */
    static CommandLine commandLine(
            FrontEnd frontEnd, Function<TraceConfig, Preflight> inspection, RunningTraces running, String columns) {
        TraceRun.Machine machine = new TraceRun.Machine(LiveSession::startByHand, running);
        CommandLine line = new CommandLine(new TraceManager(frontEnd))
                .addSubcommand(new ListCommand(inspection))
                .addSubcommand(new RunCommand(machine))
                .addSubcommand(new PerformanceCommand(machine))
                .addSubcommand(new MemoryCommand(machine))
                .addSubcommand(new CustomCommand(machine))
                .addSubcommand(new MonitorCommand(machine))
                .addSubcommand(new DoctorCommand(inspection))
                .addSubcommand(new AnalyzeCommand())
                .addSubcommand(new StatusCommand(running))
                .addSubcommand(new StopCommand(running))
                .addSubcommand(new CleanCommand(running))
                .addSubcommand(new AutoComplete.GenerateCompletion())
                .addSubcommand(new HelpCommand());
        // What is typed once, to set up a shell, would only push the others aside.
        line.getSubcommands()
                .get("generate-completion")
                .getCommandSpec()
                .usageMessage()
                .hidden(true);
        return line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setUsageHelpWidth(width(columns))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(new UsageErrors())
                .setExecutionExceptionHandler(TraceManager::failed);
    }

    /** Gives where the user gave a command. */
    static FrontEnd frontEnd(CommandSpec command) {
        return ((TraceManager) command.root().userObject()).frontEnd;
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof ConfigurationException) {
            command.getErr()
                    .println(frontEnd(command.getCommandSpec()).complaint(PrintableText.of(failure.getMessage())));
            return Outcome.USAGE.status();
        }
        throw failure;
    }

    private static int width(String columns) {
        return columns != null && columns.matches("[1-9]\\d{0,3}")
                ? Math.max(NARROWEST, Math.min(Integer.parseInt(columns), WIDEST))
                : DEFAULT_WIDTH;
    }
}
