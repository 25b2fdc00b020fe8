package org.vexfs.trace.manager;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vexfs.trace.config.NearestKey;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.output.PrintableText;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what is wrong with a command line, what is nearest to it, and where to read on. */
final class UsageErrors implements IParameterExceptionHandler {

    private static final Pattern UNKNOWN_COMMAND = Pattern.compile("Unknown subcommand '(.*)'\\.");

    private static final List<String> SCRIPTS =
            TraceScript.shipped().stream().map(ScriptListing::name).toList();

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        CommandSpec spec = command.getCommandSpec();
        FrontEnd frontEnd = TraceManager.frontEnd(spec);
        String help =
                spec.parent() == null || spec.name().equals("help") ? frontEnd.help() : frontEnd.help(spec.name());
        command.getErr().println(frontEnd.complaint(PrintableText.of(message(failure, spec))));
        command.getErr().println("Remedy: '" + help + "' says what can be given.");
        return Outcome.USAGE.status();
    }

    private static String message(ParameterException failure, CommandSpec spec) {
        if (failure instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched, spec);
        }
        if (failure instanceof MutuallyExclusiveArgsException) {
            return "--verbose and --quiet exclude each other; expected one of them, or neither";
        }
        if (failure instanceof MissingParameterException) {
            return failure.getMessage().replace("Missing required parameter for option", "no value for");
        }
        if (failure.getCause() instanceof TypeConversionException conversion) {
            return failure.getMessage().replaceFirst("^.* \\((\\w+)\\): .*$", "$1: ") + conversion.getMessage();
        }
        Set<String> commands = new LinkedHashSet<>(spec.root().subcommands().keySet());
        commands.removeIf(name -> spec.root()
                .subcommands()
                .get(name)
                .getCommandSpec()
                .usageMessage()
                .hidden());
        Matcher unknown = UNKNOWN_COMMAND.matcher(failure.getMessage());
        if (unknown.matches()) {
            return unknown("command", unknown.group(1), commands);
        }
        return failure.getMessage().equals("Missing required subcommand")
                ? "no command; expected one of " + String.join(", ", commands)
                : failure.getMessage();
    }

    private static String unmatched(UnmatchedArgumentException failure, CommandSpec spec) {
        String argument = failure.getUnmatched().get(0);
        if (failure.isUnknownOption()) {
            return unknown("option", argument, optionNames(spec));
        }
        if (spec.parent() == null) {
            return unknown("command", argument, spec.subcommands().keySet());
        }
        return spec.positionalParameters().isEmpty()
                ? "'" + argument + "' is more than " + spec.name() + " takes"
                : unknown("script", argument, SCRIPTS);
    }

    private static String unknown(String kind, String given, Collection<String> known) {
        return "unknown " + kind + " '" + given + "'; the nearest is '" + NearestKey.of(given, known) + "'";
    }

    private static Set<String> optionNames(CommandSpec spec) {
        Set<String> names = new TreeSet<>();
        spec.options().forEach(option -> names.addAll(List.of(option.names())));
        return names;
    }
}
