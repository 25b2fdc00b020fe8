package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.IndirectAllocations;
import org.vexfs.trace.event.CallStack;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.LiveObject;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.event.MemoryKind;
import org.vexfs.trace.event.ModuleChange;

class WindowScopeTests {

    private static final Marker START = new Marker(100, 1, 2, "vx00000c0000001", Counts.NONE);
    private static final LiveObject OWN = object(0x10, 100, 1, 2);
    private static final LiveObject OTHER_THREAD = object(0x20, 101, 1, 3);
    private static final LiveObject OTHER_PROCESS = object(0x30, 102, 4, 5);
    private static final LiveObject OLDER = object(0x40, 99, 1, 2);
    private static final List<LiveObject> ALL = List.of(OWN, OTHER_THREAD, OTHER_PROCESS, OLDER);

    @Test
    void aWindowOfAModuleAnswersForEverybodySinceItsStart() {
        assertThat(scope(Attribution.MODULE).select(ALL, List.of())).containsExactly(OWN, OTHER_THREAD, OTHER_PROCESS);
    }

    @Test
    void aWindowOfAProcessAnswersForItsThreads() {
        assertThat(scope(Attribution.PROCESS).select(ALL, List.of())).containsExactly(OWN, OTHER_THREAD);
    }

    @Test
    void aWindowOfAThreadAnswersForThatAlone() {
        assertThat(scope(Attribution.THREAD).select(ALL, List.of())).containsExactly(OWN);
    }

    @Test
    void whatTheModuleLeftBehindWhenItWasUnloadedIsTheWindowsHoweverOldAndWhoseverItIs() {
        ModuleChange unloaded = new ModuleChange(102, false, 0, 0, 0, 0);

        assertThat(scope(Attribution.THREAD).select(ALL, List.of(unloaded))).containsExactly(OWN, OTHER_THREAD, OLDER);
    }

    @Test
    void aLoadLeavesNothingBehind() {
        ModuleChange loaded = new ModuleChange(200, true, 1, 2, 3, 4);

        assertThat(scope(Attribution.THREAD).select(ALL, List.of(loaded))).containsExactly(OWN);
    }

    @ParameterizedTest
    @CsvSource({
        "MODULE, 1, 2, true",
        "MODULE, 7, 8, true",
        "PROCESS, 1, 8, true",
        "PROCESS, 7, 2, false",
        "THREAD, 1, 2, true",
        "THREAD, 1, 8, false",
    })
    void whoseDeedsCountIsAsAttributed(Attribution attribution, int pid, int tid, boolean counts) {
        assertThat(scope(attribution).answersFor(pid, tid)).isEqualTo(counts);
    }

    private static WindowScope scope(Attribution attribution) {
        return new WindowScope(START, attribution, IndirectAllocations.FAIL);
    }

    private static LiveObject object(long address, long since, int pid, int tid) {
        return new LiveObject(address, since, 8, 8, 0xc0, pid, tid, MemoryKind.SLAB, CallStack.EMPTY);
    }
}
