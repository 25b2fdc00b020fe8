package org.vexfs.trace.report.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.event.Contention;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.Operation;
import org.vexfs.trace.event.OperationTotals;
import org.vexfs.trace.event.OperationTotals.Bucket;
import org.vexfs.trace.event.OperationTotals.FunctionTotals;

class TraceMetricsTests {

    private final TraceMetrics metrics = metrics("performance");
    private long now = 1_000_000_000;

    TraceMetricsTests() {
        metrics.began();
    }

    @Test
    void callsAndErrorsAreCountedByFunctionAndByCategory() {
        calls(5, "vexfs_vector_search", 1_000, 3);
        calls(2, "vexfs_vector_search", 1_000, -12);
        calls(4, "vexfs_hnsw_search", 1_000, 1);
        end();

        assertThat(values())
                .containsEntry("vexfs_trace_calls_total{function=\"vexfs_vector_search\",module=\"vexfs\"}", 7.0)
                .containsEntry("vexfs_trace_calls_total{function=\"vexfs_hnsw_search\",module=\"vexfs\"}", 4.0)
                .containsEntry(
                        "vexfs_trace_call_errors_total{error=\"ENOMEM\",function=\"vexfs_vector_search\",module=\"vexfs\"}",
                        2.0)
                .containsEntry("vexfs_trace_category_calls_total{category=\"search\",module=\"vexfs\"}", 11.0)
                .containsEntry("vexfs_trace_category_calls_total{category=\"hnsw_search\",module=\"vexfs\"}", 4.0)
                .containsEntry("vexfs_trace_category_errors_total{category=\"search\",module=\"vexfs\"}", 2.0);
    }

    @Test
    void aCallIsInTheHistogramWhereItsTimeIsExactly() {
        calls(1, "vexfs_read", 1_023, 0);
        calls(1, "vexfs_read", 1_024, 0);
        calls(1, "vexfs_read", 3_000_000, 0);
        end();

        assertThat(values())
                .containsEntry(bucket("vexfs_read", "5.11E-7"), 0.0)
                .containsEntry(bucket("vexfs_read", "1.023E-6"), 1.0)
                .containsEntry(bucket("vexfs_read", "2.047E-6"), 2.0)
                .containsEntry(bucket("vexfs_read", "0.002097151"), 2.0)
                .containsEntry(bucket("vexfs_read", "0.004194303"), 3.0)
                .containsEntry(bucket("vexfs_read", "+Inf"), 3.0)
                .containsEntry("vexfs_trace_call_duration_seconds_count{function=\"vexfs_read\",module=\"vexfs\"}", 3.0)
                .containsEntry(
                        "vexfs_trace_call_duration_seconds_sum{function=\"vexfs_read\",module=\"vexfs\"}", 0.003002047);
    }

    @Test
    void callsThatAreOnlyAddedUpInTheKernelAreInTheSameBucketsAndToldApart() {
        calls(1, "vexfs_read", 1_000, 0);
        metrics.accept(new OperationTotals(
                "one",
                List.of(new FunctionTotals(
                        "vexfs_read",
                        List.of(new Bucket(992, 1_023, 4), new Bucket(1_024, 1_055, 2)),
                        Map.of(5, 1L),
                        0))));
        metrics.accept(new OperationTotals(
                "two",
                List.of(new FunctionTotals(
                        "vexfs_read",
                        List.of(new Bucket(992, 1_023, 6), new Bucket(1_024, 1_055, 3)),
                        Map.of(5, 2L),
                        0))));
        end();

        assertThat(values())
                .containsEntry("vexfs_trace_calls_total{function=\"vexfs_read\",module=\"vexfs\"}", 10.0)
                .containsEntry("vexfs_trace_added_up_calls_total{function=\"vexfs_read\",module=\"vexfs\"}", 9.0)
                .containsEntry(
                        "vexfs_trace_call_errors_total{error=\"EIO\",function=\"vexfs_read\",module=\"vexfs\"}", 2.0)
                .containsEntry(bucket("vexfs_read", "1.023E-6"), 7.0)
                .containsEntry(bucket("vexfs_read", "2.047E-6"), 10.0);
    }

    @Test
    void waitsForLocksAndHowLongTheyWereHeldAreHistograms() {
        calls(1, "vexfs_lock_store", 2_000, 0, 7);
        now += 5_000;
        calls(1, "vexfs_unlock_store", 100, 0, 7);
        metrics.accept(new Contention(now, 40_000, 246, 250, 7, 32, "vexfs_read"));
        end();

        assertThat(values())
                .containsEntry(
                        "vexfs_trace_lock_wait_seconds_sum{function=\"vexfs_lock_store\",module=\"vexfs\"}", 2.0E-6)
                .containsEntry(
                        "vexfs_trace_lock_hold_seconds_sum{function=\"vexfs_lock_store\",module=\"vexfs\"}", 5.0E-6)
                .containsEntry(
                        "vexfs_trace_kernel_lock_wait_seconds_sum{function=\"vexfs_read\",module=\"vexfs\"}", 4.0E-5);
    }

    @Test
    void howeverManyFunctionsThereAreTheSeriesAreBounded() {
        for (int i = 0; i < 1_000; i++) {
            calls(1, "vexfs_f" + i, 100, -(i % 100) - 1);
        }
        end();

        assertThat(values().keySet())
                .filteredOn(series -> series.startsWith("vexfs_trace_calls_total"))
                .hasSize(OperationSeries.MOST_FUNCTIONS + 1);
        assertThat(values())
                .containsEntry(
                        "vexfs_trace_calls_total{function=\"(others)\",module=\"vexfs\"}",
                        1_000.0 - OperationSeries.MOST_FUNCTIONS);
        assertThat(values().keySet())
                .filteredOn(series ->
                        series.startsWith("vexfs_trace_call_errors_total") && series.contains("function=\"(others)\""))
                .hasSize(OperationSeries.MOST_ERRORS + 1);
    }

    @Test
    void whatIsConspicuousIsCountedByKindAlsoWhereThereIsNone() {
        Alert alert = new Alert(Alert.Kind.HIGH_LATENCY, 0, 1, "vexfs_read", 2, 1, 20);
        metrics.accept(alert);
        metrics.accept(alert);

        assertThat(values())
                .containsEntry("vexfs_trace_alerts_total{kind=\"high_latency\",module=\"vexfs\"}", 2.0)
                .containsEntry("vexfs_trace_alerts_total{kind=\"low_hit_rate\",module=\"vexfs\"}", 0.0);
    }

    @Test
    void whatIsLostIsCountedAndTheTraceIsNoLongerCompleteThen() {
        assertThat(values()).containsEntry("vexfs_trace_complete{module=\"vexfs\"}", 1.0);

        metrics.accept(new Loss(17, "Lost 17 events"));

        assertThat(values())
                .containsEntry("vexfs_trace_lost_events_total{module=\"vexfs\"}", 17.0)
                .containsEntry("vexfs_trace_complete{module=\"vexfs\"}", 0.0)
                .containsEntry("vexfs_trace_running{module=\"vexfs\"}", 1.0);
    }

    @Test
    void aTraceThatMayHaveMissedSomethingIsNotCompleteAtItsEnd() {
        metrics.ended(List.of(new Gap("a cause", "a remedy")), Optional.empty());

        assertThat(values())
                .containsEntry("vexfs_trace_complete{module=\"vexfs\"}", 0.0)
                .containsEntry("vexfs_trace_running{module=\"vexfs\"}", 0.0);
    }

    @Test
    void ofSearchesThatWereRecordedLiveEachIsCounted() throws IOException {
        Map<String, Double> values = ScrapedText.values(RecordedTrace.of("vector-search-6.12", "performance"));

        assertThat(values)
                .containsEntry("vexfs_trace_calls_total{function=\"vexfs_vector_search\",module=\"vexfs\"}", 1_000.0)
                .containsEntry("vexfs_trace_calls_total{function=\"vexfs_vector_insert\",module=\"vexfs\"}", 101.0)
                .containsEntry("vexfs_trace_cache_hits_total{function=\"vexfs_cache_get\",module=\"vexfs\"}", 1.0)
                .containsEntry("vexfs_trace_cache_misses_total{function=\"vexfs_cache_get\",module=\"vexfs\"}", 1.0)
                .containsEntry(bucket("vexfs_vector_search", "+Inf"), 1_000.0)
                .containsEntry("vexfs_trace_lost_events_total{module=\"vexfs\"}", 0.0);
    }

    @Test
    void ofMemoryThatWasRecordedLiveWhatIsHeldIsToldToTheByte() throws IOException {
        Map<String, Double> values = ScrapedText.values(RecordedTrace.of("vector-store-6.12", "memory"));

        assertThat(values)
                .containsEntry("vexfs_trace_allocations_total{module=\"vexfs\"}", 853.0)
                .containsEntry("vexfs_trace_frees_total{module=\"vexfs\"}", 850.0)
                .containsEntry("vexfs_trace_live_objects{module=\"vexfs\"}", 3.0)
                .containsEntry("vexfs_trace_live_bytes{module=\"vexfs\"}", 384.0)
                .containsEntry("vexfs_trace_double_frees_total{module=\"vexfs\"}", 0.0);
    }

    @Test
    void aTraceThatNeverBeganNeitherRunsNorIsComplete() {
        assertThat(ScrapedText.values(metrics("memory")))
                .containsEntry("vexfs_trace_running{module=\"vexfs\"}", 0.0)
                .containsEntry("vexfs_trace_complete{module=\"vexfs\"}", 0.0);
    }

    @Test
    void whatIsNotTracedHasNoMetric() {
        TraceMetrics memory = metrics("memory");

        assertThat(ScrapedText.lines(memory)).noneMatch(line -> line.contains("calls"));
        assertThat(ScrapedText.lines(metrics)).noneMatch(line -> line.contains("alloc"));
        assertThat(ScrapedText.lines(memory)).contains("vexfs_trace_info{module=\"vexfs\",script=\"memory\"} 1");
    }

    private static TraceMetrics metrics(String script) {
        return new TraceMetrics(
                ConfigLoader.load(new Properties(), Path.of(""), Map.of("scripts", script)), CallSite::unknown);
    }

    private void calls(int times, String function, long nanos, long result, long... arguments) {
        for (int i = 0; i < times; i++) {
            metrics.accept(Operation.of(now, nanos, 246, 250, 0, function, result, arguments));
            now += nanos;
        }
    }

    private void end() {
        metrics.ended(List.of(), Optional.empty());
    }

    private Map<String, Double> values() {
        return ScrapedText.values(metrics);
    }

    private static String bucket(String function, String bound) {
        return "vexfs_trace_call_duration_seconds_bucket{function=\"" + function + "\",module=\"vexfs\",le=\"" + bound
                + "\"}";
    }
}
