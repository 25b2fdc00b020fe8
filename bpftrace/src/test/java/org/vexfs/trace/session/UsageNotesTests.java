package org.vexfs.trace.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.UsageSettings;

class UsageNotesTests {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void everySettingComesOutOfACaptureAsItWas() throws JsonProcessingException {
        UsageSettings settings = ConfigLoader.load(
                        new Properties(),
                        Path.of(""),
                        Map.ofEntries(
                                Map.entry("kernel_trace.thresholds.large_allocation_threshold", "5"),
                                Map.entry("memory_trace.vector_functions", "a_*,b"),
                                Map.entry("operations.dimension_arguments", "a_*:1,b:4"),
                                Map.entry("memory_trace.tracking.track_allocations", "false"),
                                Map.entry("memory_trace.tracking.track_deallocations", "false"),
                                Map.entry("memory_trace.tracking.track_leaks", "false"),
                                Map.entry("memory_trace.tracking.track_fragmentation", "false"),
                                Map.entry("memory_trace.vector_memory.track_vector_allocs", "false"),
                                Map.entry("memory_trace.vector_memory.track_buffer_usage", "false"),
                                Map.entry("memory_trace.vector_memory.track_dimension_impact", "false"),
                                Map.entry("memory_trace.leak_detection.leak_threshold_seconds", "7ms"),
                                Map.entry("memory_trace.leak_detection.outstanding_alloc_threshold", "8"),
                                Map.entry("memory_trace.pressure_detection.high_usage_threshold_mb", "3GiB"),
                                Map.entry("memory_trace.pressure_detection.failure_rate_threshold", "2.5"),
                                Map.entry("memory_trace.analysis.track_allocation_patterns", "false"),
                                Map.entry("memory_trace.analysis.track_lifetimes", "false"),
                                Map.entry("memory_trace.analysis.stack_trace_large_allocs", "false"),
                                Map.entry("performance_trace.alerts.interval", "9s"),
                                Map.entry("performance_trace.alerts.fewest_calls", "10")))
                .usage();

        String json = MAPPER.writeValueAsString(UsageNotes.of(settings));

        assertThat(MAPPER.readValue(json, UsageNotes.class).toSettings()).isEqualTo(settings);
    }

    @Test
    void whatACaptureOfAnEarlyVersionLacksIsAsItIsShipped() throws JsonProcessingException {
        UsageSettings settings = MAPPER.readValue(
                        "{\"largeAllocation\":100,\"vectorFunctions\":[\"a_*\"],\"pressureThreshold\":150,\"leakAge\":1}",
                        UsageNotes.class)
                .toSettings();

        assertThat(settings.largeAllocation()).isEqualTo(100);
        assertThat(settings.vectors().functions()).isEqualTo(List.of("a_*"));
        assertThat(settings.pressure()).isEqualTo(new UsageSettings.Pressure(150, 1));
        assertThat(settings.leaks()).isEqualTo(new UsageSettings.LeakHints(Duration.ofNanos(1), 1_000));
        assertThat(settings.tracking()).isEqualTo(UsageSettings.Tracking.ALL);
        assertThat(settings.details()).isEqualTo(UsageSettings.Details.ALL);
    }

    @Test
    void whatIsNotWhatItShouldBeIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new UsageNotes(Map.of("trackLeaks", "no")).toSettings())
                .withMessage("trackLeaks is 'no'");
    }
}
