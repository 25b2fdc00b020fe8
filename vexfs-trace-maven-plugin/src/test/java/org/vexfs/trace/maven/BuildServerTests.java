package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildServerTests {

    @ParameterizedTest
    @CsvSource({"CI, true", "GITHUB_ACTIONS, true", "GITLAB_CI, true", "JENKINS_URL, https://ci.example.org/"})
    void itIsToldByWhatItSets(String variable, String value) {
        assertThat(BuildServer.of(Map.of("PATH", "/bin", variable, value))).hasValue(variable + "=" + value);
    }

    @ParameterizedTest
    @CsvSource({"CI, false", "CI, ''", "CI, 0", "HOME, /root"})
    void nothingElseIsOne(String variable, String value) {
        assertThat(BuildServer.of(Map.of(variable, value))).isEmpty();
    }

    @Test
    void noEnvironmentIsNone() {
        assertThat(BuildServer.of(Map.of())).isEmpty();
    }
}
