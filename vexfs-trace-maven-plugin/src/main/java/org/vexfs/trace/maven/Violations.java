package org.vexfs.trace.maven;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoFailureException;
import org.vexfs.trace.report.TextSummary;

/** What the goals that fail a build have in common: whether something does, and how the failure lists all of it. */
final class Violations {

    private Violations() {}

    /**
     * Reads whether something fails the build.
     *
     * @throws IllegalArgumentException if the value is neither {@code fail} nor {@code warn}
     */
    static boolean fails(String parameter, String value) {
        if (!value.equals("fail") && !value.equals("warn")) {
            throw new IllegalArgumentException(parameter + " is '" + value + "'; expected fail or warn");
        }
        return value.equals("fail");
    }

    /**
     * Gives the failure that lists every violation.
     *
     * @param head what to say before how many there are
     */
    static MojoFailureException failure(String head, List<String> violations) {
        return new MojoFailureException(violations.stream()
                .collect(Collectors.joining(
                        "\n\n", head + TextSummary.count(violations.size(), "violation") + ":\n\n", "\n")));
    }
}
