package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CiSystemTests {

    @ParameterizedTest
    @CsvSource({"GITHUB_ACTIONS, true, GITHUB", "GITLAB_CI, true, GITLAB", "JENKINS_URL, https://ci/, JENKINS"})
    void aSystemIsKnownByItsVariable(String variable, String value, CiSystem system) {
        assertThat(CiSystem.of("auto", Map.of(variable, value))).isEqualTo(system);
    }

    @Test
    void withoutOneThereIsNone() {
        assertThat(CiSystem.detect(Map.of("CI", "true", "GITHUB_ACTIONS", "false", "GITLAB_CI", "")))
                .isEqualTo(CiSystem.NONE);
    }

    @ParameterizedTest
    @CsvSource({"github, GITHUB", "gitlab, GITLAB", "jenkins, JENKINS", "none, NONE"})
    void itCanBeForced(String name, CiSystem system) {
        assertThat(CiSystem.of(name, Map.of("GITHUB_ACTIONS", "true"))).isEqualTo(system);
    }

    @Test
    void anUnknownOneIsRefusedWithThoseThatThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CiSystem.of("travis", Map.of()))
                .withMessage("ci is 'travis'; expected auto, github, gitlab, jenkins or none");
    }

    @Test
    void eachTellsItsWorkspace() {
        assertThat(CiSystem.GITHUB.workspace(Map.of("GITHUB_WORKSPACE", "/home/runner/work")))
                .contains(Path.of("/home/runner/work"));
        assertThat(CiSystem.GITLAB.workspace(Map.of("CI_PROJECT_DIR", "/builds/vexfs")))
                .contains(Path.of("/builds/vexfs"));
        assertThat(CiSystem.JENKINS.workspace(Map.of())).isEmpty();
        assertThat(CiSystem.NONE.workspace(Map.of("WORKSPACE", "/home/jenkins")))
                .isEmpty();
    }
}
