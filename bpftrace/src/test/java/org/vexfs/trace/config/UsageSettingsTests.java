package org.vexfs.trace.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageSettingsTests {

    private static final String LARGE = "kernel_trace.thresholds.large_allocation_threshold";
    private static final String HIGH_USAGE = "memory_trace.pressure_detection.high_usage_threshold_mb";
    private static final String FAILURE_RATE = "memory_trace.pressure_detection.failure_rate_threshold";
    private static final String AGE = "memory_trace.leak_detection.leak_threshold_seconds";
    private static final String OUTSTANDING = "memory_trace.leak_detection.outstanding_alloc_threshold";

    @TempDir
    private Path folder;

    private final Properties properties = new Properties();

    @Test
    void theDefaultsAreThoseOfTheOlderTool() {
        assertThat(load().largeAllocation()).isEqualTo(1_048_576);
        assertThat(load().vectors().functions())
                .containsExactly("vexfs_vector_*", "vexfs_add_vector*", "vexfs_hnsw_*", "vexfs_lsh_*");
        assertThat(load().leaks()).isEqualTo(new UsageSettings.LeakHints(Duration.ofSeconds(300), 1_000));
        assertThat(load().pressure()).isEqualTo(new UsageSettings.Pressure(100_000_000, 1));
        assertThat(load().alerts()).isEqualTo(new UsageSettings.AlertRate(Duration.ofSeconds(5), 20));
    }

    @Test
    void eachCanBeSetInThePlainUnitThatItsNameHas() {
        set(LARGE, "0");
        set("memory_trace.vector_functions", "a_*, b");
        set(HIGH_USAGE, "64");
        set(FAILURE_RATE, "2.5");
        set(AGE, "5");
        set(OUTSTANDING, "7");

        assertThat(load().largeAllocation()).isZero();
        assertThat(load().vectors().functions()).isEqualTo(List.of("a_*", "b"));
        assertThat(load().leaks()).isEqualTo(new UsageSettings.LeakHints(Duration.ofSeconds(5), 7));
        assertThat(load().pressure()).isEqualTo(new UsageSettings.Pressure(64_000_000, 2.5));
    }

    @ParameterizedTest
    @CsvSource({
        "64, 64000000",
        "64MB, 64000000",
        "64 MiB, 67108864",
        "3 GiB, 3221225472",
        "2GB, 2000000000",
        "4096 B, 4096",
        "8kB, 8000",
        "8KiB, 8192"
    })
    void bytesAreTakenWithTheirUnit(String value, long bytes) {
        set(HIGH_USAGE, value);

        assertThat(load().pressure().highUsage()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"300, 300000", "60s, 60000", "2min, 120000", "5 ms, 5"})
    void anAgeIsTakenInSecondsOrWithItsUnit(String value, long millis) {
        set(AGE, value);

        assertThat(load().leaks().age()).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"-1", "1 mb", "9999999999999999", "999999999999999 GiB", "many"})
    void whatIsNoNumberOfBytesIsReported(String value) {
        set(LARGE, value);

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(this::load)
                .withMessage(
                        "-Dvexfs.trace." + LARGE + ": " + LARGE + " is '" + value + "'; expected a number of bytes,"
                                + " or one with B, kB, MB, GB, KiB, MiB or GiB, such as 1048576 or 64MiB");
    }

    @Test
    void theSectionsOfTheOlderToolLoadUnchangedAndAreTheDefaults() throws IOException {
        properties.setProperty("vexfs.trace.config", "trace.yaml");
        Files.writeString(folder.resolve("trace.yaml"), """
                kernel_trace:
                  thresholds:
                    large_allocation_threshold: 1048576
                memory_trace:
                  tracking: {track_allocations: true, track_deallocations: true, track_leaks: true, track_fragmentation: true}
                  vector_memory: {track_vector_allocs: true, track_buffer_usage: true, track_dimension_impact: true}
                  leak_detection:
                    leak_threshold_seconds: 300
                    outstanding_alloc_threshold: 1000
                  pressure_detection:
                    high_usage_threshold_mb: 100
                    failure_rate_threshold: 1
                  analysis: {track_allocation_patterns: true, track_lifetimes: true, stack_trace_large_allocs: true}
                """);

        assertThat(ConfigLoader.load(properties, folder, Map.of()).usage())
                .isEqualTo(ConfigLoader.shipped().usage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"memory_trace.leak_age", "memory_trace.pressure_threshold", "memory_trace.large_allocation"})
    void theNamesThatTheseKeysHadBeforeAreUnknown(String key) {
        set(key, "1");

        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(this::load)
                .withMessageContaining("unknown key '" + key + "'");
    }

    @Test
    void inProductionTheModuleMayHoldFiveTimesAsMuchBeforeItIsConspicuous() {
        properties.setProperty("vexfs.trace.environment", "production");

        assertThat(load().pressure().highUsage()).isEqualTo(500_000_000);
    }

    private void set(String key, String value) {
        properties.setProperty("vexfs.trace." + key, value);
    }

    private UsageSettings load() {
        return ConfigLoader.load(properties, Path.of("/project"), Map.of()).usage();
    }
}
