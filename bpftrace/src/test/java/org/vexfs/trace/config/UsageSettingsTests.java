package org.vexfs.trace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageSettingsTests {

    private final Properties properties = new Properties();

    @Test
    void theDefaultsAreAMebibyteSixtyFourMebibytesAndAMinute() {
        assertThat(load())
                .isEqualTo(new TraceConfig.Usage(
                        1L << 20,
                        List.of("vexfs_vector_*", "vexfs_add_vector*", "vexfs_hnsw_*", "vexfs_lsh_*"),
                        64L << 20,
                        Duration.ofMinutes(1)));
    }

    @Test
    void eachCanBeSet() {
        properties.setProperty("vexfs.trace.memory_trace.large_allocation", "0");
        properties.setProperty("vexfs.trace.memory_trace.vector_functions", "a_*, b");
        properties.setProperty("vexfs.trace.memory_trace.pressure_threshold", "999999999999999");
        properties.setProperty("vexfs.trace.memory_trace.leak_age", "5 ms");

        assertThat(load())
                .isEqualTo(new TraceConfig.Usage(0, List.of("a_*", "b"), 999_999_999_999_999L, Duration.ofMillis(5)));
    }

    @ParameterizedTest
    @CsvSource({"large_allocation, -1", "large_allocation, 1 MB", "pressure_threshold, 9999999999999999"})
    void whatIsNoNumberOfBytesIsReported(String key, String value) {
        properties.setProperty("vexfs.trace.memory_trace." + key, value);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(this::load)
                .withMessage("-Dvexfs.trace.memory_trace." + key + ": memory_trace." + key + " is '" + value
                        + "'; expected a number of bytes, such as 1048576");
    }

    private TraceConfig.Usage load() {
        return ConfigLoader.load(properties, Path.of("/project"), Map.of()).usage();
    }
}
