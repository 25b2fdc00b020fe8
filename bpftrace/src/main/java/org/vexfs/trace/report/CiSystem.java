package org.vexfs.trace.report;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A system of continuous integration, by what it reads of a build's output. */
public enum CiSystem {
    /** None, or one that reads nothing but the reports. */
    NONE("", ""),
    /** Reads commands from standard output, and a summary in Markdown from a file. */
    GITHUB("GITHUB_ACTIONS", "GITHUB_WORKSPACE"),
    /** Shows files that test cases name relative to the project. */
    GITLAB("GITLAB_CI", "CI_PROJECT_DIR"),
    /** Shows files that test cases name by their whole path. */
    JENKINS("JENKINS_URL", "WORKSPACE");

    /** What stands for the system that the environment tells of. */
    public static final String DETECTED = "auto";

    private final String variable;
    private final String workspace;

    CiSystem(String variable, String workspace) {
        this.variable = variable;
        this.workspace = workspace;
    }

    /** Gives the system whose variables an environment has. */
    public static CiSystem detect(Map<String, String> environment) {
        return List.of(GITHUB, GITLAB, JENKINS).stream()
                .filter(system -> !environment.getOrDefault(system.variable, "").isEmpty()
                        && !environment.get(system.variable).equals("false"))
                .findFirst()
                .orElse(NONE);
    }

    /**
     * Gives the system of a name, or the one that the environment tells of.
     *
     * @param name {@value #DETECTED}, or a system in small letters
     * @throws IllegalArgumentException if there is none of that name; the message says what there is
     */
    public static CiSystem of(String name, Map<String, String> environment) {
        if (name.equals(DETECTED)) {
            return detect(environment);
        }
        return Arrays.stream(values())
                .filter(system -> system.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "ci is '" + name + "'; expected " + DETECTED + ", github, gitlab, jenkins or none"));
    }

    /** Gives the folder that its paths are relative to, if the environment tells. */
    public Optional<Path> workspace(Map<String, String> environment) {
        return Optional.ofNullable(environment.get(workspace))
                .filter(path -> !path.isEmpty())
                .map(Path::of);
    }

    /** Gives its name in small letters. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
