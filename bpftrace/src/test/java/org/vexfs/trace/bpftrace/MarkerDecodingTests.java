package org.vexfs.trace.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vexfs.trace.bpftrace.Decoded.printf;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.event.CallStack;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.Holdings;
import org.vexfs.trace.event.LiveObject;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.event.MarkerEnd;
import org.vexfs.trace.event.MemoryKind;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.event.Unknown;

class MarkerDecodingTests {

    private static final String COUNTED = printf("M 8 246 250 vx5venoc0000002 5 2 1 3 4 6 7 9 10 11 12");
    private static final String DUMPED = printf("M 8 246 250 vx5venod0000003 3 0 0 0 0 0 0 6 0 0 0");
    private static final String END = printf("Z");

    private static final long FIRST = 0xff483b7e02646600L;
    private static final long SECOND = 0xff483b7e02646d00L;
    private static final long SITE = 0xffffffffc03ad347L;

    @Test
    void aMarkersLineCarriesTheCounts() {
        assertThat(Decoded.lines(COUNTED, END))
                .containsExactly(
                        new Marker(8, 246, 250, "vx5venoc0000002", new Counts(5, 2, 1, 3, 4, 6, 7, 9, 10, 11, 12, 0)),
                        new MarkerEnd("vx5venoc0000002"));
    }

    @Test
    void aMarkersLineTellsOfWhatTheSecondLookRecoveredSinceItCounts() {
        assertThat(Decoded.lines(printf("M 8 246 250 vx5venoc0000002 5 2 1 3 4 6 7 9 10 11 12 13"), END))
                .startsWith(
                        new Marker(8, 246, 250, "vx5venoc0000002", new Counts(5, 2, 1, 3, 4, 6, 7, 9, 10, 11, 12, 13)));
    }

    @Test
    void aMarkerWithCountsIsToldBeforeItsEnd() {
        assertThat(Decoded.lines(COUNTED)).hasOnlyElementsOfType(Marker.class).hasSize(1);
    }

    @Test
    void before021TheCountsFollowAsMapsThatStartAtOne() {
        assertThat(Decoded.lines(
                        printf("M 8 246 250 vx5venoc0000002"),
                        "{\"type\": \"map\", \"data\": {\"@allocs\": 6}}",
                        "{\"type\": \"map\", \"data\": {\"@frees\": 3}}",
                        "{\"type\": \"map\", \"data\": {\"@doubles\": 2}}",
                        "{\"type\": \"map\", \"data\": {\"@strays\": 4}}",
                        "{\"type\": \"map\", \"data\": {\"@unrecorded\": 5}}",
                        "{\"type\": \"map\", \"data\": {\"@forgotten\": 7}}",
                        "{\"type\": \"map\", \"data\": {\"@reused\": 8}}",
                        "{\"type\": \"map\", \"data\": {\"@calls\": 10}}",
                        "{\"type\": \"map\", \"data\": {\"@failures\": 11}}",
                        "{\"type\": \"map\", \"data\": {\"@refusals\": 12}}",
                        "{\"type\": \"map\", \"data\": {\"@logged\": 13}}",
                        "{\"type\": \"map\", \"data\": {\"@kmallocs\": 41}}",
                        "{\"type\": \"map\", \"data\": {\"@second_kmallocs\": 31}}",
                        "{\"type\": \"map\", \"data\": {\"@cache_allocs\": 21}}",
                        "{\"type\": \"map\", \"data\": {\"@second_cache_allocs\": 11}}",
                        "{\"type\": \"map\", \"data\": {\"@kfrees\": 81}}",
                        "{\"type\": \"map\", \"data\": {\"@second_kfrees\": 61}}",
                        "{\"type\": \"map\", \"data\": {\"@cache_frees\": 41}}",
                        "{\"type\": \"map\", \"data\": {\"@second_cache_frees\": 21}}",
                        "{\"type\": \"map\", \"data\": {\"@second_doubles\": 301}}",
                        END))
                .containsExactly(
                        new Marker(
                                8,
                                246,
                                250,
                                "vx5venoc0000002",
                                new Counts(105, 202, 301, 3, 4, 6, 7, 9, 10, 11, 12, 0)),
                        new MarkerEnd("vx5venoc0000002"));
    }

    @Test
    void before021AMarkerIsToldOnlyAtItsEnd() {
        assertThat(Decoded.lines(
                        printf("M 8 246 250 vx5venoc0000002"), "{\"type\": \"map\", \"data\": {\"@allocs\": 6}}"))
                .isEmpty();
    }

    @Test
    void theMapsOfADumpAreReadAsSignedDecimals() {
        // as 0.23.2 prints them
        assertThat(holdings(
                        DUMPED,
                        "{\"type\": \"map\", \"data\": {\"@live\": {\"-51725983322708480\": 83572481498,"
                                + " \"-51725983322706688\": 83572566936}}}",
                        "{\"type\": \"map\", \"data\": {\"@held\": {\"-51725983322708480\":"
                                + " [128,192,18446744072639664967,246,250], \"-51725983322706688\":"
                                + " [64,64,18446744072639664967,246,251]}}}",
                        END))
                .containsExactlyInAnyOrder(
                        new LiveObject(
                                FIRST, 83_572_481_498L, 128, 192, SITE, 246, 250, MemoryKind.SLAB, CallStack.EMPTY),
                        new LiveObject(
                                SECOND, 83_572_566_936L, 64, 64, SITE, 246, 251, MemoryKind.SLAB, CallStack.EMPTY));
    }

    @Test
    void theMapsOfADumpAreReadAsUnsignedStrings() {
        // as 0.27 prints them
        assertThat(holdings(
                        DUMPED,
                        "{\"type\": \"map\", \"data\": {\"@live\": {\"18395018090386843136\": 83572481498}}}",
                        "{\"type\": \"map\", \"data\": {\"@held\": {\"18395018090386843136\":"
                                + " [128,192,\"18446744072639664967\",246,250]}}}",
                        END))
                .containsExactly(new LiveObject(
                        FIRST, 83_572_481_498L, 128, 192, SITE, 246, 250, MemoryKind.SLAB, CallStack.EMPTY));
    }

    @Test
    void aHeldObjectHasItsKindAndItsStack() {
        assertThat(holdings(
                        DUMPED,
                        "{\"type\": \"map\", \"data\": {\"@live\": {\"4096\": 5}}}",
                        "{\"type\": \"map\", \"data\": {\"@held\": {\"4096\": [1,8,9,10,11,118,"
                                + "\"\\nffffffffc03ad347\\n        ffffffff81004050\\n\"]}}}",
                        END))
                .containsExactly(new LiveObject(
                        4096, 5, 1, 8, 9, 10, 11, MemoryKind.VMALLOC, new CallStack(SITE, 0xffffffff81004050L)));
    }

    @Test
    void whatKeepsTheMapsFromBeingEmptyIsNotHeld() {
        assertThat(holdings(
                        DUMPED,
                        "{\"type\": \"map\", \"data\": {\"@live\": {\"0\": 1}}}",
                        "{\"type\": \"map\", \"data\": {\"@held\": {\"0\": [0,0,0,10,11,0,\"\\n\"]}}}",
                        END))
                .isEmpty();
    }

    @Test
    void mapsThatAreEmptyAreNotPrintedAndNothingIsHeld() {
        assertThat(Decoded.lines(printf("M 8 246 250 vx5venod0000003 3 3 0 0 0 0 0 6 0 0 0"), END))
                .containsExactly(
                        new Marker(8, 246, 250, "vx5venod0000003", new Counts(3, 3, 0, 0, 0, 0, 0, 6, 0, 0, 0, 0)),
                        new Holdings("vx5venod0000003", List.of()),
                        new MarkerEnd("vx5venod0000003"));
    }

    @Test
    void whatWasFreedBetweenTheTwoMapsIsNotHeld() {
        assertThat(holdings(
                        DUMPED,
                        "{\"type\": \"map\", \"data\": {\"@live\": {\"4096\": 1, \"8192\": 2}}}",
                        "{\"type\": \"map\", \"data\": {\"@held\": {\"8192\": [1,8,9,10,11]}}}",
                        END))
                .containsExactly(new LiveObject(8192, 2, 1, 8, 9, 10, 11, MemoryKind.SLAB, CallStack.EMPTY));
    }

    @Test
    void aDumpWhoseMapsDidNotArriveIsNoProofThatNothingIsHeld() {
        // The counts say that three objects are live; the maps that should name them were lost.
        assertThat(Decoded.lines(DUMPED, END)).noneMatch(Holdings.class::isInstance);
    }

    @Test
    void aDumpOfWhichOnlyOneMapArrivedIsNoProofThatNothingIsHeld() {
        assertThat(Decoded.lines(DUMPED, "{\"type\": \"map\", \"data\": {\"@live\": {\"4096\": 1}}}", END))
                .noneMatch(Holdings.class::isInstance);
    }

    @Test
    void anObjectWhoseDetailHasAnotherShapeIsHeldAllTheSame() {
        assertThat(holdings(
                        DUMPED,
                        "{\"type\": \"map\", \"data\": {\"@live\": {\"4096\": 1}}}",
                        "{\"type\": \"map\", \"data\": {\"@held\": {\"4096\": [1,8,9]}}}",
                        END))
                .extracting(LiveObject::address)
                .containsExactly(4096L);
    }

    @Test
    void aDumpThatCannotBeReadIsALossAndNoProofThatNothingIsHeld() {
        String strange = "{\"type\": \"map\", \"data\": {\"@live\": {\"0xff\": 1}}}";
        List<TraceEvent> events = Decoded.lines(
                DUMPED,
                strange,
                "{\"type\": \"map\", \"data\": {\"@held\": {\"0xff\": [1,8,9,10,11]}}}",
                END,
                printf("H 9"));

        assertThat(events).noneMatch(Holdings.class::isInstance);
        assertThat(events).hasAtLeastOneElementOfType(Loss.class).endsWith(new Heartbeat(9));
    }

    @Test
    void eventsBetweenAMarkerAndItsEndKeepTheirPlace() {
        assertThat(Decoded.lines(COUNTED, printf("F 9 1 2 ff ee 3"), END, printf("H 10")))
                .containsExactly(
                        new Marker(8, 246, 250, "vx5venoc0000002", new Counts(5, 2, 1, 3, 4, 6, 7, 9, 10, 11, 12, 0)),
                        new Free(9, 1, 2, 0xff, 0xee, Free.Kind.LIVE, 3),
                        new MarkerEnd("vx5venoc0000002"),
                        new Heartbeat(10));
    }

    @Test
    void aMarkerWhoseEndWasLostDoesNotLendItsMapsToTheNext() {
        assertThat(holdings(
                        DUMPED,
                        "{\"type\": \"map\", \"data\": {\"@live\": {\"4096\": 1}}}",
                        "{\"type\": \"map\", \"data\": {\"@held\": {\"4096\": [1,8,9,10,11]}}}",
                        printf("M 9 246 250 vx5venod0000004 3 3 0 0 0 0 0 6 0 0 0"),
                        END))
                .isEmpty();
    }

    @Test
    void aMarkerWhoseEndWasLostLendsTheNextNoHalfOfItsMaps() {
        assertThat(Decoded.lines(
                        DUMPED,
                        "{\"type\": \"map\", \"data\": {\"@live\": {\"4096\": 1}}}",
                        printf("M 9 246 250 vx5venod0000004 3 0 0 0 0 0 0 6 0 0 0"),
                        "{\"type\": \"map\", \"data\": {\"@held\": {\"4096\": [1,8,9,10,11]}}}",
                        END))
                .noneMatch(Holdings.class::isInstance);
    }

    @Test
    void before021AMarkerWhoseEndWasLostDoesNotLendItsCountsToTheNext() {
        assertThat(Decoded.lines(
                        printf("M 8 246 250 vx5venoc0000002"),
                        "{\"type\": \"map\", \"data\": {\"@allocs\": 6}}",
                        printf("M 9 246 250 vx5venoc0000003"),
                        "{\"type\": \"map\", \"data\": {\"@frees\": 3}}",
                        END))
                .containsExactly(
                        new Marker(9, 246, 250, "vx5venoc0000003", new Counts(0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
                        new MarkerEnd("vx5venoc0000003"));
    }

    @Test
    void mapsThatNoMarkerAskedForAreThoseOfTheEndAndTellNothing() {
        assertThat(Decoded.lines("{\"type\": \"map\", \"data\": {\"@live\": {\"4096\": 1}}}", printf("H 1")))
                .containsExactly(new Heartbeat(1));
    }

    @Test
    void aSecondEndIsKeptAsAnUnknownLine() {
        assertThat(Decoded.lines(COUNTED, END, END)).hasSize(3).last().isEqualTo(new Unknown(END));
    }

    private static List<LiveObject> holdings(String... lines) {
        return Decoded.lines(lines).stream()
                .filter(Holdings.class::isInstance)
                .map(Holdings.class::cast)
                .findFirst()
                .orElseThrow()
                .live();
    }
}
