package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import org.apache.maven.model.Build;
import org.apache.maven.model.Model;
import org.apache.maven.model.Plugin;
import org.apache.maven.model.PluginExecution;
import org.apache.maven.project.MavenProject;
import org.codehaus.plexus.util.xml.Xpp3Dom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HidingSurefireTests {

    private final Properties user = new Properties();

    @ParameterizedTest
    @ValueSource(strings = {"3.5.5", "3.5.6", "3.6.0-M1"})
    void aVersionThatHidesFailuresIsWarnedOfWhereTestsAreRunAgain(String version) {
        user.setProperty("failsafe.rerunFailingTestsCount", "2");

        assertThat(HidingSurefire.in(project("failsafe", version), user))
                .singleElement()
                .asString()
                .startsWith("maven-failsafe-plugin " + version + " reports a failure of a whole class")
                .contains("What to do: use 3.6.0 or later");
    }

    @Test
    void rerunsMayStandInThePom() {
        MavenProject project = project("surefire", "3.5.5");
        PluginExecution execution = new PluginExecution();
        Xpp3Dom configuration = new Xpp3Dom("configuration");
        Xpp3Dom count = new Xpp3Dom("rerunFailingTestsCount");
        count.setValue("1");
        configuration.addChild(count);
        execution.setConfiguration(configuration);
        project.getPlugin("org.apache.maven.plugins:maven-surefire-plugin").addExecution(execution);

        assertThat(HidingSurefire.in(project, user)).hasSize(1);
    }

    @Test
    void otherVersionsAndBuildsWithoutRerunsAreNotWarnedOf() {
        assertThat(HidingSurefire.in(project("surefire", "3.5.5"), user)).isEmpty();

        user.setProperty("surefire.rerunFailingTestsCount", "2");
        assertThat(HidingSurefire.in(project("surefire", "3.6.1"), user)).isEmpty();

        user.setProperty("surefire.rerunFailingTestsCount", "0");
        assertThat(HidingSurefire.in(project("surefire", "3.5.5"), user)).isEmpty();
    }

    private static MavenProject project(String name, String version) {
        Plugin plugin = new Plugin();
        plugin.setArtifactId("maven-" + name + "-plugin");
        plugin.setVersion(version);
        Model model = new Model();
        model.setBuild(new Build());
        model.getBuild().addPlugin(plugin);
        return new MavenProject(model);
    }
}
