package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.InvalidFree;
import org.vexfs.trace.analysis.KernelWarning;
import org.vexfs.trace.analysis.Leak;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.Suppressions;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.baseline.LeakFingerprint;
import org.vexfs.trace.config.Suppression;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.session.TraceWindow;
import org.vexfs.trace.testing.GivenOperations;

class RecordedFiguresTests {

    private static final long LOCK = 0xffff888000001000L;
    private static final Environment HERE = new Environment("6.12", "amd64", "EPYC", "qemu", "vexfs", "A1B2", "0.23.2");
    private static final TraceWindow WINDOW = Findings.window();
    private static final TestId TEST = WINDOW.test();

    @TempDir
    Path folder;

    private final GivenOperations module = new GivenOperations();

    @Test
    void aRunHasTheFiguresOfItsWindowAndWhatTheyDependOn() throws IOException {
        MemoryFigures memory = MemoryFigures.of(TEST, WINDOW, Findings.leaks(Findings.LEAK));
        OperationFigures operations = operations();
        TestRun run = readBack(memory, operations);

        assertThat(run.memoryFigures()).contains(memory);
        assertThat(run.operationFigures()).contains(operations);
        assertThat(run.environment()).isEqualTo(HERE);
    }

    @Test
    void recordsOfAnEarlierVersionHaveNone() throws IOException {
        Path file = folder.resolve("1" + RunRecords.SUFFIX);
        RunRecords.append(file, Runs.started("org.example.StoreIT", "insert", 1));
        RunRecords.append(file, new RunRecord.Finished("[test:org.example.StoreIT#insert]", 1, "SUCCESSFUL"));
        TestRun run = RunRecords.read(folder, 0).get(0);

        assertThat(run.memoryFigures()).isEmpty();
        assertThat(run.operationFigures()).isEmpty();
        assertThat(run.environment()).isEqualTo(Environment.NONE);
    }

    @Test
    void aLeakIsToldWithItsStackAndItsFingerprint() {
        MemoryFigures figures = MemoryFigures.of(TEST, WINDOW, Findings.leaks(Findings.LEAK));

        assertThat(figures.leaks())
                .containsExactly(new MemoryFigures.LeakFigures(
                        "vexfs_fault_leak+0x27",
                        "vexfs_faults.c:63",
                        3,
                        384,
                        false,
                        "slab",
                        List.of("vexfs_fault_leak+0x27 (vexfs_faults.c:63)"),
                        LeakFingerprint.of("vexfs", Findings.LEAK),
                        false));
        assertThat(figures.leftOut()).isEmpty();
    }

    @Test
    void aLeakThatDoesNotCountIsToldAsSuppressed() {
        MemoryJudgement judgement = Suppressions.of(Suppression.of("vexfs_fault_*", "it is known"))
                .apply(Findings.leaks(Findings.LEAK), WINDOW.day());
        MemoryFigures figures = MemoryFigures.of(TEST, WINDOW, judgement);

        assertThat(judgement.leakFindings()).isEmpty();
        assertThat(figures.leaks()).singleElement().satisfies(leak -> {
            assertThat(leak.suppressed()).isTrue();
            assertThat(leak.objects()).isEqualTo(3);
        });
    }

    @Test
    void freesThatAreWrongAreToldWithTheirPlaces() {
        MemoryFigures twice = MemoryFigures.of(TEST, WINDOW, Findings.freesTwice(Findings.DOUBLE_FREE));
        MemoryFigures never = MemoryFigures.of(
                TEST,
                WINDOW,
                Findings.freesInvalidly(
                        List.of(new InvalidFree(
                                8, Findings.FREE_SITE, 250, "it points 8 bytes into a live object", Optional.empty())),
                        List.of(new KernelWarning("BUG: bad", 5, List.of("BUG: bad", "CPU: 0")))));

        assertThat(twice.doubleFrees())
                .containsExactly(new MemoryFigures.FreeFigures(
                        "vexfs_fault_double_free+0x20 (vexfs_faults.c:120)",
                        "vexfs_fault_double_free+0x20 (vexfs_faults.c:120)",
                        "vexfs_fault_leak+0x27 (vexfs_faults.c:63)",
                        "it was free already"));
        assertThat(never.invalidFrees())
                .containsExactly(new MemoryFigures.FreeFigures(
                        "vexfs_fault_double_free+0x20 (vexfs_faults.c:120)",
                        "",
                        "",
                        "it points 8 bytes into a live object"));
        assertThat(never.kernelWarnings())
                .containsExactly(new MemoryFigures.Warning("BUG: bad", List.of("BUG: bad", "CPU: 0")));
    }

    @Test
    void aFunctionIsToldWithItsLatenciesItsCategoriesItsCacheAndItsLocks() {
        module.calls(99, "vexfs_hnsw_search", 1_000_000, 0)
                .calls(1, "vexfs_hnsw_search", 9_000_000, -12)
                .calls(3, "vexfs_cache_lookup", 1_000, 1)
                .calls(1, "vexfs_cache_lookup", 1_000, 0)
                .calls("vexfs_lock_store", 3_000_000, 0, LOCK)
                .idles(2_000_000)
                .calls("vexfs_unlock_store", 1_000, 0, LOCK);
        OperationFigures figures = operations();
        FunctionFigures search = figures.functions().get(0);
        FunctionFigures lookup = figures.functions().get(1);

        assertThat(search.function()).isEqualTo("vexfs_hnsw_search");
        assertThat(search.categories()).contains("hnsw_search", "search");
        assertThat(search.calls()).isEqualTo(100);
        assertThat(search.errors()).isEqualTo(1);
        assertThat(search.p50().middle()).isBetween(999_000L, 1_001_000L);
        assertThat(search.max().middle()).isEqualTo(9_000_000);
        assertThat(search.latencies())
                .satisfies(latencies ->
                        assertThat(latencies.distribution().count()).isEqualTo(100));
        assertThat(search.locks()).isNull();
        assertThat(lookup.hits()).isEqualTo(3);
        assertThat(lookup.misses()).isEqualTo(1);
        assertThat(figures.functions())
                .filteredOn(function -> function.function().equals("vexfs_lock_store"))
                .singleElement()
                .satisfies(function -> {
                    assertThat(function.locks().waits().max().middle()).isEqualTo(3_000_000);
                    assertThat(function.locks().holds().max().middle()).isEqualTo(2_000_000);
                });
    }

    @Test
    void aRecordOfAThousandFunctionsStaysWithinItsBoundAndSaysWhatItLeavesOut() throws IOException {
        for (int i = 0; i < 1_000; i++) {
            module.calls("vexfs_a_function_with_a_name_of_a_usual_length_" + i, 1_000 + i * 7_001L % 9_999, 0);
        }
        OperationFigures figures = operations();

        assertThat(length(figures)).isLessThan(RecordSpace.MOST_BYTES).isGreaterThan(RecordSpace.MOST_BYTES / 2);
        assertThat(figures.functions()).hasSizeBetween(50, 250);
        assertThat(figures.leftOut())
                .first()
                .isEqualTo((1_000 - figures.functions().size()) + " functions");
    }

    @Test
    void functionsThatAreCalledLeastGoWithoutTheirHistogramsFirst() throws IOException {
        for (int i = 0; i < 110; i++) {
            for (int call = 0; call < 300 - i; call++) {
                module.calls("vexfs_function_" + i, 1_000 + (long) call * call * (call % 7 + 1), 0);
            }
        }
        OperationFigures figures = operations();

        assertThat(length(figures)).isLessThan(RecordSpace.MOST_BYTES);
        assertThat(figures.functions()).hasSize(110);
        assertThat(figures.functions().get(0).latencies()).isNotNull();
        assertThat(figures.functions().get(109).latencies()).isNull();
        assertThat(figures.leftOut()).singleElement().asString().endsWith(" histograms");
    }

    @Test
    void aRecordOfAThousandLeaksStaysWithinItsBoundAndSaysHowManyItLeavesOut() throws IOException {
        List<Leak> leaks = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            leaks.add(Findings.leak(
                    new CallSite(i, "vexfs_\"leak\"_" + i + "+0x27", Optional.of("größe.c:" + i), true), 3, 384, 1, 2));
        }
        MemoryFigures figures = MemoryFigures.of(TEST, WINDOW, Findings.leaks(leaks.toArray(Leak[]::new)));

        assertThat(length(figures)).isLessThan(RecordSpace.MOST_BYTES).isGreaterThan(RecordSpace.MOST_BYTES / 2);
        assertThat(figures.leftOut()).containsExactly(1_000 - figures.leaks().size() + " leaks");
    }

    @Test
    void aLogThatIsHugeIsCut() throws IOException {
        List<String> lines =
                IntStream.range(0, 5_000).mapToObj(i -> "\u0001line " + i).toList();
        MemoryFigures figures = MemoryFigures.of(
                TEST, WINDOW, Findings.freesInvalidly(List.of(), List.of(new KernelWarning("BUG", 5, lines))));

        assertThat(figures.kernelWarnings().get(0).lines()).hasSize(40).first().isEqualTo("\u0001line 0");
        assertThat(length(figures)).isLessThan(RecordSpace.MOST_BYTES);
    }

    private OperationFigures operations() {
        return OperationFigures.of(TEST, WINDOW, module.judged());
    }

    private long length(RunRecord record) throws IOException {
        Path file = folder.resolve("length" + RunRecords.SUFFIX);
        RunRecords.append(file, record);
        return Files.size(file);
    }

    private TestRun readBack(RunRecord... records) throws IOException {
        Path file = folder.resolve("1" + RunRecords.SUFFIX);
        RunRecords.append(
                file,
                new RunRecord.Started(
                        TEST.uniqueId(), 1, "org.example.StoreIT", "insert", "insert", "StoreIT.insert", "x", 1));
        RunRecords.append(file, new RunEnvironment(HERE));
        for (RunRecord record : records) {
            RunRecords.append(file, record);
        }
        return RunRecords.read(folder, 0).get(0);
    }
}
