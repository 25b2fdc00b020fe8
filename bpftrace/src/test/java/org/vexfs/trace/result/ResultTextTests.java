package org.vexfs.trace.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.UsageSettings;
import org.vexfs.trace.event.AbandonedCall;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.AllocationFailure;
import org.vexfs.trace.event.CallStack;
import org.vexfs.trace.event.Contention;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.MemoryKind;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.Operation;
import org.vexfs.trace.event.TraceEvent;

class ResultTextTests {

    /** The trace's clock begins at noon. */
    private final ResultText text = new ResultText(
            "vexfs",
            ConfigLoader.shipped().operations(),
            address -> new CallSite(address, "vexfs_insert+0x" + Long.toHexString(address), Optional.empty(), true),
            nanos -> String.format("12:00:%02d", nanos / 1_000_000_000));

    @Test
    void aSearchIsToldInTheShapeThatTheOlderToolHad() {
        assertThat(line(Operation.of(9_000_000_000L, 250_000, 1, 2, 0, "vexfs_vector_search", 10, 0, 0, 3, 0, 0)))
                .isEqualTo(
                        "[12:00:09] VexFS SEARCH COMPLETE: vexfs_vector_search() latency=250.0 μs, results=10, dimension=3");
    }

    @ParameterizedTest
    @CsvSource({
        "vexfs_read, READ COMPLETE, ', bytes=12'",
        "vexfs_write, WRITE COMPLETE, ', bytes=12'",
        "vexfs_hnsw_search, SEARCH COMPLETE, ', results=12'",
        "vexfs_vector_delete, VECTOR DELETE COMPLETE, ''",
        "vexfs_hnsw_build, VECTOR HNSW BUILD COMPLETE, ''",
        "vexfs_lsh_bucket, VECTOR LSH BUCKET COMPLETE, ''",
        "vexfs_cache_get, CACHE HIT COMPLETE, ''",
        "vexfs_lock_store, LOCK COMPLETE, ''",
        "vexfs_unlock_store, LOCK RELEASE COMPLETE, ''",
        "vexfs_lookup, METADATA COMPLETE, ''",
        "vexfs_stat, CALL COMPLETE, ''",
    })
    void eachCallHasTheWordForWhatItDoes(String function, String words, String detail) {
        assertThat(line(Operation.of(0, 1_500, 1, 2, 0, function, 12)))
                .isEqualTo("[12:00:00] VexFS " + words + ": " + function + "() latency=1.5 μs" + detail);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HIGH_USAGE | 1200 | 1000 | ALERT: the module holds 1,200 bytes, most of them for vexfs_insert, threshold"
                        + " 1,000 bytes, in 7 objects",
                "OUTSTANDING_ALLOCATIONS | 7 | 5 | ALERT: the module holds 7 objects, most of them for vexfs_insert,"
                        + " threshold 5",
                "OLD_ALLOCATIONS | 301000000000 | 300000000000 | ALERT LEAK: 7 objects, most of them for vexfs_insert, are"
                        + " held for up to 301.00 s, threshold 300 s",
                "HIGH_FAILURE_RATE | 50 | 1 | ALERT: the share of allocations that fail, most in vexfs_insert, is 50.0 %,"
                        + " threshold 1 %, over 7 allocations",
            })
    void whatIsConspicuousAboutMemoryIsToldWithItsNumbersAndAHintAtALeakHasTheWord(
            Alert.Kind kind, double value, double threshold, String line) {
        assertThat(text.entry(new Alert(kind, 0, 2_000_000_000L, "vexfs_insert", value, threshold, 7)))
                .hasToString("[12:00:02] VexFS " + line);
    }

    @ParameterizedTest
    @CsvSource({"track_allocations, FREE", "track_deallocations, ALLOC"})
    void whatIsNotTrackedHasNoLineUnlessItIsAnError(String key, String told) {
        Properties properties = new Properties();
        properties.setProperty("vexfs.trace.memory_trace.tracking." + key, "false");
        UsageSettings.Tracking tracking =
                ConfigLoader.load(properties, Path.of(""), Map.of()).usage().tracking();
        List<TraceEvent> events = List.of(
                new Allocation(0, 1, 2, 0xa0, 100, 128, 0x10, MemoryKind.SLAB, new CallStack(new long[0])),
                new Free(0, 1, 2, 0xa0, 0x20, Free.Kind.LIVE, 0),
                new AllocationFailure(0, 1, 2, 64, 0x10),
                new Free(0, 1, 2, 0xa0, 0x20, Free.Kind.REPEATED, 0));

        assertThat(events.stream()
                        .flatMap(event -> text.entry(event).stream())
                        .filter(entry -> entry.isToldWith(tracking))
                        .map(entry -> entry.toString().replaceAll(".*VexFS ([A-Z ]+):.*", "$1")))
                .containsExactly(told, "ALLOC ERROR", "FREE ERROR");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true | 1048577 | ', large, from vexfs_insert+0x20'",
                "false | 1048577 | ', large'",
                "true | 1048576 | ''",
            })
    void aLargeAllocationIsToldAsThatWithItsStackUnlessThatIsSwitchedOff(String stacks, long bytes, String told) {
        text.telling(ConfigLoader.load(
                        new Properties(), Path.of(""), Map.of("memory_trace.analysis.stack_trace_large_allocs", stacks))
                .usage());

        assertThat(line(new Allocation(
                        0, 1, 2, 0xa0, bytes, bytes, 0x10, MemoryKind.VMALLOC, new CallStack(new long[] {0x10, 0x20}))))
                .isEqualTo("[12:00:00] VexFS ALLOC: vexfs_insert+0x10 bytes=" + bytes + ", vmalloc" + told);
    }

    @Test
    void aCallThatFailsHasTheWordErrorAndTheErrnoItReturned() {
        assertThat(line(Operation.of(0, 1_500, 1, 2, 0, "vexfs_read", -2)))
                .isEqualTo("[12:00:00] VexFS READ ERROR: vexfs_read() latency=1.5 μs, error=-ENOENT");
    }

    @Test
    void aCallThatTakesAsLongAsIsConfiguredHasTheWordSlow() {
        assertThat(line(Operation.of(0, 9_999_999, 1, 2, 0, "vexfs_stat", 0))).contains("CALL COMPLETE");
        assertThat(line(Operation.of(0, 10_000_000, 1, 2, 0, "vexfs_stat", 0))).contains("CALL SLOW:");
        assertThat(line(Operation.of(0, 10_000_000, 1, 2, 0, "vexfs_stat", -5))).contains("CALL ERROR SLOW:");
    }

    @Test
    void aMissOfACacheIsNoError() {
        assertThat(line(Operation.of(0, 1_500, 1, 2, 0, "vexfs_cache_get", 0)))
                .contains("CACHE MISS COMPLETE")
                .doesNotContain("ERROR");
        assertThat(line(Operation.of(0, 1_500, 1, 2, 0, "vexfs_cache_get", -2)))
                .contains("CACHE MISS COMPLETE")
                .doesNotContain("ERROR");
    }

    @Test
    void memoryIsToldWithThePlaceThatAskedForIt() {
        assertThat(line(new Allocation(0, 1, 2, 0x1000, 100, 128, 0x1c, MemoryKind.SLAB, CallStack.EMPTY)))
                .isEqualTo("[12:00:00] VexFS ALLOC: vexfs_insert+0x1c bytes=100, slab");
        assertThat(line(new AllocationFailure(0, 1, 2, 100, 0x1c)))
                .isEqualTo("[12:00:00] VexFS ALLOC ERROR: vexfs_insert+0x1c bytes=100, not given");
        assertThat(line(new Free(0, 1, 2, 0x1000, 0x2c, Free.Kind.LIVE, 0)))
                .isEqualTo("[12:00:00] VexFS FREE: vexfs_insert+0x2c");
        assertThat(line(new Free(0, 1, 2, 0x1000, 0x2c, Free.Kind.REPEATED, 0)))
                .isEqualTo("[12:00:00] VexFS FREE ERROR: vexfs_insert+0x2c frees 0x1000, which was free already");
    }

    @Test
    void aWaitForALockIsSlowFromWhatIsConfiguredOn() {
        assertThat(line(new Contention(0, 99_999, 1, 2, 0x1, 32, "vexfs_write")))
                .isEqualTo("[12:00:00] VexFS LOCK WAIT: vexfs_write() waited=100.0 μs");
        assertThat(line(new Contention(0, 100_000, 1, 2, 0x1, 32, "vexfs_write")))
                .contains("LOCK WAIT SLOW:");
    }

    @Test
    void aCallThatNeverReturnedIsAnError() {
        assertThat(line(new AbandonedCall(2_000_000, 0, 1, 2, 0, "vexfs_write")))
                .isEqualTo("[12:00:00] VexFS WRITE ERROR: vexfs_write() never returned: its thread ended after 2.0 ms");
    }

    @Test
    void whatWasLostIsAnError() {
        assertThat(line(new Loss(7, "Lost 7 events"))).isEqualTo("VexFS TRACE ERROR: Lost 7 events (7 lost)");
    }

    @Test
    void withoutErrorTrackingACallThatFailedIsNeitherAnErrorNorComplete() {
        assertThat(configured("kernel_trace.error_tracking", "false")
                        .entry(Operation.of(0, 1_500, 1, 2, 0, "vexfs_read", -2))
                        .orElseThrow())
                .hasToString("[12:00:00] VexFS READ: vexfs_read() latency=1.5 μs");
    }

    @Test
    void theModulesComingAndGoingIsALineUnlessItIsSwitchedOff() {
        ModuleChange unloaded = new ModuleChange(0, false, 0, 0, 0, 0);

        assertThat(line(unloaded)).isEqualTo("[12:00:00] VexFS MODULE: unloaded");
        assertThat(configured("kernel_trace.module_lifecycle", "false").entry(unloaded))
                .isEmpty();
    }

    private static ResultText configured(String key, String value) {
        return new ResultText(
                "vexfs",
                ConfigLoader.load(new Properties(), Path.of(""), Map.of(key, value))
                        .operations(),
                CallSite::unknown,
                nanos -> "12:00:00");
    }

    @Test
    void anotherModuleIsCalledByItsName() {
        ResultText other =
                new ResultText("ext4", ConfigLoader.shipped().operations(), CallSite::unknown, nanos -> "12:00:00");

        assertThat(other.entry(Operation.of(0, 1_500, 1, 2, 0, "ext4_sync_fs", 0))
                        .orElseThrow())
                .hasToString("[12:00:00] ext4 CALL COMPLETE: ext4_sync_fs() latency=1.5 μs");
    }

    @Test
    void theTracesOwnBookKeepingIsNoLine() {
        assertThat(text.entry(new Heartbeat(1))).isEmpty();
    }

    /** Gives an event's line, which reads back as what it says; a time only as exactly as the line has it. */
    private String line(TraceEvent event) {
        ResultEntry entry = text.entry(event).orElseThrow();
        assertThat(ResultEntry.parse(entry.toString()))
                .get()
                .hasToString(entry.toString())
                .usingRecursiveComparison()
                .ignoringFields("nanos", "text")
                .isEqualTo(entry);
        return entry.toString();
    }
}
