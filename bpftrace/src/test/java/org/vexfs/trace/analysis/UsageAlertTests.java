package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.IndirectAllocations;
import org.vexfs.trace.config.UsageSettings;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.AllocationFailure;
import org.vexfs.trace.event.CallStack;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.event.MemoryKind;
import org.vexfs.trace.event.TraceEvent;

/** Intervals of 100 ns; conspicuous are more than 1,000 bytes, 3 objects, 50 % of 2 allocations, and 150 ns of age. */
class UsageAlertTests {

    private static final String MARKER = "vx00000c0000001";
    private static final long INSERT = 0x10;
    private static final long CACHE = 0x20;

    private final MemoryLedger ledger = new MemoryLedger();
    private final List<Alert> told = new ArrayList<>();

    UsageAlertTests() {
        ledger.measureFrom(
                MARKER,
                opened -> new UsageMeter(
                        new WindowScope(opened, Attribution.MODULE, IndirectAllocations.FAIL),
                        new UsageSettings(
                                1_000_000,
                                new UsageSettings.VectorMemory(List.of(), true, true, true, List.of()),
                                UsageSettings.Tracking.ALL,
                                new UsageSettings.LeakHints(Duration.ofNanos(150), 3),
                                new UsageSettings.Pressure(1_000, 50),
                                UsageSettings.Details.ALL,
                                new UsageSettings.AlertRate(Duration.ofNanos(100), 2)),
                        UsageAlertTests::site,
                        told::addAll));
        ledger.accept(new Marker(1_000, 1, 1, MARKER, Counts.NONE));
    }

    @Test
    void aModuleThatHoldsMoreThanTheThresholdIsToldWhenTheIntervalIsOver() {
        happen(allocation(1_010, 0xa0, 400, INSERT), allocation(1_020, 0xb0, 700, CACHE), new Heartbeat(1_099));
        assertThat(told).isEmpty();

        happen(new Heartbeat(1_100));

        assertThat(told)
                .containsExactly(new Alert(Alert.Kind.HIGH_USAGE, 1_000, 1_100, "vexfs_cache_put", 1_100, 1_000, 2));
    }

    @Test
    void holdingAsMuchAsTheThresholdIsNotConspicuous() {
        happen(allocation(1_010, 0xa0, 1_000, INSERT), new Heartbeat(1_100));

        assertThat(told).isEmpty();
    }

    @Test
    void whatIsHeldIsToldAgainOnlyAfterItWasBelowTheThreshold() {
        happen(allocation(1_010, 0xa0, 1_001, INSERT), new Heartbeat(1_110), free(1_120, 0xa0));
        happen(new Heartbeat(1_200), allocation(1_210, 0xa0, 1_002, INSERT));
        happen(free(1_220, 0xa0), new Heartbeat(1_310));

        assertThat(told).extracting(Alert::value).containsExactly(1_001.0, 1_002.0);
        assertThat(told).extracting(Alert::from).containsExactly(1_000L, 1_200L);
    }

    @Test
    void moreObjectsAtATimeThanTheThresholdAreTold() {
        happen(allocation(1_010, 0xa0, 1, INSERT), allocation(1_011, 0xb0, 1, INSERT));
        happen(allocation(1_012, 0xc0, 1, CACHE), new Heartbeat(1_100));
        assertThat(told).isEmpty();

        happen(allocation(1_113, 0xd0, 1, CACHE), free(1_114, 0xa0), new Heartbeat(1_200));

        assertThat(told)
                .filteredOn(alert -> alert.kind() == Alert.Kind.OUTSTANDING_ALLOCATIONS)
                .containsExactly(
                        new Alert(Alert.Kind.OUTSTANDING_ALLOCATIONS, 1_100, 1_200, "vexfs_cache_put", 4, 3, 4));
    }

    @Test
    void whatIsHeldLongerThanTheAgeIsToldAndAgainOnlyWhereThereIsMoreOfIt() {
        happen(allocation(1_010, 0xa0, 1, INSERT), new Heartbeat(1_100), new Heartbeat(1_200), new Heartbeat(1_300));
        assertThat(told)
                .containsExactly(new Alert(Alert.Kind.OLD_ALLOCATIONS, 1_100, 1_200, "vexfs_insert", 190, 150, 1));

        happen(allocation(1_310, 0xb0, 1, INSERT), new Heartbeat(1_400), new Heartbeat(1_500), new Heartbeat(1_600));

        assertThat(told).extracting(Alert::calls).containsExactly(1L, 2L);
    }

    @Test
    void aShareOfFailuresAboveTheThresholdIsTold() {
        happen(allocation(1_010, 0xa0, 1, INSERT), new AllocationFailure(1_020, 1, 1, 64, CACHE), new Heartbeat(1_100));
        assertThat(told).isEmpty();

        happen(
                free(1_105, 0xa0),
                allocation(1_110, 0xb0, 1, INSERT),
                new AllocationFailure(1_120, 1, 1, 64, CACHE),
                new AllocationFailure(1_130, 1, 1, 64, INSERT),
                new AllocationFailure(1_140, 1, 1, 64, CACHE),
                new Heartbeat(1_200));

        assertThat(told)
                .containsExactly(new Alert(Alert.Kind.HIGH_FAILURE_RATE, 1_100, 1_200, "vexfs_cache_put", 75, 50, 4));
    }

    @Test
    void ofTooFewAllocationsNoShareIsTold() {
        happen(new AllocationFailure(1_020, 1, 1, 64, CACHE), new Heartbeat(1_100));

        assertThat(told).isEmpty();
    }

    @Test
    void aKmallocThatVmallocMadeGoodHasNotFailed() {
        happen(
                allocation(1_010, 0xa0, 1, INSERT),
                new AllocationFailure(1_020, 1, 1, 500, CACHE),
                new Allocation(1_030, 1, 1, 0xb0, 500, 4_096, CACHE, MemoryKind.VMALLOC, new CallStack(new long[0])),
                new AllocationFailure(1_040, 1, 1, 500, INSERT),
                new Heartbeat(1_100));

        assertThat(told).isEmpty();
    }

    @Test
    void theIntervalThatTheWindowsEndCutsShortIsJudgedAsWell() {
        happen(allocation(1_010, 0xa0, 2_000, INSERT));

        UsageDetails details =
                ledger.usage(MARKER, 1_050, UsageAlertTests::site).orElseThrow().details();

        assertThat(details.alerts())
                .containsExactly(new Alert(Alert.Kind.HIGH_USAGE, 1_000, 1_050, "vexfs_insert", 2_000, 1_000, 1));
        assertThat(details.alertCount()).isOne();
        assertThat(told).isEmpty();
    }

    @Test
    void theListOfAlertsIsBoundedAndTheirNumberIsNot() {
        LongStream.range(0, 300)
                .forEach(i -> happen(allocation(1_001 + 100 * i, 0xa0, 2_000, INSERT), free(1_002 + 100 * i, 0xa0)));

        UsageDetails details = ledger.usage(MARKER, 40_000, UsageAlertTests::site)
                .orElseThrow()
                .details();

        assertThat(details.alerts()).hasSize(OperationMeter.MOST_ALERTS);
        assertThat(details.alertCount()).isEqualTo(300);
    }

    private void happen(TraceEvent... events) {
        List.of(events).forEach(ledger::accept);
    }

    private static CallSite site(long address) {
        return new CallSite(
                address, address == INSERT ? "vexfs_insert+0x8" : "vexfs_cache_put+0x8", Optional.empty(), true);
    }

    private static Allocation allocation(long nanos, long address, long bytes, long site) {
        return new Allocation(
                nanos, 1, 1, address, bytes, bytes, site, MemoryKind.SLAB, new CallStack(new long[] {site}));
    }

    private static Free free(long nanos, long address) {
        return new Free(nanos, 1, 1, address, INSERT, Free.Kind.LIVE, 0);
    }
}
