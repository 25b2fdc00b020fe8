package org.vexfs.trace.manager;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vexfs.trace.result.FindingKind;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The option that makes what was found an exit status. A trace that missed something and found something fails as one that
 * found something, for what was found is there, whatever was missed; as the verdict of a test does.
 */
final class FailOnOption {

    private static final String ANY = "any";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--fail-on",
            paramLabel = "KIND",
            split = ",",
            completionCandidates = Kinds.class,
            description = "Exit with status 3 if such were found: any, or some of leaks, double-frees, invalid-frees,"
                    + " warnings (of the kernel), errors, slow, alerts; separated by commas. Default: on none.")
    private Set<String> kinds = new LinkedHashSet<>();

    /** What it takes. */
    private static final class Kinds implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Stream.concat(
                            Stream.of(ANY), Arrays.stream(FindingKind.values()).map(FindingKind::toString))
                    .iterator();
        }
    }

    /** Gives what to fail on, so that what is wrong with it is refused before anything starts. */
    Set<FindingKind> asked() {
        Set<FindingKind> asked = EnumSet.noneOf(FindingKind.class);
        for (String kind : kinds) {
            if (kind.equalsIgnoreCase(ANY)) {
                return EnumSet.allOf(FindingKind.class);
            }
            asked.add(Arrays.stream(FindingKind.values())
                    .filter(known -> known.toString().equals(kind.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .orElseThrow(() -> new ParameterException(
                            command.commandLine(),
                            "--fail-on is '" + kind + "'; expected " + String.join(", ", new Kinds()))));
        }
        return asked;
    }

    /**
     * Gives how a command ends, and complains of what it fails on.
     *
     * @param found what was found
     * @param otherwise how it ends if that is nothing to fail on
     */
    Outcome outcome(Set<FindingKind> found, Outcome otherwise) {
        String wrong = asked().stream()
                .filter(found::contains)
                .map(FindingKind::toString)
                .collect(Collectors.joining(", "));
        if (wrong.isEmpty()) {
            return otherwise;
        }
        command.commandLine()
                .getErr()
                .println(TraceManager.frontEnd(command).complaint("found what it was to fail on: " + wrong));
        return Outcome.FINDINGS;
    }
}
