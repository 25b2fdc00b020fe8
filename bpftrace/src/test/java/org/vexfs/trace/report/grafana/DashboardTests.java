package org.vexfs.trace.report.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.event.AllocationFailure;
import org.vexfs.trace.event.Contention;
import org.vexfs.trace.event.Operation;
import org.vexfs.trace.event.OperationTotals;
import org.vexfs.trace.event.OperationTotals.Bucket;
import org.vexfs.trace.event.OperationTotals.FunctionTotals;
import org.vexfs.trace.report.prometheus.MetricsServer;
import org.vexfs.trace.report.prometheus.RecordedTrace;
import org.vexfs.trace.report.prometheus.TraceMetrics;
import org.vexfs.trace.session.Replay;
import org.vexfs.trace.testing.RecordedCapture;

/**
 * The dashboard's queries, each answered by a real Prometheus that scraped two traces: what was recorded live of searches and
 * of memory, told twice, and between that what the recordings lack.
 */
@Tag("prometheus")
@Timeout(120)
class DashboardTests {

    private static final RecordedTrace SEARCHES = new RecordedTrace("vector-search-6.12", "performance");
    private static final RecordedTrace MEMORY = new RecordedTrace("vector-store-6.12", "memory");

    private static final List<MetricsServer> SERVERS = new ArrayList<>();
    private static Prometheus prometheus;
    private static long now = 200_000_000_000L;

    @BeforeAll
    static void scrape(@TempDir Path folder) throws Exception {
        for (RecordedTrace trace : List.of(SEARCHES, MEMORY)) {
            SERVERS.add(MetricsServer.start(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                    trace.metrics().registry()));
        }
        prometheus = Prometheus.start(
                folder, SERVERS.stream().map(MetricsServer::url).toList());
        tell(1);
        prometheus.awaitValue("vexfs_trace_calls_total{function=\"vexfs_vector_search\"}", 1_000);
        prometheus.awaitValue("vexfs_trace_calls_total{function=\"vexfs_write\"}", 6);
        prometheus.awaitValue("vexfs_trace_allocation_failures_total", 1);
        tell(2);
        SEARCHES.metrics().ended(List.of(), Optional.empty());
        MEMORY.metrics().ended(List.of(), Optional.of(leakyJudgement()));
        prometheus.awaitValue("sum(vexfs_trace_running)", 0);
        prometheus.awaitValue("vexfs_trace_leaked_objects", 3);
    }

    @AfterAll
    static void close() {
        if (prometheus != null) {
            prometheus.close();
        }
        SERVERS.forEach(MetricsServer::close);
    }

    private static void tell(int time) throws IOException {
        SEARCHES.tell();
        MEMORY.tell();
        TraceMetrics metrics = SEARCHES.metrics();
        for (int i = 0; i < 5; i++) {
            call("vexfs_lock_store", 2_000, 0);
            now += 3_000;
            call("vexfs_unlock_store", 100, 0);
            call("vexfs_write", 2_000_000, 4_096);
        }
        call("vexfs_write", 1_000, -5);
        metrics.accept(new Contention(now, 40_000, 246, 250, 7, 32, "vexfs_write"));
        metrics.accept(new Alert(Alert.Kind.HIGH_LATENCY, 0, 1, "vexfs_write", 2, 1, 20));
        metrics.accept(new OperationTotals(
                "marker",
                List.of(new FunctionTotals(
                        "vexfs_lsh_hash", List.of(new Bucket(992, 1_023, 70L * time)), Map.of(), 0))));
        // What has happened long after it lets go of what is held back to be put in order.
        now += 1_000_000_000;
        call("vexfs_lock_store", 2_000, 0);
        call("vexfs_unlock_store", 100, 0);
        MEMORY.metrics().accept(new AllocationFailure(now, 246, 250, 4_096, 0x1000));
    }

    private static void call(String function, long nanos, long result) {
        SEARCHES.metrics().accept(Operation.of(now, nanos, 246, 250, 0, function, result, 7, 0, 0, 0));
        now += nanos;
    }

    private static MemoryJudgement leakyJudgement() throws IOException {
        return Replay.of(List.of(RecordedCapture.path("vector-store-6.12"))).windows().stream()
                .filter(window -> window.test().uniqueId().contains("LeakyIT"))
                .findFirst()
                .orElseThrow()
                .atEnd()
                .orElseThrow();
    }

    static Stream<String> queries() {
        return Grafana.dashboard().findParents("expr").stream()
                .map(target -> target.path("expr").asText());
    }

    @ParameterizedTest
    @MethodSource("queries")
    void eachQueryIsAnsweredWithANumber(String query) throws Exception {
        assertThat(prometheus.values(query.replace("$module", ".*").replace("$__rate_interval", "1m")))
                .as("the answer to %s", query)
                .anyMatch(Double::isFinite);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vexfs_trace_calls_total{function=\"vexfs_vector_search\"}                               | 2000",
                "vexfs_trace_calls_total{function=\"vexfs_vector_insert\"}                               | 202",
                "vexfs_trace_category_calls_total{category=\"search\"}                                   | 2000",
                "vexfs_trace_call_duration_seconds_count{function=\"vexfs_vector_search\"}               | 2000",
                "vexfs_trace_call_duration_seconds_bucket{function=\"vexfs_write\",le=\"0.002097151\"}   | 12",
                "vexfs_trace_call_duration_seconds_bucket{function=\"vexfs_write\",le=\"0.001048575\"}   | 2",
                "vexfs_trace_cache_hits_total                                                            | 2",
                "vexfs_trace_cache_misses_total                                                          | 2",
                "vexfs_trace_call_errors_total{function=\"vexfs_write\",error=\"EIO\"}                   | 2",
                "vexfs_trace_transferred_bytes_total                                                     | 40960",
                "vexfs_trace_added_up_calls_total{function=\"vexfs_lsh_hash\"}                           | 140",
                "vexfs_trace_lock_hold_seconds_count                                                     | 12",
                "vexfs_trace_kernel_lock_wait_seconds_sum                                                | 0.00008",
                "vexfs_trace_alerts_total{kind=\"high_latency\"}                                         | 2",
                "vexfs_trace_allocations_total                                                           | 1706",
                "vexfs_trace_frees_total                                                                 | 1700",
                "vexfs_trace_live_objects                                                                | 3",
                "vexfs_trace_live_bytes                                                                  | 384",
                "vexfs_trace_leaked_objects                                                              | 3",
                "vexfs_trace_leaked_bytes                                                                | 384",
                "vexfs_trace_double_frees_total                                                          | 0",
                "sum(vexfs_trace_lost_events_total)                                                      | 0",
                "min(vexfs_trace_complete)                                                               | 1"
            })
    void itIsWhatWasInjected(String query, double value) throws Exception {
        assertThat(prometheus.values(query)).containsExactly(value);
    }

    @Test
    void theModuleCanBeChosenAmongThoseThatAreTraced() throws Exception {
        JsonNode variable = Grafana.dashboard().at("/templating/list/1");

        assertThat(variable.path("definition").asText()).isEqualTo("label_values(vexfs_trace_info, module)");
        assertThat(prometheus.labelValues("vexfs_trace_info", "module")).containsExactly("vexfs");
    }

    @Test
    void everyMetricThatIsServedIsOnTheDashboard() throws Exception {
        List<String> names = prometheus.labelValues("{job=\"vexfs-trace\",__name__=~\"vexfs_trace_.*\"}", "__name__");
        String queries = String.join("\n", queries().toList());

        assertThat(names)
                .hasSizeGreaterThan(30)
                .allSatisfy(name -> assertThat(queries).contains(name.replaceAll("_(bucket|count|sum)$", "")));
    }
}
