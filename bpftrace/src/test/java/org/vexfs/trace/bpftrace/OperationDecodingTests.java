package org.vexfs.trace.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vexfs.trace.bpftrace.Decoded.printf;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.event.AbandonedCall;
import org.vexfs.trace.event.Contention;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.event.MarkerEnd;
import org.vexfs.trace.event.Operation;
import org.vexfs.trace.event.OperationCounts;
import org.vexfs.trace.event.OperationTotals;
import org.vexfs.trace.event.OperationTotals.Bucket;
import org.vexfs.trace.event.OperationTotals.FunctionTotals;
import org.vexfs.trace.event.OperationsMarker;
import org.vexfs.trace.event.ProcessName;
import org.vexfs.trace.event.Unknown;

class OperationDecodingTests {

    private static final String COUNT = "vx5venoc0000002";
    private static final String TOTALS = "vx5venot0000003";
    private static final String END = printf("Z");

    @Test
    void aCallHasItsTimeItsThreadItsResultAndItsArguments() {
        // as 0.23.2 printed it on 6.12
        assertThat(Decoded.lines(printf("O 44582918221 164 165 1 vexfs_vector_insert 25687401 0 ffffffffc03e2ea0 1"
                        + " ff22cc23910a7800 3 2")))
                .containsExactly(Operation.of(
                        44_582_918_221L,
                        25_687_401,
                        164,
                        165,
                        1,
                        "vexfs_vector_insert",
                        0,
                        0xffffffffc03e2ea0L,
                        1,
                        0xff22cc23910a7800L,
                        3,
                        2));
    }

    @Test
    void aCallThatFailedHasItsErrnoWhetherItReturnsAnIntOrALong() {
        assertThat(Decoded.lines(
                        printf("O 1 2 3 0 vexfs_vector_insert 5 4294967279 0 0 0 0 0"),
                        printf("O 1 2 3 0 vexfs_dev_write 5 -17 0 0 0 0 0")))
                .extracting(event -> ((Operation) event).errno())
                .containsExactly(17, 17);
    }

    @Test
    void aCallThatReturnedACountOrAPointerHasNoErrno() {
        assertThat(Decoded.lines(
                        printf("O 1 2 3 0 vexfs_read 5 4096 0 0 0 0 0"),
                        printf("O 1 2 3 0 vexfs_find 5 -65922641236180480 0 0 0 0 0"),
                        printf("O 1 2 3 0 vexfs_lsh_hash 5 33554656 0 0 0 0 0")))
                .extracting(event -> ((Operation) event).errno())
                .containsExactly(0, 0, 0);
    }

    @Test
    void aCallInWhichTheThreadEndedIsToldApart() {
        assertThat(Decoded.lines(printf("V 900 400 164 165 2 vexfs_fault_oops")))
                .containsExactly(new AbandonedCall(900, 400, 164, 165, 2, "vexfs_fault_oops"));
    }

    @Test
    void aWaitHasItsLockAndTheFunctionThatWaited() {
        assertThat(Decoded.lines(printf("W 900 250 164 165 ff22cc23910a7800 4 vexfs_lock_store")))
                .containsExactly(new Contention(900, 250, 164, 165, 0xff22cc23910a7800L, 4, "vexfs_lock_store"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bash", "a b  c", "Common-Cleaner", "\"quoted\"", ""})
    void aProcessHasItsNameWhateverIsInIt(String name) {
        assertThat(Decoded.lines(printf("P 164 " + name))).containsExactly(new ProcessName(164, name));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "O 1 2 3 0 vexfs_read 5 4096 0 0 0 0",
                "O 1 2 3 0 vexfs_read 5 4096 0 0 0 0 0 0",
                "O 1 2 3 0 vexfs_read x 4096 0 0 0 0 0",
                "V 900 400 164 165 2",
                "W 900 250 164 165 zz 4 vexfs_lock_store",
                "T 8 246 250 vx5venoc0000002 1 2 3",
                "Y 1 2",
            })
    void aLineThatIsNoneIsKeptAsUnknown(String line) {
        assertThat(Decoded.lines(printf(line))).containsExactly(new Unknown(printf(line)));
    }

    @Test
    void aMarkersLineCarriesTheCounts() {
        assertThat(Decoded.lines(printf("T 8 246 250 " + COUNT + " 9 5 3 1 2 4 6"), END))
                .containsExactly(
                        new OperationsMarker(8, 246, 250, COUNT, new OperationCounts(9, 5, 3, 1, 2, 4, 6, 0, 0, 0)),
                        new MarkerEnd(COUNT));
    }

    @Test
    void theKernelScriptsLineBeforeItHasTheMemoryActivity() {
        assertThat(Decoded.lines(printf("Y 7 700 8"), printf("T 8 246 250 " + COUNT + " 9 5 3 1 2 4 6"), END))
                .first()
                .isEqualTo(
                        new OperationsMarker(8, 246, 250, COUNT, new OperationCounts(9, 5, 3, 1, 2, 4, 6, 7, 700, 8)));
    }

    @Test
    void ofSeveralScriptsInOneProgramEachHasItsPartAndTheEndComesOnce() {
        assertThat(Decoded.lines(
                        printf("M 8 246 250 " + COUNT + " 5 2 1 3 4 6 7 9 10 11 12"),
                        printf("T 8 246 250 " + COUNT + " 9 5 3 1 2 4 6"),
                        END))
                .containsExactly(
                        new Marker(8, 246, 250, COUNT, new Counts(5, 2, 1, 3, 4, 6, 7, 9, 10, 11, 12, 0)),
                        new OperationsMarker(8, 246, 250, COUNT, new OperationCounts(9, 5, 3, 1, 2, 4, 6, 0, 0, 0)),
                        new MarkerEnd(COUNT));
    }

    @Test
    void before021TheCountsFollowAsMapsThatStartAtOne() {
        assertThat(Decoded.lines(
                        printf("T 8 246 250 " + COUNT),
                        "{\"type\": \"map\", \"data\": {\"@entered\": 10}}",
                        "{\"type\": \"map\", \"data\": {\"@told\": 6}}",
                        "{\"type\": \"map\", \"data\": {\"@inner_bytes\": 701}}",
                        END))
                .containsExactly(
                        new OperationsMarker(8, 246, 250, COUNT, new OperationCounts(9, 5, 0, 0, 0, 0, 0, 0, 700, 0)),
                        new MarkerEnd(COUNT));
    }

    @Test
    void theTotalsOfAMarkerThatAskedForThemAreRead() {
        assertThat(Decoded.lines(
                        printf("T 8 246 250 " + TOTALS + " 9 5 4 0 0 0 0"),
                        "{\"type\": \"hist\", \"data\": {\"@latency\": {\"vexfs_lsh_hash\": [{\"min\": 992, \"max\": 1023,"
                                + " \"count\": 1}, {\"min\": 1024, \"max\": 1055, \"count\": 0}, {\"min\": 1056, \"max\":"
                                + " 1087, \"count\": 2}], \"vexfs_read\": [{\"min\": 2048, \"max\": 2111, \"count\": 1}]}}}",
                        "{\"type\": \"map\", \"data\": {\"@errors\": {\"vexfs_read,-5\": 1, \"vexfs_lsh_hash,-12\": 2}}}",
                        "{\"type\": \"map\", \"data\": {\"@moved\": {\"vexfs_read\": 4096}}}",
                        END))
                .contains(new OperationTotals(
                        TOTALS,
                        List.of(
                                new FunctionTotals(
                                        "vexfs_lsh_hash",
                                        List.of(new Bucket(992, 1023, 1), new Bucket(1056, 1087, 2)),
                                        Map.of(12, 2L),
                                        0),
                                new FunctionTotals(
                                        "vexfs_read", List.of(new Bucket(2048, 2111, 1)), Map.of(5, 1L), 4096))));
    }

    @Test
    void totalsThatAreEmptyAreNotPrinted() {
        assertThat(Decoded.lines(printf("T 8 246 250 " + TOTALS + " 9 9 0 0 0 0 0"), END))
                .contains(new OperationTotals(TOTALS, List.of()));
    }

    @Test
    void totalsThatCannotBeReadAreALoss() {
        assertThat(Decoded.lines(
                        printf("T 8 246 250 " + TOTALS + " 9 5 4 0 0 0 0"),
                        "{\"type\": \"map\", \"data\": {\"@errors\": {\"vexfs_read\": 1}}}",
                        END))
                .noneMatch(OperationTotals.class::isInstance)
                .hasAtLeastOneElementOfType(Loss.class)
                .last()
                .isEqualTo(new MarkerEnd(TOTALS));
    }
}
