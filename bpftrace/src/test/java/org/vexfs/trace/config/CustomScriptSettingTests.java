package org.vexfs.trace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** How a script of the user's own is configured. */
class CustomScriptSettingTests {

    private static final Path PROJECT = Path.of("/project");

    @Test
    void itsFileIsRelativeToTheProject() {
        TraceConfig config = load(Map.of("scripts", "CUSTOM", "custom_trace.file", "src/my.bt"));

        assertThat(config.customScript()).contains(PROJECT.resolve("src/my.bt"));
        assertThat(config.sameProgram(load(Map.of("scripts", "CUSTOM", "custom_trace.file", "src/other.bt"))))
                .isFalse();
    }

    @Test
    void withoutAFileItIsRefused() {
        assertThatThrownBy(() -> load(Map.of("scripts", "CUSTOM")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("custom_trace.file is 'none'", "file = ");
    }

    @Test
    void aFileOfAnAnnotationWithoutItIsRefused() {
        assertThatThrownBy(() -> load(Map.of("scripts", "MEMORY", "custom_trace.file", "my.bt")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("annotation", "custom_trace.file is 'my.bt'", "script = CUSTOM");
    }

    @Test
    void togetherWithAnotherItIsRefusedWithTheReason() {
        assertThatThrownBy(() -> load(Map.of("scripts", "MEMORY,CUSTOM", "custom_trace.file", "my.bt")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("CUSTOM alone", "could falsify the verdicts");
    }

    @Test
    void forOneThreadItIsRefused() {
        assertThatThrownBy(
                        () -> load(Map.of("scripts", "CUSTOM", "custom_trace.file", "my.bt", "attribution", "THREAD")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("attribution is 'THREAD'", "attribution = MODULE");
    }

    private static TraceConfig load(Map<String, String> annotation) {
        return ConfigLoader.load(new Properties(), PROJECT, annotation);
    }
}
