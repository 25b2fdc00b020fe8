package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.AllocationFailure;
import org.vexfs.trace.event.CallStack;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.Holdings;
import org.vexfs.trace.event.KernelLogLine;
import org.vexfs.trace.event.LiveObject;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.event.MemoryKind;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.Note;
import org.vexfs.trace.event.OutOfMemory;
import org.vexfs.trace.event.ProbesAttached;
import org.vexfs.trace.event.Resize;
import org.vexfs.trace.event.Started;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.event.Unknown;

class MemoryLedgerTests {

    private static final LiveObject OBJECT =
            new LiveObject(0x1000, 5, 100, 128, 0xc0, 1, 2, MemoryKind.SLAB, CallStack.EMPTY);
    private static final String MARKER = "vx00000c0000001";

    private final MemoryLedger ledger = new MemoryLedger();

    @Test
    void whatIsAllocatedIsOutstandingUntilItsAddressIsFreed() {
        book(allocation(5, 0x1000));
        assertThat(ledger.outstanding()).containsExactly(OBJECT);

        book(free(6, 0x1000, Free.Kind.LIVE));
        assertThat(ledger.outstanding()).isEmpty();
    }

    @Test
    void aFreeByAnybodyIsMatchedByAddressAlone() {
        book(allocation(5, 0x1000), new Free(6, 99, 98, 0x1000, 0xffff, Free.Kind.LIVE, 5));

        assertThat(ledger.outstanding()).isEmpty();
    }

    @Test
    void anAllocationAtAnAddressStillHeldReplacesIt() {
        book(allocation(5, 0x1000), allocation(7, 0x1000));

        assertThat(ledger.outstanding()).extracting(LiveObject::since).containsExactly(7L);
    }

    @Test
    void aMarkerTellsWhatHadArrivedBeforeIt() {
        book(
                allocation(1, 0x1000),
                allocation(2, 0x2000),
                free(3, 0x1000, Free.Kind.LIVE),
                free(4, 0x1000, Free.Kind.REPEATED),
                free(5, 0x9000, Free.Kind.UNMATCHED),
                free(5, 0x9000, Free.Kind.UNMATCHED),
                marker(new Counts(2, 1, 1, 2, 0, 0, 0, 9, 0, 0, 0, 0)),
                allocation(7, 0x3000));

        MarkerEcho echo = ledger.echo(MARKER).orElseThrow();
        assertThat(echo.received()).isEqualTo(new Counts(2, 1, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(echo.complete()).isTrue();
    }

    @Test
    void aMarkerIsIncompleteIfAnyCountOfEventsDiffers() {
        for (Counts counts : List.of(
                new Counts(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                new Counts(0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                new Counts(0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0),
                new Counts(0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
                new Counts(0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0),
                new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0),
                new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0))) {
            book(marker(counts));

            assertThat(ledger.echo(MARKER).orElseThrow().complete())
                    .as("%s", counts)
                    .isFalse();
        }
    }

    @Test
    void aMarkerThatHasNotComeBackHasNoEcho() {
        assertThat(ledger.echo(MARKER)).isEmpty();
        assertThat(ledger.holdings(MARKER)).isEmpty();
    }

    @Test
    void whatTheKernelHeldIsKeptByMarker() {
        book(new Holdings("vx00000d0000002", List.of(OBJECT)), new Holdings("vx00000d0000003", List.of()));

        assertThat(ledger.holdings("vx00000d0000002")).contains(List.of(OBJECT));
        assertThat(ledger.holdings("vx00000d0000003")).contains(List.of());
    }

    @Test
    void errorsAreCountedUpToAMarker() {
        book(new Loss(0, "no such element (map_delete_elem)"), marker(Counts.NONE), new Loss(0, "after"));

        MarkerEcho echo = ledger.echo(MARKER).orElseThrow();
        assertThat(echo.errors()).isOne();
        assertThat(ledger.errors(0, 2)).containsExactly("no such element (map_delete_elem)", "after");
    }

    @Test
    void lostEventsAndFullMapsAreNoErrorsBecauseTheCountsTellOfThem() {
        book(
                new Loss(3, "events lost on their way from the kernel"),
                new Loss(0, "Map full; can't update element. Try increasing max_map_keys config (map_update_elem)"),
                new Unknown("what is this"),
                marker(Counts.NONE));

        assertThat(ledger.echo(MARKER).orElseThrow().errors()).isZero();
    }

    @Test
    void signsOfLifeAndNotesChangeNoAccount() {
        book(new Heartbeat(1), new Note("{}"), new Started(1, 1), new ProbesAttached(14), marker(Counts.NONE));

        MarkerEcho echo = ledger.echo(MARKER).orElseThrow();
        assertThat(echo.complete()).isTrue();
        assertThat(echo.errors()).isZero();
    }

    @Test
    void aDoubleFreeIsFoundBetweenTwoTimesBothIncluded() {
        book(allocation(1, 0x1000), free(2, 0x1000, Free.Kind.LIVE));
        IntStream.rangeClosed(3, 7).forEach(nanos -> book(free(nanos, 0x1000, Free.Kind.REPEATED)));

        assertThat(ledger.repeatedFreesBetween(4, 6))
                .extracting(repeated -> repeated.free().nanos())
                .containsExactly(4L, 5L, 6L);
    }

    @Test
    void everyOutstandingObjectIsRememberedHoweverManyThereAre() {
        LongStream.range(0, 200_000).forEach(i -> book(allocation(i, 0x1000 + 16 * i)));

        assertThat(ledger.outstanding()).hasSize(200_000);
    }

    @Test
    void theFirstFreesAreForgottenBeforeMemoryRunsOut() {
        book(allocation(1, 0x10), free(2, 0x10, Free.Kind.LIVE));
        LongStream.range(0, 70_000)
                .forEach(i -> book(allocation(3, 0x1000 + 16 * i), free(4, 0x1000 + 16 * i, Free.Kind.LIVE)));
        book(free(5, 0x10, Free.Kind.REPEATED));

        assertThat(ledger.repeatedFreesBetween(5, 5).get(0).first()).isEmpty();
    }

    @Test
    void whatKfreeRcuIsGivenIsOutstandingNoLonger() {
        book(allocation(5, 0x1000), free(6, 0x1000, Free.Kind.DEFERRED), free(7, 0x1000, Free.Kind.REPEATED));

        assertThat(ledger.outstanding()).isEmpty();
        assertThat(ledger.repeatedFreesBetween(7, 7))
                .singleElement()
                .satisfies(repeated ->
                        assertThat(repeated.first().orElseThrow().free().kind()).isEqualTo(Free.Kind.DEFERRED));
    }

    @Test
    void aLiveObjectThatGotAnotherSizeKeepsEverythingElse() {
        book(allocation(5, 0x1000), new Resize(0x1000, 120), new Resize(0x2000, 7));

        assertThat(ledger.outstanding())
                .containsExactly(new LiveObject(0x1000, 5, 120, 128, 0xc0, 1, 2, MemoryKind.SLAB, CallStack.EMPTY));
    }

    @Test
    void whatTheKernelHeldHasTheSizeThatTheEventsTellOfThatVeryObject() {
        LiveObject later = new LiveObject(0x2000, 9, 100, 128, 0xc0, 1, 2, MemoryKind.SLAB, CallStack.EMPTY);
        book(
                allocation(5, 0x1000),
                new Resize(0x1000, 120),
                allocation(6, 0x2000),
                new Resize(0x2000, 120),
                new Holdings("vx00000d0000002", List.of(OBJECT, later)));

        assertThat(ledger.holdings("vx00000d0000002").orElseThrow())
                .containsExactly(
                        new LiveObject(0x1000, 5, 120, 128, 0xc0, 1, 2, MemoryKind.SLAB, CallStack.EMPTY), later);
    }

    @Test
    void failuresRefusalsAndLogLinesAreEventsThatMustArrive() {
        book(
                new AllocationFailure(1, 1, 2, 8, 0xc0),
                new OutOfMemory(2, 1, 2, "vexfs_insert"),
                new OutOfMemory(3, 1, 2, "vexfs_write"),
                new KernelLogLine(4, 1, 2, "hello"),
                marker(new Counts(0, 0, 0, 0, 0, 0, 0, 5, 1, 2, 1, 0)));

        assertThat(ledger.echo(MARKER).orElseThrow().complete()).isTrue();
    }

    @Test
    void anUnmatchedFreeKnowsTheLiveObjectThatItPointsInto() {
        book(
                allocation(5, 0x1000),
                free(6, 0x1008, Free.Kind.UNMATCHED),
                free(7, 0x1080, Free.Kind.UNMATCHED),
                free(8, 0x0ff8, Free.Kind.UNMATCHED));

        assertThat(ledger.unmatchedFreesBetween(6, 6))
                .singleElement()
                .satisfies(found -> assertThat(found.around()).contains(allocation(5, 0x1000)));
        assertThat(ledger.unmatchedFreesBetween(7, 8))
                .hasSize(2)
                .allSatisfy(found -> assertThat(found.around()).isEmpty());
    }

    @Test
    void loadsAndUnloadsAreFoundBetweenTwoTimes() {
        ModuleChange unloaded = new ModuleChange(5, false, 0, 0, 0, 0);
        ModuleChange loaded = new ModuleChange(6, true, 1, 2, 3, 4);
        book(unloaded, loaded);

        assertThat(ledger.changesBetween(5, 6)).containsExactly(unloaded, loaded);
        assertThat(ledger.changesBetween(6, 9)).containsExactly(loaded);
    }

    private void book(TraceEvent... events) {
        List.of(events).forEach(ledger::accept);
    }

    private static Allocation allocation(long nanos, long address) {
        return new Allocation(nanos, 1, 2, address, 100, 128, 0xc0, MemoryKind.SLAB, CallStack.EMPTY);
    }

    private static Free free(long nanos, long address, Free.Kind kind) {
        return new Free(nanos, 1, 2, address, 0xc1, kind, 0);
    }

    private static Marker marker(Counts counts) {
        return new Marker(9, 1, 2, MARKER, counts);
    }
}
