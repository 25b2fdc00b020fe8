package org.vexfs.trace.maven;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.maven.model.ConfigurationContainer;
import org.apache.maven.model.Plugin;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;

/** Versions of Surefire and Failsafe that report a failure of a whole class as passed where failed tests are run again. */
final class HidingSurefire {

    private static final Set<String> VERSIONS = Set.of("3.5.5", "3.5.6", "3.6.0-M1");
    private static final String RERUNS = "rerunFailingTestsCount";

    private HidingSurefire() {}

    /** Gives what to say of those that a project uses. */
    static List<String> in(MavenProject project, Properties user) {
        List<String> warnings = new ArrayList<>();
        for (String name : List.of("surefire", "failsafe")) {
            Plugin plugin = project.getPlugin("org.apache.maven.plugins:maven-" + name + "-plugin");
            String property = name + "." + RERUNS;
            if (plugin != null && VERSIONS.contains(plugin.getVersion()) && reruns(plugin, property, project, user)) {
                warnings.add("maven-" + name + "-plugin " + plugin.getVersion() + " reports a failure of a whole class,"
                        + " such as that of a trace with scope CLASS, as passed where " + RERUNS
                        + " is set. What to do:"
                        + " use 3.6.0 or later, or do not run failed tests again.");
            }
        }
        return warnings;
    }

    private static boolean reruns(Plugin plugin, String property, MavenProject project, Properties user) {
        return Stream.concat(
                        Stream.of(
                                user.getProperty(property),
                                project.getProperties().getProperty(property)),
                        Stream.concat(Stream.of(plugin), plugin.getExecutions().stream())
                                .map(HidingSurefire::configured))
                .anyMatch(count ->
                        count != null && !count.isBlank() && !count.strip().equals("0"));
    }

    private static String configured(ConfigurationContainer container) {
        return container.getConfiguration() instanceof Xpp3Dom dom && dom.getChild(RERUNS) != null
                ? dom.getChild(RERUNS).getValue()
                : null;
    }
}
