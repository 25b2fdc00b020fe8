package org.vexfs.trace.manager;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.ConfigurationException;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.config.TraceScript;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that all commands have in common. */
final class CommonOptions {

    private static final String PREFIX = "vexfs.trace.";

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "A YAML file of your own, with what differs from the shipped configuration.")
    private @Nullable Path file;

    @Option(
            names = "--environment",
            paramLabel = "NAME",
            description = "The environment of the configuration whose overrides hold.")
    private @Nullable String environment;

    @Option(names = "--no-module-check", description = "The module need not be loaded.")
    private boolean noModuleCheck;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = "A setting, spelt as for Maven: -Dvexfs.trace.KEY=VALUE.")
    private Map<String, String> settings = new LinkedHashMap<>();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "How to write it: text or json; for analyze also csv or html. Default: ${DEFAULT-VALUE}.")
    private OutputFormat format;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @ArgGroup
    private Amount amount = new Amount();

    private static final class Amount {

        @Option(
                names = {"-v", "--verbose"},
                description = "Say more.")
        private boolean verbose;

        @Option(
                names = {"-q", "--quiet"},
                description = "Say only what matters to a script.")
        private boolean quiet;
    }

    /**
     * Gives the configuration that they come to.
     *
     * @throws ConfigurationException if it is wrong
     */
    TraceConfig config() {
        return load(Map.of());
    }

    /**
     * Gives the same for some scripts.
     *
     * @param overrides further settings, by key
     * @throws ConfigurationException if it is wrong
     */
    TraceConfig config(Set<TraceScript> scripts, Map<String, String> overrides) {
        Map<String, String> all = new LinkedHashMap<>(overrides);
        all.put("scripts", scripts.stream().map(TraceScript::name).collect(Collectors.joining(",")));
        return load(all);
    }

    private TraceConfig load(Map<String, String> overrides) {
        Properties properties = new Properties();
        settings.forEach((key, value) -> {
            if (!key.startsWith(PREFIX)) {
                throw new ConfigurationException("-D" + key + " is no setting; expected -D" + PREFIX
                        + "KEY=VALUE, such as -D" + PREFIX + "module=NAME");
            }
            properties.setProperty(key, value);
        });
        if (file != null) {
            properties.setProperty(PREFIX + "config", file.toString());
        }
        if (environment != null) {
            properties.setProperty(PREFIX + "environment", environment);
        }
        if (noModuleCheck) {
            properties.setProperty(PREFIX + "module_check", "false");
        }
        return ConfigLoader.load(properties, Path.of(""), overrides);
    }

    boolean verbose() {
        return amount.verbose;
    }

    boolean quiet() {
        return amount.quiet;
    }

    OutputFormat format() {
        return format;
    }

    /** Gives whether it is JSON, of a command that knows that and text. */
    boolean json() {
        if (format == OutputFormat.TEXT || format == OutputFormat.JSON) {
            return format == OutputFormat.JSON;
        }
        throw new ParameterException(
                command.commandLine(),
                "--format is " + format.name().toLowerCase(Locale.ROOT) + "; expected text or json");
    }
}
