package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.IndirectAllocations;
import org.vexfs.trace.config.UsageSettings;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.CallStack;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.event.MemoryKind;
import org.vexfs.trace.event.Operation;
import org.vexfs.trace.event.Resize;
import org.vexfs.trace.event.TraceEvent;

/** What is told of memory beside sums, and that each key switches its part off. */
class UsageDetailsTests {

    private static final String MARKER = "vx00000c0000001";
    private static final long INSERT = 0x10;
    private static final long CACHE = 0x20;
    private static final long SECOND = 1_000_000_000;

    private final MemoryLedger ledger = new MemoryLedger();

    @Test
    void whatIsSetAsideAndNotAskedForIsToldInAllBySizeClassAndByFunction() {
        measure(settings(Map.of()));
        happen(allocation(11, 0xa0, 100, 128, INSERT), allocation(12, 0xb0, 120, 128, CACHE));
        happen(allocation(13, 0xc0, 512, 512, CACHE), allocation(14, 0xd0, 24, 32, INSERT));

        UsageDetails.Fragmentation found = details().fragmentation().orElseThrow();

        assertThat(found.all()).isEqualTo(new UsageDetails.Slack("all", 4, 756, 800));
        assertThat(found.all().bytes()).isEqualTo(44);
        assertThat(found.all().percent()).isEqualTo(5.5);
        assertThat(found.sizeClasses())
                .containsExactly(
                        new UsageDetails.Slack("slab of 128", 2, 220, 256),
                        new UsageDetails.Slack("slab of 32", 1, 24, 32));
        assertThat(found.functions())
                .containsExactly(
                        new UsageDetails.Slack("vexfs_insert", 2, 124, 160),
                        new UsageDetails.Slack("vexfs_vector_cache", 2, 632, 640));
    }

    @Test
    void anObjectThatGrowsInPlaceHasLessSlack() {
        measure(settings(Map.of()));
        happen(allocation(11, 0xa0, 100, 128, INSERT), new Resize(0xa0, 126));

        assertThat(details().fragmentation().orElseThrow().all()).isEqualTo(new UsageDetails.Slack("all", 1, 126, 128));
    }

    @Test
    void trackFragmentationSwitchesThatOff() {
        measure(settings(Map.of("memory_trace.tracking.track_fragmentation", "false")));
        happen(allocation(11, 0xa0, 100, 128, INSERT), new Resize(0xa0, 126));

        assertThat(details().fragmentation()).isEmpty();
    }

    @Test
    void sizesAreToldByPowersOfTwoAndPlacesWithTheirSizesTheMostFrequentFirst() {
        measure(settings(Map.of()));
        happen(allocation(11, 0xa0, 64, 64, INSERT), allocation(12, 0xb0, 65, 96, CACHE));
        happen(allocation(13, 0xc0, 128, 128, CACHE), allocation(14, 0xd0, 1, 8, CACHE));

        UsageDetails.Patterns found = details().patterns().orElseThrow();

        assertThat(found.sizes())
                .containsExactly(
                        new UsageDetails.SizeClass(1, 1),
                        new UsageDetails.SizeClass(64, 1),
                        new UsageDetails.SizeClass(128, 2));
        assertThat(found.places())
                .containsExactly(
                        new UsageDetails.Place(site(CACHE), 3, 194, 1, 128, 0),
                        new UsageDetails.Place(site(INSERT), 1, 64, 64, 64, 0));
    }

    @Test
    void aPlaceThatAllocatesRegularlyIsToldWithItsPeriodAndOneThatDoesNotIsNot() {
        measure(settings(Map.of()));
        LongStream.of(10, 20, 30, 41, 50, 60)
                .forEach(second -> happen(allocation(second * SECOND, second, 8, 8, INSERT)));
        LongStream.of(61, 62, 80, 81, 82, 111)
                .forEach(second -> happen(allocation(second * SECOND, second, 8, 8, CACHE)));

        assertThat(details().patterns().orElseThrow().places())
                .extracting(UsageDetails.Place::periodNanos)
                .containsExactly(10 * SECOND, 0L);
    }

    @Test
    void trackAllocationPatternsSwitchesThatOff() {
        measure(settings(Map.of("memory_trace.analysis.track_allocation_patterns", "false")));
        happen(allocation(11, 0xa0, 64, 64, INSERT));

        assertThat(details().patterns()).isEmpty();
    }

    @Test
    void lifetimesAreToldByTheFunctionThatAllocated() {
        measure(settings(Map.of()));
        happen(allocation(11, 0xa0, 8, 8, INSERT), free(111, 0xa0), allocation(200, 0xa0, 8, 8, CACHE));
        happen(free(250, 0xa0), allocation(300, 0xa0, 8, 8, CACHE), free(320, 0xa0));

        assertThat(usage().lifetimes()).isEqualTo(new Percentiles(3, 50, 100, 100, 100));
        assertThat(details().lifetimes())
                .containsExactly(
                        new UsageDetails.FunctionLifetimes("vexfs_vector_cache", new Percentiles(2, 20, 50, 50, 50)),
                        new UsageDetails.FunctionLifetimes("vexfs_insert", new Percentiles(1, 100, 100, 100, 100)));
    }

    @Test
    void trackLifetimesSwitchesThatOff() {
        measure(settings(Map.of("memory_trace.analysis.track_lifetimes", "false")));
        happen(allocation(11, 0xa0, 8, 8, INSERT), free(111, 0xa0));

        assertThat(usage().lifetimes()).isEqualTo(Percentiles.NONE);
        assertThat(details().lifetimes()).isEmpty();
    }

    @Test
    void withoutStacksLargeAllocationsAreToldByTheirPlaceAlone() {
        measure(settings(Map.of("memory_trace.analysis.stack_trace_large_allocs", "false")));
        happen(allocation(11, 0xa0, 2_000_000, 2_000_000, INSERT, CACHE));
        happen(allocation(12, 0xb0, 3_000_000, 3_000_000, INSERT));

        assertThat(usage().large())
                .containsExactly(new MemoryUsage.LargeAllocations(site(INSERT), List.of(), 2, 3_000_000, 5_000_000));
    }

    @Test
    void theThresholdOfLargeAllocationsCanBeSet() {
        measure(settings(Map.of("kernel_trace.thresholds.large_allocation_threshold", "1kB")));
        happen(allocation(11, 0xa0, 1_000, 1_024, INSERT), allocation(12, 0xb0, 1_001, 1_024, INSERT));

        assertThat(usage().largeCount()).isOne();
    }

    @Test
    void whatIsHeldOfVectorsIsToldWithTheSizesThatWereAskedFor() {
        measure(settings(Map.of()));
        happen(allocation(11, 0xa0, 512, 512, CACHE), allocation(12, 0xb0, 256, 256, CACHE), free(13, 0xa0));
        happen(allocation(14, 0xa0, 512, 512, CACHE), allocation(15, 0xc0, 9, 16, INSERT), free(16, 0xb0));

        assertThat(usage().vectors()).isEqualTo(new MemoryUsage.Vectors(3, 1_280));
        assertThat(details().buffers())
                .contains(new UsageDetails.Buffers(
                        1, 512, 768, List.of(new UsageDetails.SizeClass(512, 2), new UsageDetails.SizeClass(256, 1))));
    }

    @Test
    void eachPartOfTheMemoryOfVectorsCanBeSwitchedOff() {
        measure(settings(Map.of(
                "memory_trace.vector_memory.track_vector_allocs", "false",
                "memory_trace.vector_memory.track_buffer_usage", "false",
                "memory_trace.vector_memory.track_dimension_impact", "false")));
        happen(allocation(11, 0xa0, 512, 512, CACHE), call(10, 5, 7, 0, "vexfs_vector_insert", 128));

        assertThat(usage().vectors()).isEqualTo(new MemoryUsage.Vectors(0, 0));
        assertThat(details().buffers()).isEmpty();
        assertThat(details().dimensions()).isEmpty();
    }

    @Test
    void whatACallAllocatesIsToldByTheDimensionItWasGivenWithAllThatItCalled() {
        measure(settings(Map.of()));
        // On thread 7 a call of dimension 128, and within it one of vexfs_lsh_hash, of which the argument is 64.
        happen(allocation(20, 0xa0, 512, 512, CACHE), allocation(30, 0xb0, 40, 64, INSERT));
        happen(new Operation(25, 10, 1, 7, 1, "vexfs_lsh_hash", 0, List.of(0L, 64L)));
        happen(allocation(40, 0xc0, 8, 8, CACHE), call(15, 30, 7, 0, "vexfs_vector_insert", 128));
        // Another one, of which the upper half of the register holds something, and an allocation after it.
        happen(allocation(50, 0xd0, 512, 512, CACHE), call(48, 4, 7, 0, "vexfs_vector_insert", (9L << 32) + 128));
        happen(allocation(60, 0xe0, 1_000, 1_024, CACHE), new Heartbeat(SECOND));

        assertThat(details().dimensions())
                .contains(new UsageDetails.Dimensions(
                        List.of(
                                new UsageDetails.DimensionUse("vexfs_lsh_hash", 64, 1, 40),
                                new UsageDetails.DimensionUse("vexfs_vector_insert", 128, 2, 560 + 512)),
                        ""));
    }

    @Test
    void anAllocationThatArrivesAfterItsCallCountsAndOneOfAnotherThreadDoesNot() {
        measure(settings(Map.of()));
        happen(call(15, 30, 7, 0, "vexfs_vector_insert", 128), allocation(20, 0xa0, 512, 512, CACHE));
        happen(new Allocation(21, 1, 8, 0xb0, 99, 128, CACHE, MemoryKind.SLAB, new CallStack(new long[] {CACHE})));

        assertThat(details().dimensions().orElseThrow().uses())
                .containsExactly(new UsageDetails.DimensionUse("vexfs_vector_insert", 128, 1, 512));
    }

    @Test
    void aCallOfWhichAllocationsWereForgottenIsLeftOut() {
        measure(settings(Map.of()));
        LongStream.range(0, 5_000).forEach(i -> happen(allocation(100 + i, 0x1000 + i, 1, 8, CACHE)));
        happen(call(50, 10_000, 7, 0, "vexfs_vector_insert", 128));
        happen(allocation(20_001, 0xa0, 16, 16, CACHE), call(20_000, 10, 7, 0, "vexfs_vector_insert", 4));

        assertThat(details().dimensions().orElseThrow().uses())
                .containsExactly(new UsageDetails.DimensionUse("vexfs_vector_insert", 4, 1, 16));
    }

    @Test
    void whereNoCallIsTracedItIsSaidThatDimensionsAreNotMeasuredAndWhatToDo() {
        measure(settings(Map.of()));
        happen(allocation(20, 0xa0, 512, 512, CACHE));

        assertThat(details().dimensions())
                .contains(new UsageDetails.Dimensions(
                        List.of(), "no call was told; trace with the performance or kernel script as well"));
    }

    @Test
    void whereNoCallHasADimensionTheKeyIsNamed() {
        measure(settings(Map.of()));
        happen(allocation(20, 0xa0, 512, 512, CACHE), call(15, 30, 7, 0, "vexfs_read", 128));

        assertThat(details().dimensions())
                .contains(new UsageDetails.Dimensions(
                        List.of(), "no call was told of a function that operations.dimension_arguments names"));
    }

    private static UsageSettings settings(Map<String, String> overrides) {
        return ConfigLoader.load(new Properties(), Path.of(""), overrides).usage();
    }

    private void measure(UsageSettings settings) {
        ledger.measureFrom(
                MARKER,
                opened -> new UsageMeter(
                        new WindowScope(opened, Attribution.MODULE, IndirectAllocations.FAIL),
                        settings,
                        UsageDetailsTests::site));
        ledger.accept(new Marker(10, 1, 7, MARKER, Counts.NONE));
    }

    private void happen(TraceEvent... events) {
        List.of(events).forEach(ledger::accept);
    }

    private MemoryUsage usage() {
        return ledger.usage(MARKER, 1_000 * SECOND, UsageDetailsTests::site).orElseThrow();
    }

    private UsageDetails details() {
        return usage().details();
    }

    private static CallSite site(long address) {
        return new CallSite(
                address, address == INSERT ? "vexfs_insert+0x8" : "vexfs_vector_cache+0x8", Optional.empty(), true);
    }

    private static Allocation allocation(long nanos, long address, long bytes, long setAside, long... frames) {
        return new Allocation(nanos, 1, 7, address, bytes, setAside, frames[0], MemoryKind.SLAB, new CallStack(frames));
    }

    private static Operation call(long entered, long nanos, int tid, int depth, String function, long dimension) {
        return Operation.of(entered, nanos, 1, tid, depth, function, 0, 0, 0, 0, dimension);
    }

    private static Free free(long nanos, long address) {
        return new Free(nanos, 1, 7, address, INSERT, Free.Kind.LIVE, 0);
    }
}
