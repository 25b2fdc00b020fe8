package org.vexfs.trace.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration of the older shell tool, all its sections and keys in its units, is taken as it is. */
class OlderConfigurationTests {

    private static final String OLDER = """
            general:
              default_duration: 60
              output_dir: "../results"
              log_level: "INFO"
              max_output_size: 100
              cleanup_after_days: 7
            kernel_trace:
              filesystem_ops: true
              memory_ops: true
              lock_ops: true
              error_tracking: true
              module_lifecycle: true
              sampling:
                filesystem_sample_rate: 1
                memory_sample_rate: 1
                lock_sample_rate: 1
              thresholds:
                slow_operation_threshold: 10000
                large_allocation_threshold: 1048576
                lock_contention_threshold: 1000
            performance_trace:
              vector_ops:
                track_latency: true
                track_throughput: true
                track_dimensions: true
              hnsw_tracking:
                track_graph_size: true
                track_search_hops: true
                track_build_time: true
              lsh_tracking:
                track_hash_time: true
                track_bucket_distribution: true
                track_collision_rate: true
              io_tracking:
                track_read_latency: true
                track_write_latency: true
                track_throughput: true
              cache_tracking:
                track_hit_rate: true
                track_miss_patterns: true
              alerts:
                high_latency_threshold: 50
                low_cache_hit_threshold: 80
                high_error_rate_threshold: 5
            memory_trace:
              tracking:
                track_allocations: true
                track_deallocations: true
                track_leaks: true
                track_fragmentation: true
              vector_memory:
                track_vector_allocs: true
                track_buffer_usage: true
                track_dimension_impact: true
              leak_detection:
                leak_threshold_seconds: 300
                outstanding_alloc_threshold: 1000
              pressure_detection:
                high_usage_threshold_mb: 100
                failure_rate_threshold: 1
              analysis:
                track_allocation_patterns: true
                track_lifetimes: true
                stack_trace_large_allocs: true
            output:
              format:
                timestamps: true
                process_info: true
                function_names: true
                error_stack_traces: true
              realtime:
                stats_interval: 10
                alert_interval: 1
              post_processing:
                generate_summary: true
                generate_analysis: true
                generate_recommendations: true
            integration:
              grafana:
                enabled: false
                endpoint: "http://localhost:3000"
                dashboard_id: "vexfs-tracing"
              prometheus:
                enabled: false
                pushgateway: "http://localhost:9091"
                job_name: "vexfs-tracing"
              syslog:
                enabled: false
                facility: "local0"
                severity: "info"
            advanced:
              ebpf:
                max_events: 10000
                program_timeout: 300
              symbols:
                resolve_symbols: true
                symbol_map_path: "/proc/kallsyms"
              debug:
                debug_mode: false
                verbose_ebpf: false
                save_raw_output: false
            environments:
              development:
                general:
                  log_level: "DEBUG"
                advanced:
                  debug:
                    debug_mode: true
                    verbose_ebpf: true
              production:
                general:
                  log_level: "WARN"
                  cleanup_after_days: 3
                performance_trace:
                  alerts:
                    high_latency_threshold: 20
                memory_trace:
                  pressure_detection:
                    high_usage_threshold_mb: 500
              testing:
                general:
                  default_duration: 30
                  log_level: "INFO"
                kernel_trace:
                  sampling:
                    filesystem_sample_rate: 10
                    memory_sample_rate: 5
            """;

    @TempDir
    private Path project;

    @Test
    void itLoadsUnchangedInItsUnits() throws IOException {
        TraceConfig config = load("");

        assertThat(config.usualDuration()).isEqualTo(Duration.ofMinutes(1));
        assertThat(config.outputDirectory()).isEqualTo(project.resolve("../results"));
        assertThat(config.byHand().mostBytes()).isEqualTo(100_000_000);
        assertThat(config.byHand().logLevel()).isEqualTo(TraceConfig.LogLevel.INFO);
        assertThat(config.operations().slow()).isEqualTo(Duration.ofMillis(10));
        assertThat(config.operations().longHold()).isEqualTo(Duration.ofMillis(1));
        assertThat(config.operations().alerts().highLatency()).isEqualTo(Duration.ofMillis(50));
        assertThat(config.usage().leaks().age()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.usage().pressure().highUsage()).isEqualTo(100_000_000);
        assertThat(config.byHand().statsInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(config.advanced().programTimeout()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void itsEnvironmentsOverrideIt() throws IOException {
        TraceConfig production = load("production");
        assertThat(production.byHand().cleanupAfterDays()).isEqualTo(3);
        assertThat(production.operations().alerts().highLatency()).isEqualTo(Duration.ofMillis(20));
        assertThat(production.usage().pressure().highUsage()).isEqualTo(500_000_000);
        TraceConfig testing = load("testing");
        assertThat(testing.usualDuration()).isEqualTo(Duration.ofSeconds(30));
        assertThat(load("development").advanced().verboseEbpf()).isTrue();
    }

    private TraceConfig load(String environment) throws IOException {
        Files.writeString(project.resolve("older.yaml"), OLDER);
        Properties properties = new Properties();
        properties.setProperty("vexfs.trace.config", "older.yaml");
        properties.setProperty("vexfs.trace.environment", environment);
        return ConfigLoader.load(properties, project, Map.of());
    }
}
