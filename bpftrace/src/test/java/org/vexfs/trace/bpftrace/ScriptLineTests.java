package org.vexfs.trace.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.Started;
import org.vexfs.trace.event.Unknown;

class ScriptLineTests {

    @Test
    void rTellsThatTheProgramRuns() {
        assertThat(Decoded.printed("R 1 83050144198")).containsExactly(new Started(1, 83_050_144_198L));
    }

    @Test
    void aTellsAnAllocation() {
        assertThat(Decoded.printed("A 83567970049 246 250 ff483b7e417ce780 11 16 ffffffffc03a9106"))
                .containsExactly(
                        new Allocation(83_567_970_049L, 246, 250, 0xff483b7e417ce780L, 11, 16, 0xffffffffc03a9106L));
    }

    @Test
    void fTellsTheFreeOfALiveAllocation() {
        assertThat(Decoded.printed("F 83572707927 246 250 ff483b7e417ce780 ffffffffc03a9217 83567970049"))
                .containsExactly(new Free(
                        83_572_707_927L,
                        246,
                        250,
                        0xff483b7e417ce780L,
                        0xffffffffc03a9217L,
                        Free.Kind.LIVE,
                        83_567_970_049L));
    }

    @Test
    void dTellsAFreeOfWhatIsFreeAlready() {
        assertThat(Decoded.printed("D 30 246 250 ff483b7e417ce780 ffffffffc03a9217 20"))
                .containsExactly(
                        new Free(30, 246, 250, 0xff483b7e417ce780L, 0xffffffffc03a9217L, Free.Kind.REPEATED, 20));
    }

    @Test
    void uTellsAFreeOfWhatTheModuleWasNeverSeenToGet() {
        assertThat(Decoded.printed("U 30 246 250 ff483b7e417ce780 ffffffffc03a9217"))
                .containsExactly(
                        new Free(30, 246, 250, 0xff483b7e417ce780L, 0xffffffffc03a9217L, Free.Kind.UNMATCHED, 0));
    }

    @Test
    void xTellsThatTheModuleCameOrWent() {
        assertThat(Decoded.printed("X 5 load", "X 6 unload"))
                .containsExactly(new ModuleChange(5, true), new ModuleChange(6, false));
    }

    @Test
    void hIsASignOfLife() {
        assertThat(Decoded.printed("H 83565068673")).containsExactly(new Heartbeat(83_565_068_673L));
    }

    @Test
    void addressesHaveUpTo64Bits() {
        assertThat(Decoded.printed("A 1 2 3 ffffffffffffffff 1 1 8000000000000000"))
                .containsExactly(new Allocation(1, 2, 3, -1L, 1, 1, Long.MIN_VALUE));
    }

    @Test
    void timesAndSizesHaveUpTo63Bits() {
        assertThat(Decoded.printed("A 9223372036854775807 2147483647 1 11 9223372036854775807 0 0"))
                .containsExactly(new Allocation(Long.MAX_VALUE, Integer.MAX_VALUE, 1, 0x11, Long.MAX_VALUE, 0, 0));
    }

    @Test
    void aNegativeDecimalIsRead() {
        // bpftrace's pid is printed with %d: what a kernel thread of another kernel may show is kept as it is.
        assertThat(Decoded.printed("A 1 -1 -2 10 1 1 20")).containsExactly(new Allocation(1, -1, -2, 0x10, 1, 1, 0x20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                "A ",
                "A 1 2 3 ff 1 1",
                "A 1 2 3 ff 1 1 ",
                "A 1 2 3 ff 1 1 ff 9",
                "A  1 2 3 ff 1 1 ff",
                "A1 2 3 ff 1 1 ff",
                "A 1 2 3 0xff 1 1 ff",
                "A 1 2 3 -1 1 1 ff",
                "A 1 2 3 11112222333344445 1 1 ff",
                "A 18446744073709551615 2 3 ff 1 1 ff",
                "A - 2 3 ff 1 1 ff",
                "A 1.5 2 3 ff 1 1 ff",
                "A 1 2 3 ff x 1 ff",
                "F 1 2 3 ff ff",
                "D 1 2 3 ff ff",
                "U 1 2 3 ff ff 9",
                "X 5 reload",
                "X 5",
                "X load",
                "H",
                "H x",
                "R 1",
                "R one 5",
                "M 1 2",
                "M 1 2 3 ",
                "M 1 2 3 vx00000c0000000 1 2 3 4 5 6 7",
                "M 1 2 3 vx00000c0000000 1 2 3 4 5 6 7 8 9",
                "Z",
                "Z 1",
                "a 1 2 3 ff 1 1 ff",
                "Q 1",
                "Error",
            })
    void aLineThatIsNotWholeOrNotKnownIsKeptAsItCame(String payload) {
        assertThat(Decoded.printed(payload)).containsExactly(new Unknown(Decoded.printf(payload)));
    }

    @Test
    void aLineThatCannotBeReadDoesNotTakeItsNeighboursWithIt() {
        assertThat(Decoded.printed("H 1", "A 1 2 3 ff 1 1", "H 2"))
                .containsExactly(new Heartbeat(1), new Unknown(Decoded.printf("A 1 2 3 ff 1 1")), new Heartbeat(2));
    }

    @Test
    void aScriptsLineIsReadHoweverItsRecordIsSpaced() {
        assertThat(Decoded.lines(
                        "{\"data\":\"H 7\\n\",\"type\":\"printf\"}", "{\"type\": \"printf\", \"data\": \"H 8\"}"))
                .containsExactly(new Heartbeat(7), new Heartbeat(8));
    }
}
