package org.vexfs.trace.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.analysis.Leak;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.Free;

/** Judges again what was recorded live: the tests of the example, of which one made the module lose three objects. */
class ReplayTests {

    private static final String STORE = "[engine:junit-jupiter]/[class:org.vexfs.trace.example.VectorStoreIT]/[method:";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"6.12", "7"})
    void everyTestOfTheRunHasItsWindow(String kernel) throws IOException {
        assertThat(replay(kernel).windows())
                .extracting(window -> window.test().displayName())
                .containsExactly(
                        "LeakyIT.losesThreeObjects",
                        "VectorStoreIT.updateFreesTheOldVector",
                        "VectorStoreIT.deleteFreesWhatInsertAllocates",
                        "VectorStoreIT.theCacheIsFreedByClear",
                        "VectorStoreIT.searchFindsTheNearestAndKeepsNothing",
                        "VectorStoreIT.graphAndHashAreFreedWithTheirVectors");
    }

    @ParameterizedTest
    @CsvSource({"6.12, ffffffffc03ad347, 519 ms", "7, ffffffffc04521f5, 509 ms"})
    void theLeakIsFoundWithItsBytesItsFunctionAndItsLine(String kernel, String address, String waited)
            throws IOException {
        ReplayedWindow window = replay(kernel).window(Captures.LEAKY, 1).orElseThrow();
        MemoryJudgement judgement = window.judgeMemory("noLeaks");

        assertThat(judgement.leaks()).isEqualTo(Verdict.FAILED);
        assertThat(judgement.doubleFrees()).isEqualTo(Verdict.PASSED);
        assertThat(judgement.gaps()).isEmpty();
        assertThat(judgement.activity().allocations()).isEqualTo(5);
        assertThat(judgement.activity().frees()).isEqualTo(2);
        assertThat(judgement.settling())
                .containsExactly("waited " + waited, "sync and RCU barrier", "reclaim of dentries and inodes");
        assertThat(judgement.leakFindings()).hasSize(1);
        Leak leak = judgement.leakFindings().get(0);
        assertThat(leak.count()).isEqualTo(3);
        assertThat(leak.bytes()).isEqualTo(384);
        assertThat(leak.site().address()).isEqualTo(Long.parseUnsignedLong(address, 16));
        assertThat(leak.site().function()).startsWith("vexfs_fault_leak+0x");
        assertThat(leak.site().source()).contains("examples/module/vexfs_faults.c:63");
    }

    @Test
    void ofTheMachineACaptureKnowsWhatItsVersionNoted() throws IOException {
        assertThat(replay("6.12").windows().get(0).environment())
                .isEqualTo(new Environment(
                        "6.12.117+deb13-amd64", "unknown", "unknown", "unknown", "vexfs", "unknown", "0.23.2"));
    }

    @Test
    void theFunctionIsNamedWithTheOffsetOfTheReturnAddress() throws IOException {
        assertThat(replay("6.12")
                        .window(Captures.LEAKY, 1)
                        .orElseThrow()
                        .judgeMemory("noLeaks")
                        .leakFindings()
                        .get(0)
                        .site())
                .hasToString("vexfs_fault_leak+0x27 (examples/module/vexfs_faults.c:63)");
    }

    @ParameterizedTest
    @CsvSource({
        "6.12, updateFreesTheOldVector, 8",
        "6.12, deleteFreesWhatInsertAllocates, 5",
        "6.12, theCacheIsFreedByClear, 10",
        "6.12, searchFindsTheNearestAndKeepsNothing, 12",
        "6.12, graphAndHashAreFreedWithTheirVectors, 812",
        "7, updateFreesTheOldVector, 8",
        "7, deleteFreesWhatInsertAllocates, 5",
        "7, theCacheIsFreedByClear, 10",
        "7, searchFindsTheNearestAndKeepsNothing, 12",
        "7, graphAndHashAreFreedWithTheirVectors, 812",
    })
    void aTestThatFreesWhatItAllocatesPasses(String kernel, String method, long allocations) throws IOException {
        ReplayedWindow window = replay(kernel)
                .window(STORE + method + "(org.vexfs.trace.junit.VexfsTrace)]", 1)
                .orElseThrow();

        assertThat(window.judgements()).hasSizeBetween(3, 4).allSatisfy(asked -> {
            assertThat(asked.judgement().verdict()).isEqualTo(Verdict.PASSED);
            assertThat(asked.judgement().gaps()).isEmpty();
            assertThat(asked.judgement().leakFindings()).isEmpty();
            assertThat(asked.judgement().doubleFreeFindings()).isEmpty();
        });
        MemoryJudgement last = window.judgeMemory(TraceWindow.END);
        assertThat(last.activity().allocations()).isEqualTo(allocations);
        assertThat(last.activity().frees()).isEqualTo(allocations);
        assertThat(window.events().stream().filter(Allocation.class::isInstance))
                .hasSize((int) allocations);
        assertThat(window.events().stream().filter(Free.class::isInstance)).hasSize((int) allocations);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.12", "7"})
    void aWindowIsAskedAgainWhatItWasAskedInTheLiveRun(String kernel) throws IOException {
        Map<String, List<String>> asked = replay(kernel).windows().stream()
                .collect(Collectors.toMap(
                        window -> window.test().displayName().replaceFirst(".*\\.", ""),
                        window -> window.judgements().stream()
                                .map(ReplayedWindow.Asked::assertion)
                                .toList()));

        assertThat(asked)
                .containsOnly(
                        entry("losesThreeObjects", List.of("window")),
                        entry("updateFreesTheOldVector", List.of("noLeaks", "noDoubleFree", "window")),
                        entry(
                                "deleteFreesWhatInsertAllocates",
                                List.of("noLeaks", "noDoubleFree", "isComplete", "window")),
                        entry("theCacheIsFreedByClear", List.of("noLeaks", "noDoubleFree", "window")),
                        entry("searchFindsTheNearestAndKeepsNothing", List.of("noLeaks", "noDoubleFree", "window")),
                        entry("graphAndHashAreFreedWithTheirVectors", List.of("noLeaks", "noDoubleFree", "window")));
    }

    @Test
    void whatWasHeldBeforeAWindowIsNotItsLeak() throws IOException {
        List<String> lines = Captures.leakyLines().stream()
                .map(line -> line.contains("@live") ? line.replace("83572481498", "83391259733") : line)
                .toList();
        MemoryJudgement judgement = Replay.of(List.of(Captures.write(folder, lines)))
                .windows()
                .get(0)
                .judgeMemory("noLeaks");

        assertThat(judgement.leakedObjects()).isEqualTo(2);
        assertThat(judgement.leakedBytes()).isEqualTo(256);
    }

    @Test
    void aWindowKnowsItsModuleAndItsCapture() throws IOException {
        ReplayedWindow window = replay("6.12").window(Captures.LEAKY, 1).orElseThrow();

        assertThat(window.module()).isEqualTo("vexfs");
        assertThat(window.sourcesMissing()).isEmpty();
        assertThat(window.capture()).isEqualTo(Captures.of("6.12"));
    }

    @Test
    void aRepeatedTestIsJudgedByItsLastLiveRunAndAnotherTestHasNoWindow() throws IOException {
        assertThat(replay("6.12").window(Captures.LEAKY, 2))
                .hasValueSatisfying(
                        window -> assertThat(window.test().attempt()).isOne());
        assertThat(replay("6.12").window("[engine:other]", 1)).isEmpty();
    }

    @Test
    void aFolderIsReplayedInTheOrderOfItsCapturesAndTheLastRunCounts() throws IOException {
        Files.write(folder.resolve("1" + Replay.SUFFIX), Captures.bytes(Captures.leakyLines()));
        Files.copy(Captures.of("7"), folder.resolve("2" + Replay.SUFFIX));
        Files.writeString(folder.resolve("notes.txt"), "not a capture");

        assertThat(Replay.ofFolder(folder)
                        .window(Captures.LEAKY, 1)
                        .orElseThrow()
                        .capture())
                .isEqualTo(folder.resolve("2" + Replay.SUFFIX));
    }

    @Test
    void aFolderWithoutCapturesIsRefusedWithARemedy() {
        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(() -> Replay.ofFolder(folder))
                .withMessage(
                        folder + ": no capture (*.capture.jsonl) to replay. Remedy: copy the captures of a live run"
                                + " there, or name their folder with -Dvexfs.trace.output.");
    }

    private static Replay replay(String kernel) throws IOException {
        return Replay.of(List.of(Captures.of(kernel)));
    }
}
