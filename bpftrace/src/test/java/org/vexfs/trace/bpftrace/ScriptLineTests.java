package org.vexfs.trace.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.AllocationFailure;
import org.vexfs.trace.event.CallStack;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.KernelLogLine;
import org.vexfs.trace.event.MemoryKind;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.OutOfMemory;
import org.vexfs.trace.event.Resize;
import org.vexfs.trace.event.Started;
import org.vexfs.trace.event.Unknown;

class ScriptLineTests {

    @Test
    void rTellsThatTheProgramRuns() {
        assertThat(Decoded.printed("R 2 83050144198")).containsExactly(new Started(2, 83_050_144_198L));
    }

    @Test
    void aTellsAnAllocation() {
        assertThat(Decoded.printed("A 83567970049 246 250 ff483b7e417ce780 11 16 ffffffffc03a9106 s "))
                .containsExactly(new Allocation(
                        83_567_970_049L,
                        246,
                        250,
                        0xff483b7e417ce780L,
                        11,
                        16,
                        0xffffffffc03a9106L,
                        MemoryKind.SLAB,
                        CallStack.EMPTY));
    }

    @ParameterizedTest
    @CsvSource({"s, SLAB", "b, SLAB_BULK", "v, VMALLOC", "c, PERCPU", "p, PAGES"})
    void aTellsWhereAnAllocationCameFrom(String letter, MemoryKind kind) {
        assertThat(Decoded.printed("A 1 2 3 ff 64 64 ee " + letter + " "))
                .containsExactly(new Allocation(1, 2, 3, 0xff, 64, 64, 0xee, kind, CallStack.EMPTY));
    }

    @Test
    void aTellsTheStackInnermostFirst() {
        Allocation expected = new Allocation(
                1,
                2,
                3,
                0xff,
                64,
                64,
                0xffffffff81200010L,
                MemoryKind.SLAB,
                new CallStack(0xffffffff81200010L, 0xffffffffc03a9106L, 0xffffffff81004050L));

        // the fast path
        assertThat(
                        Decoded.printed(
                                "A 1 2 3 ff 64 64 ffffffff81200010 s \\nffffffff81200010\\nffffffffc03a9106\\nffffffff81004050\\n"))
                .containsExactly(expected);
        // a record spaced otherwise goes through the JSON library
        assertThat(Decoded.lines(
                        "{\"data\":\"A 1 2 3 ff 64 64 ffffffff81200010 s \\nffffffff81200010\\nffffffffc03a9106\\n"
                                + "ffffffff81004050\\n\\n\",\"type\":\"printf\"}"))
                .containsExactly(expected);
    }

    @Test
    void aStackThatTheKernelDidNotGiveIsEmpty() {
        Allocation expected = new Allocation(1, 2, 3, 0xff, 64, 64, 0xee, MemoryKind.SLAB, CallStack.EMPTY);

        assertThat(Decoded.printed("A 1 2 3 ff 64 64 ee s ", "A 1 2 3 ff 64 64 ee s \\n"))
                .containsExactly(expected, expected);
        assertThat(Decoded.lines("{\"data\":\"A 1 2 3 ff 64 64 ee s \\n\\n\",\"type\":\"printf\"}"))
                .containsExactly(expected);
    }

    @Test
    void qTellsAFreeByKfreeRcu() {
        assertThat(Decoded.printed("Q 30 246 250 ff483b7e417ce780 ffffffffc03a9217 20"))
                .containsExactly(
                        new Free(30, 246, 250, 0xff483b7e417ce780L, 0xffffffffc03a9217L, Free.Kind.DEFERRED, 20));
    }

    @Test
    void eTellsAnAllocationThatFailed() {
        assertThat(Decoded.printed("E 30 246 250 4194304 ffffffffc03a9217"))
                .containsExactly(new AllocationFailure(30, 246, 250, 4_194_304, 0xffffffffc03a9217L));
    }

    @Test
    void nTellsAFunctionThatRanOutOfMemory() {
        assertThat(Decoded.printed("N 30 246 250 vexfs_vector_insert"))
                .containsExactly(new OutOfMemory(30, 246, 250, "vexfs_vector_insert"));
    }

    @Test
    void sTellsThatAnObjectGotAnotherSize() {
        assertThat(Decoded.printed("S ff483b7e417ce780 96")).containsExactly(new Resize(0xff483b7e417ce780L, 96));
    }

    @Test
    void kTellsALineOfTheKernelsLog() {
        assertThat(Decoded.printed("K 30 246 250  [<ffff>] vexfs_open+0x10/0x20", "K 31 0 0 \\n", "K 32 0 0"))
                .containsExactly(
                        new KernelLogLine(30, 246, 250, " [<ffff>] vexfs_open+0x10/0x20"),
                        new KernelLogLine(31, 0, 0, ""),
                        new KernelLogLine(32, 0, 0, ""));
    }

    @Test
    void aLogLineMayHaveWhateverCharacters() {
        assertThat(Decoded.printed("K 30 246 250 BUG: \\\"kmalloc-64\\\" in C:\\\\vexfs\\tgrößer\\n"))
                .containsExactly(new KernelLogLine(30, 246, 250, "BUG: \"kmalloc-64\" in C:\\vexfs\tgrößer"));
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
        assertThat(Decoded.printed(
                        "X 5 load ffffffffc0a01000 ffffffffc0a05000 ffffffffc0b01000 ffffffffc0b02000", "X 6 unload"))
                .containsExactly(
                        new ModuleChange(
                                5,
                                true,
                                0xffffffffc0a01000L,
                                0xffffffffc0a05000L,
                                0xffffffffc0b01000L,
                                0xffffffffc0b02000L),
                        new ModuleChange(6, false, 0, 0, 0, 0));
    }

    @Test
    void hIsASignOfLife() {
        assertThat(Decoded.printed("H 83565068673")).containsExactly(new Heartbeat(83_565_068_673L));
    }

    @Test
    void addressesHaveUpTo64Bits() {
        assertThat(Decoded.printed("A 1 2 3 ffffffffffffffff 1 1 8000000000000000 s "))
                .containsExactly(new Allocation(1, 2, 3, -1L, 1, 1, Long.MIN_VALUE, MemoryKind.SLAB, CallStack.EMPTY));
    }

    @Test
    void timesAndSizesHaveUpTo63Bits() {
        assertThat(Decoded.printed("A 9223372036854775807 2147483647 1 11 9223372036854775807 0 0 s "))
                .containsExactly(new Allocation(
                        Long.MAX_VALUE,
                        Integer.MAX_VALUE,
                        1,
                        0x11,
                        Long.MAX_VALUE,
                        0,
                        0,
                        MemoryKind.SLAB,
                        CallStack.EMPTY));
    }

    @Test
    void aNegativeDecimalIsRead() {
        // bpftrace's pid is printed with %d: what a kernel thread of another kernel may show is kept as it is.
        assertThat(Decoded.printed("A 1 -1 -2 10 1 1 20 s "))
                .containsExactly(new Allocation(1, -1, -2, 0x10, 1, 1, 0x20, MemoryKind.SLAB, CallStack.EMPTY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                "A ",
                "A 1 2 3 ff 1 1",
                "A 1 2 3 ff 1 1 ",
                "A 1 2 3 ff 1 1 ff",
                "A 1 2 3 ff 1 1 ff 9",
                "A 1 2 3 ff 1 1 ff x ",
                "A 1 2 3 ff 1 1 ff s zz",
                "A 1 2 3 ff 1 1 ff s 11 22",
                "A 1 2 3 ff 1 1 ff s \\nff\\nxx",
                "A  1 2 3 ff 1 1 ff s ",
                "A1 2 3 ff 1 1 ff",
                "A 1 2 3 0xff 1 1 ff s ",
                "A 1 2 3 -1 1 1 ff s ",
                "A 1 2 3 11112222333344445 1 1 ff s ",
                "A 18446744073709551615 2 3 ff 1 1 ff s ",
                "A - 2 3 ff 1 1 ff s ",
                "A 1.5 2 3 ff 1 1 ff s ",
                "A 1 2 3 ff x 1 ff s ",
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
                "M 1 2 3 vx00000c0000000 1 2 3 4 5 6 7 8 9 10",
                "M 1 2 3 vx00000c0000000 1 2 3 4 5 6 7 8 9 10 11 12 13",
                "Z",
                "Z 1",
                "a 1 2 3 ff 1 1 ff",
                "Q 1",
                "E 1 2 3 64",
                "N 1 2 3",
                "S ff",
                "S xx 1",
                "K 1 2",
                "K 1 2 3x",
                "X 5 load",
                "X 5 load 1 2 3",
                "X 5 unload 1 2 3 4",
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
    void anAllocationOfAnUnknownKindIsKeptAsItCame() {
        assertThat(Decoded.printed("A 1 2 3 ff 1 1 ff z ff"))
                .containsExactly(new Unknown(Decoded.printf("A 1 2 3 ff 1 1 ff z ff")));
    }

    @Test
    void aScriptsLineIsReadHoweverItsRecordIsSpaced() {
        assertThat(Decoded.lines(
                        "{\"data\":\"H 7\\n\",\"type\":\"printf\"}", "{\"type\": \"printf\", \"data\": \"H 8\"}"))
                .containsExactly(new Heartbeat(7), new Heartbeat(8));
    }
}
