package org.vexfs.trace.maven;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells whether a build runs on a server, where nobody commits what it writes. */
final class BuildServer {

    /** What the servers set; {@code CI} may be set to say that there is none. */
    private static final List<String> VARIABLES = List.of(
            "CI",
            "GITHUB_ACTIONS",
            "GITLAB_CI",
            "JENKINS_URL",
            "BUILDKITE",
            "CIRCLECI",
            "TEAMCITY_VERSION",
            "TF_BUILD",
            "TRAVIS");

    private BuildServer() {}

    /** Gives the variable that says so, such as {@code CI=true}. */
    static Optional<String> of(Map<String, String> environment) {
        return VARIABLES.stream()
                .filter(name -> {
                    String value = environment.getOrDefault(name, "");
                    return !value.isBlank() && !value.equalsIgnoreCase("false") && !value.equals("0");
                })
                .map(name -> name + "=" + environment.get(name))
                .findFirst();
    }
}
