package org.vexfs.trace.manager;

import org.vexfs.trace.config.ConfigurationException;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.config.TraceConfig.LogLevel;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** What a command line says of how much to log, which must be known before the first logger is made. */
@Command
final class LogSettings {

    @Mixin
    private CommonOptions options;

    private LogSettings() {}

    /** Gives how much to log. What is wrong with the arguments, the command itself complains of. */
    static LogLevel level(String... arguments) {
        LogSettings settings = new LogSettings();
        try {
            new CommandLine(settings)
                    .setUnmatchedArgumentsAllowed(true)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .parseArgs(arguments);
            TraceConfig config = settings.options.config();
            LogLevel level =
                    config.advanced().debug() ? LogLevel.DEBUG : config.byHand().logLevel();
            return settings.options.verbose() && level.compareTo(LogLevel.INFO) > 0 ? LogLevel.INFO : level;
        } catch (ParameterException | ConfigurationException e) {
            return LogLevel.WARN;
        }
    }
}
