package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.IndirectAllocations;
import org.vexfs.trace.config.UsageSettings;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.AllocationFailure;
import org.vexfs.trace.event.CallStack;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.event.MemoryKind;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.OutOfMemory;
import org.vexfs.trace.event.Resize;
import org.vexfs.trace.event.TraceEvent;

class MemoryUsageTests {

    private static final String MARKER = "vx00000c0000001";
    private static final int PID = 246;
    private static final int TID = 250;

    private static final long INSERT = 0xc0a01010L;
    private static final long HNSW = 0xc0a02020L;
    private static final long IOCTL = 0xc0a03030L;
    private static final long XARRAY = 0x81001010L;
    private static final long SHEAF = 0x81002020L;
    private static final long KVMALLOC = 0x81003030L;

    private final Map<Long, String> functions = new HashMap<>(Map.of(
            INSERT, "vexfs_insert+0x10",
            HNSW, "vexfs_hnsw_add+0x20",
            IOCTL, "vexfs_ioctl+0x30",
            XARRAY, "xas_alloc+0x10",
            SHEAF, "alloc_sheaf+0x20",
            KVMALLOC, "__kvmalloc_node_noprof+0x30"));

    private final MemoryLedger ledger = new MemoryLedger();
    private final List<Alert> alerts = new ArrayList<>();
    private UsageSettings settings = new UsageSettings(
            1_000_000,
            new UsageSettings.VectorMemory(List.of("vexfs_vector_*", "vexfs_hnsw_*"), true, true, true, List.of()),
            UsageSettings.Tracking.ALL,
            new UsageSettings.LeakHints(Duration.ofNanos(1_000), 1_000),
            new UsageSettings.Pressure(10_000_000, 1),
            UsageSettings.Details.ALL,
            new UsageSettings.AlertRate(Duration.ofSeconds(5), 20));

    @Test
    void allocationsAreAddedUp() {
        measure(allocation(11, 0xa0, 100), allocation(12, 0xb0, 200), free(13, 0xa0), allocation(14, 0xa0, 50));

        assertThat(usage().allocatedBytes()).isEqualTo(350);
        assertThat(usage().allocations()).isEqualTo(3);
        assertThat(usage().frees()).isEqualTo(1);
    }

    @Test
    void whatIsNotFreedIsHeldAtTheEnd() {
        measure(allocation(11, 0xa0, 100), allocation(12, 0xb0, 200), free(13, 0xa0));

        assertThat(usage().heldBytes()).isEqualTo(200);
        assertThat(usage().heldObjects()).isEqualTo(1);
    }

    @Test
    void thePeakIsTheMostThatWasHeldAtATime() {
        measure(
                allocation(11, 0xa0, 100),
                allocation(12, 0xb0, 200),
                free(13, 0xa0),
                free(14, 0xb0),
                allocation(15, 0xc0, 250),
                free(16, 0xc0));

        assertThat(usage().peakBytes()).isEqualTo(300);
        assertThat(usage().heldBytes()).isZero();
    }

    @Test
    void anObjectWhoseAddressIsGivenOutAgainIsHeldNoMore() {
        measure(allocation(11, 0xa0, 100), allocation(12, 0xa0, 30));

        assertThat(usage().heldBytes()).isEqualTo(30);
        assertThat(usage().heldObjects()).isEqualTo(1);
        assertThat(usage().frees()).isZero();
        assertThat(usage().peakBytes()).isEqualTo(100);
    }

    @Test
    void sizesAreToldInPercentiles() {
        IntStream.rangeClosed(1, 100).forEach(i -> ledger.accept(allocation(1, 0x10 * i, 7)));
        measure();
        IntStream.rangeClosed(1, 100).forEach(i -> ledger.accept(allocation(11, 0x10 * i, i)));

        assertThat(usage().sizes()).isEqualTo(new Percentiles(100, 50, 95, 99, 100));
    }

    @Test
    void aPercentileIsAtMostAThousandthTooLowAndTheMaximumIsExact() {
        measure(allocation(11, 0xa0, 1_234_567), allocation(12, 0xb0, 7_654_321));

        assertThat(usage().sizes().p50()).isBetween(1_233_332L, 1_234_567L);
        assertThat(usage().sizes().max()).isEqualTo(7_654_321);
    }

    @Test
    void lifetimesAreThoseOfWhatWasFreed() {
        measure(
                allocation(100, 0xa0, 1),
                free(150, 0xa0),
                allocation(200, 0xb0, 1),
                free(1_000, 0xb0),
                allocation(300, 0xc0, 1));

        assertThat(usage().lifetimes()).isEqualTo(new Percentiles(2, 50, 800, 800, 800));
    }

    @Test
    void anObjectThatKfreeRcuTakesIsFreed() {
        measure(allocation(100, 0xa0, 1), new Free(150, PID, TID, 0xa0, IOCTL, Free.Kind.DEFERRED, 100));

        assertThat(usage().frees()).isOne();
        assertThat(usage().heldObjects()).isZero();
    }

    @Test
    void aSecondFreeAndOneOfSomethingOlderChangeNothing() {
        measure(
                allocation(11, 0xa0, 100),
                new Free(12, PID, TID, 0xb0, IOCTL, Free.Kind.UNMATCHED, 0),
                free(13, 0xa0),
                new Free(14, PID, TID, 0xa0, IOCTL, Free.Kind.REPEATED, 13));

        assertThat(usage().frees()).isOne();
        assertThat(usage().heldBytes()).isZero();
    }

    @Test
    void aResizeChangesWhatIsHeldAndItsGrowthIsAllocated() {
        measure(allocation(11, 0xa0, 100), new Resize(0xa0, 120), allocation(12, 0xb0, 10), new Resize(0xb0, 4));

        assertThat(usage().heldBytes()).isEqualTo(124);
        assertThat(usage().peakBytes()).isEqualTo(130);
        assertThat(usage().allocatedBytes()).isEqualTo(130);
        assertThat(usage().largest().orElseThrow().bytes()).isEqualTo(120);
    }

    @Test
    void whatIsOlderThanTheWindowIsNotItsOwnWheneverItArrives() {
        ledger.accept(allocation(5, 0xa0, 100));
        measure(allocation(9, 0xb0, 200), allocation(11, 0xc0, 1), free(12, 0xa0), free(13, 0xb0));

        assertThat(usage().allocatedBytes()).isEqualTo(1);
        assertThat(usage().frees()).isZero();
        assertThat(usage().heldBytes()).isEqualTo(1);
    }

    @Test
    void anAllocationWhoseLineOvertakesTheMarkerIsOfTheWindow() {
        ledger.accept(allocation(11, 0xa0, 100));
        measure(free(12, 0xa0));

        assertThat(usage().allocatedBytes()).isEqualTo(100);
        assertThat(usage().frees()).isOne();
    }

    @ParameterizedTest
    @CsvSource({"MODULE, 7", "PROCESS, 3", "THREAD, 1"})
    void onlyWhatTheWindowAnswersForCounts(Attribution attribution, long bytes) {
        measureFor(
                attribution,
                IndirectAllocations.FAIL,
                allocation(11, 0xa0, 1),
                new Allocation(12, PID, 9, 0xb0, 2, 8, INSERT, MemoryKind.SLAB, stack()),
                new Allocation(13, 8, 9, 0xc0, 4, 8, INSERT, MemoryKind.SLAB, stack()));

        assertThat(usage().allocatedBytes()).isEqualTo(bytes);
    }

    @Test
    void anObjectOfTheThreadIsFreedByWhoeverFreesIt() {
        measureFor(
                Attribution.THREAD,
                IndirectAllocations.FAIL,
                allocation(11, 0xa0, 1),
                new Free(12, 0, 0, 0xa0, IOCTL, Free.Kind.LIVE, 11));

        assertThat(usage().frees()).isOne();
    }

    @ParameterizedTest
    @CsvSource({"FAIL, 3", "WARN, 3", "IGNORE, 1"})
    void whatTheKernelAllocatesForTheModuleCountsUnlessItIsIgnoredAndWhatIsForItselfNever(
            IndirectAllocations indirect, long bytes) {
        measureFor(
                Attribution.MODULE,
                indirect,
                allocation(11, 0xa0, 1),
                allocation(12, 0xb0, 2, XARRAY, INSERT),
                allocation(13, 0xc0, 4, SHEAF, INSERT));

        assertThat(usage().allocatedBytes()).isEqualTo(bytes);
        assertThat(usage().heldBytes()).isEqualTo(bytes);
    }

    @Test
    void largeAllocationsAreToldByPlaceTheLargestFirst() {
        measure(
                allocation(11, 0xa0, 1_000_000),
                allocation(12, 0xb0, 1_000_001),
                allocation(13, 0xc0, 1_000_002),
                allocation(14, 0xd0, 3_000_000, HNSW, IOCTL));

        assertThat(usage().largeCount()).isEqualTo(3);
        assertThat(usage().large())
                .containsExactly(
                        new MemoryUsage.LargeAllocations(
                                site(HNSW), List.of(site(HNSW), site(IOCTL)), 1, 3_000_000, 3_000_000),
                        new MemoryUsage.LargeAllocations(site(INSERT), List.of(site(INSERT)), 2, 1_000_002, 2_000_003));
    }

    @Test
    void theListOfLargeAllocationsIsBounded() {
        measure();
        for (long i = 0; i < 30; i++) {
            functions.put(INSERT + 16 * i, "vexfs_insert+" + i);
            ledger.accept(allocation(11, 0x1000 + 16 * i, 2_000_000 + i, INSERT + 16 * i));
        }

        assertThat(usage().largeCount()).isEqualTo(30);
        assertThat(usage().large()).hasSize(UsageMeter.MOST_PLACES);
        assertThat(usage().large().get(0).largestBytes()).isEqualTo(2_000_029);
    }

    @Test
    void theLargestAllocationAndThePlaceThatHeldTheMostAreNamed() {
        measure(allocation(11, 0xa0, 500, HNSW), free(12, 0xa0), allocation(13, 0xb0, 300), allocation(14, 0xc0, 300));

        assertThat(usage().largest()).contains(new MemoryUsage.PlaceBytes(site(HNSW), 500));
        assertThat(usage().topHolder()).contains(new MemoryUsage.PlaceBytes(site(INSERT), 600));
    }

    @Test
    void whatFunctionsOfVectorsAskForIsToldApartAlsoThroughTheirCallees() {
        measure(
                allocation(11, 0xa0, 100, HNSW, IOCTL),
                allocation(12, 0xb0, 50, INSERT, HNSW, IOCTL),
                allocation(13, 0xc0, 1_000, INSERT, IOCTL),
                free(14, 0xa0));

        assertThat(usage().vectors()).isEqualTo(new MemoryUsage.Vectors(2, 150));
    }

    @Test
    void aFunctionIsOneOfVectorsAsSoonAsItsNameIsKnown() {
        functions.put(HNSW, "[vexfs]+0x2020");
        measure(allocation(11, 0xa0, 100, HNSW));
        functions.put(HNSW, "vexfs_hnsw_add+0x20");
        ledger.accept(allocation(12, 0xb0, 10, HNSW));
        ledger.accept(free(13, 0xa0));

        assertThat(usage().vectors()).isEqualTo(new MemoryUsage.Vectors(1, 10));
    }

    @Test
    void anAddressIsAskedForAgainAfterTheModuleWasLoadedElsewhere() {
        measure(allocation(11, 0xa0, 100, HNSW));
        functions.put(HNSW, "vexfs_insert+0x88");
        ledger.accept(new ModuleChange(12, true, 0, 0, 0, 0));
        ledger.accept(allocation(13, 0xb0, 10, HNSW));

        assertThat(usage().vectors()).isEqualTo(new MemoryUsage.Vectors(1, 100));
    }

    @Test
    void failuresAreCountedByPlaceTheMostFirst() {
        measure(
                new AllocationFailure(11, PID, TID, 100, HNSW),
                new AllocationFailure(12, PID, TID, 200, INSERT),
                new AllocationFailure(13, PID, TID, 100, INSERT),
                new AllocationFailure(9, PID, TID, 100, INSERT));

        assertThat(usage().failureCount()).isEqualTo(3);
        assertThat(usage().failures())
                .containsExactly(
                        new MemoryUsage.Failures(site(INSERT), 2, 200), new MemoryUsage.Failures(site(HNSW), 1, 100));
    }

    @Test
    void aKvmallocThatGetsItFromVmallocHasNotFailed() {
        measure(
                new AllocationFailure(11, PID, TID, 5_000, INSERT),
                new AllocationFailure(12, 8, 9, 5_000, INSERT),
                allocation(13, 0xa0, 64, SHEAF, KVMALLOC, INSERT),
                new Allocation(14, PID, TID, 0xb0, 5_000, 8_192, INSERT, MemoryKind.VMALLOC, stack()));

        assertThat(usage().failureCount()).isOne();
        assertThat(usage().failures()).containsExactly(new MemoryUsage.Failures(site(INSERT), 1, 5_000));
    }

    @Test
    void returnsOfEnomemAreCountedByFunction() {
        measureFor(
                Attribution.THREAD,
                IndirectAllocations.FAIL,
                new OutOfMemory(11, PID, TID, "vexfs_ioctl"),
                new OutOfMemory(12, PID, TID, "vexfs_insert"),
                new OutOfMemory(13, PID, TID, "vexfs_insert"),
                new OutOfMemory(14, PID, 9, "vexfs_insert"));

        assertThat(usage().refusalCount()).isEqualTo(3);
        assertThat(usage().refusals())
                .containsExactly(
                        new MemoryUsage.Refusals("vexfs_insert", 2), new MemoryUsage.Refusals("vexfs_ioctl", 1));
    }

    @Test
    void pressureIsHowOftenAndHowLongTheThresholdWasExceeded() {
        measure(
                allocation(100, 0xa0, 10_000_000),
                allocation(110, 0xb0, 1),
                allocation(120, 0xc0, 1),
                free(140, 0xa0),
                allocation(150, 0xa0, 10_000_000),
                free(155, 0xa0));

        assertThat(usage().pressure()).isEqualTo(new MemoryUsage.Pressure(2, 30 + 5));
    }

    @Test
    void pressureThatLastsIsMeasuredUpToTheEnd() {
        measure(allocation(100, 0xa0, 10_000_001));

        assertThat(ledger.usage(MARKER, 900, this::site).orElseThrow().pressure())
                .isEqualTo(new MemoryUsage.Pressure(1, 800));
    }

    @Test
    void whatIsHeldLongerThanTheAgeHintsAtALeak() {
        measure(allocation(11, 0xa0, 100), allocation(12, 0xb0, 200), allocation(13, 0xc0, 400), free(14, 0xa0));

        assertThat(ledger.usage(MARKER, 12 + 1_000, this::site).orElseThrow().old())
                .isEqualTo(new MemoryUsage.OldObjects(0, 0));
        assertThat(ledger.usage(MARKER, 13 + 1_000, this::site).orElseThrow().old())
                .isEqualTo(new MemoryUsage.OldObjects(1, 200));
    }

    @Test
    void windowsThatOverlapAreMeasuredEachForItself() {
        measure(allocation(11, 0xa0, 100));
        begin("vx00000c0000002", 20, 9, Attribution.THREAD, IndirectAllocations.FAIL);
        ledger.accept(new Allocation(21, PID, 9, 0xb0, 30, 32, INSERT, MemoryKind.SLAB, stack()));
        ledger.accept(free(22, 0xa0));

        assertThat(usage().allocatedBytes()).isEqualTo(130);
        MemoryUsage second = ledger.usage("vx00000c0000002", 30, this::site).orElseThrow();
        assertThat(second.allocatedBytes()).isEqualTo(30);
        assertThat(second.frees()).isZero();
    }

    @Test
    void aWindowThatIsMeasuredNoMoreHasNoUsage() {
        measure(allocation(11, 0xa0, 100));
        ledger.stopMeasuring(MARKER);

        assertThat(ledger.usage(MARKER, 30, this::site)).isEmpty();
    }

    @Test
    void whatIsHeldIsKnownBeforeTheWindowEnds() {
        measure(
                allocation(11, 0xa0, 100),
                allocation(12, 0xb0, 200),
                allocation(15, 0xc0, 400),
                free(16, 0xa0),
                new AllocationFailure(17, PID, TID, 64, INSERT));

        assertThat(ledger.level(MARKER, 20))
                .hasValue(new MemoryLevel(3, 1, 600, 2, 700, 8, 1, 700, new MemoryUsage.OldObjects(0, 0)));
        assertThat(ledger.level("vx00000c0000008", 20)).isEmpty();
    }

    @Test
    void aWindowInWhichNothingHappensHasNone() {
        measure();

        assertThat(usage()).isEqualTo(MemoryUsage.NONE);
    }

    @Test
    void theJudgementOfAWindowTellsItsUsage() {
        measure(allocation(11, 0xa0, 100), free(12, 0xa0));
        MarkerEcho start = ledger.echo(MARKER).orElseThrow();
        ledger.accept(new Marker(20, PID, TID, "vx00000c0000009", new Counts(1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0)));
        MarkerEcho end = ledger.echo("vx00000c0000009").orElseThrow();

        MemoryJudgement judgement = new MemoryJudge(ledger, this::site)
                .judge(new WindowEvidence(
                        new WindowScope(start.marker(), Attribution.MODULE, IndirectAllocations.FAIL),
                        start,
                        end,
                        ledger.outstanding(),
                        false,
                        Missed.NONE,
                        Optional.empty(),
                        List.of(),
                        List.of()));

        assertThat(judgement.usage().peakBytes()).isEqualTo(100);
        assertThat(judgement.gaps()).isEmpty();
    }

    private void measure(TraceEvent... events) {
        measureFor(Attribution.MODULE, IndirectAllocations.FAIL, events);
    }

    private void measureFor(Attribution attribution, IndirectAllocations indirect, TraceEvent... events) {
        begin(MARKER, 10, TID, attribution, indirect);
        List.of(events).forEach(ledger::accept);
    }

    private void begin(String marker, long nanos, int tid, Attribution attribution, IndirectAllocations indirect) {
        ledger.measureFrom(
                marker,
                opened -> new UsageMeter(
                        new WindowScope(opened, attribution, indirect), settings, this::site, alerts::addAll));
        ledger.accept(new Marker(nanos, PID, tid, marker, Counts.NONE));
    }

    private MemoryUsage usage() {
        return ledger.usage(MARKER, 1_000, this::site).orElseThrow();
    }

    private CallSite site(long address) {
        String function = functions.getOrDefault(address, "unknown");
        return new CallSite(
                address, function, Optional.empty(), function.startsWith("vexfs_") || function.startsWith("["));
    }

    private static Allocation allocation(long nanos, long address, long bytes) {
        return allocation(nanos, address, bytes, INSERT);
    }

    private static Allocation allocation(long nanos, long address, long bytes, long... frames) {
        return new Allocation(nanos, PID, TID, address, bytes, bytes, frames[0], MemoryKind.SLAB, stack(frames));
    }

    private static Free free(long nanos, long address) {
        return new Free(nanos, PID, TID, address, IOCTL, Free.Kind.LIVE, 0);
    }

    private static CallStack stack(long... frames) {
        return new CallStack(frames);
    }
}
