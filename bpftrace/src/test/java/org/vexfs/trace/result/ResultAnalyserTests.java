package org.vexfs.trace.result;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.config.ConfigLoader;

/** With the shipped configuration, 20 calls are judged by rates, errors are conspicuous above 5 %, and 10 ms is slow. */
class ResultAnalyserTests {

    private final ResultAnalyser analyser = new ResultAnalyser(
            ConfigLoader.shipped().operations(), ConfigLoader.shipped().usage());

    @Test
    void whatWasOnlyAddedUpIsToldFromWhatWasNot() {
        analyser.addedUp(70, true, false);

        assertThat(AnalysisText.of(analyser.analysis()))
                .contains(
                        "70 further calls were added up in the kernel; none is known to be lost; found: errors",
                        "none was told on its own; calls that were added up in the kernel failed",
                        "no call was told on its own");
        assertThat(AnalysisPage.of(analyser.analysis()))
                .contains(
                        "<p>None was told on its own; calls that were added up in the kernel failed.</p>",
                        "<p>No call was told on its own.</p>");
    }

    @Test
    void whereNothingIsWrongNothingIsRecommended() {
        lines(100, "[14:30:15] VexFS READ COMPLETE: vexfs_read() latency=250 μs, bytes=12");
        lines(100, "[14:30:15] VexFS CACHE HIT COMPLETE: vexfs_cache_get() latency=1 μs");
        lines(
                10,
                "[14:30:15] VexFS ALLOC: vexfs_insert+0x1c bytes=100, slab",
                "[14:30:15] VexFS FREE: vexfs_clear+0x2c");

        assertThat(analyser.analysis())
                .returns(220L, Analysis::entries)
                .satisfies(analysis -> assertThat(analysis.types())
                        .containsExactly(
                                entry("CACHE", 100L), entry("READ", 100L), entry("ALLOC", 10L), entry("FREE", 10L)))
                .satisfies(analysis -> assertThat(analysis.recommendations()).isEmpty())
                .satisfies(analysis -> assertThat(AnalysisText.of(analysis))
                        .contains("Recommendations\n  none: nothing conspicuous was found", "Errors\n  none"));
    }

    @Test
    void whatIsNotTrackedIsLeftOutAndSaidToBe() {
        Properties properties = new Properties();
        properties.setProperty("vexfs.trace.memory_trace.tracking.track_allocations", "false");
        properties.setProperty("vexfs.trace.memory_trace.tracking.track_leaks", "false");
        ResultAnalyser untold = new ResultAnalyser(
                ConfigLoader.shipped().operations(),
                ConfigLoader.load(properties, Path.of(""), Map.of()).usage());
        Stream.of(
                        "[14:30:15] VexFS ALLOC: vexfs_insert+0x1c bytes=100, slab",
                        "[14:30:15] VexFS FREE: vexfs_clear+0x2c",
                        "LEAK: 1 object, 100 bytes, still held at the end, allocated at vexfs_insert+0x1c")
                .forEach(line -> untold.accept(ResultEntry.parse(line).orElseThrow()));

        assertThat(untold.analysis().findings()).isEmpty();
        assertThat(AnalysisText.of(untold.analysis()))
                .contains("Memory\n  1 free\n  not told, as the configuration has it: allocations, leaks\n");
    }

    @Test
    void aFewFailuresAmongManyAllocationsAreNotConspicuous() {
        lines(990, "[14:30:15] VexFS ALLOC: vexfs_insert+0x1c bytes=100, slab");
        lines(10, "[14:30:15] VexFS ALLOC ERROR: vexfs_insert+0x1c bytes=100, not given");
        assertThat(analyser.analysis().recommendations()).isEmpty();

        lines(1, "[14:30:15] VexFS ALLOC ERROR: vexfs_insert+0x1c bytes=100, not given");
        assertThat(analyser.analysis().recommendations())
                .extracting(Recommendation::rule)
                .containsExactly("failed-allocations");
    }

    @Test
    void anAlertThatHintsAtALeakIsNoLeakThatWasFound() {
        lines(1, "[14:30:15] VexFS ALERT LEAK: 3 objects, most of them for vexfs_insert, are held for up to 301.00 s");

        assertThat(analyser.analysis().findings()).isEmpty();
        assertThat(analyser.analysis().types()).containsExactly(entry("ALERT LEAK", 1L));
    }

    @Test
    void errorsAreCountedByFunctionAndErrnoWithSamples() {
        lines(7, "[14:30:15] VexFS READ ERROR: vexfs_read() latency=10 μs, error=-ENOENT");
        lines(2, "[14:30:16] VexFS READ ERROR: vexfs_read() latency=10 μs, error=-EIO");

        assertThat(analyser.analysis().errors())
                .extracting(
                        Analysis.Failure::error,
                        Analysis.Failure::count,
                        failure -> failure.samples().size())
                .containsExactly(tuple("-ENOENT", 7L, 3), tuple("-EIO", 2L, 2));
    }

    @Test
    void aFunctionThatOftenFailsIsRecommendedWithItsNumbers() {
        lines(18, "[14:30:15] VexFS READ COMPLETE: vexfs_read() latency=10 μs, bytes=1");
        lines(2, "[14:30:15] VexFS READ ERROR: vexfs_read() latency=10 μs, error=-EIO");

        assertThat(analyser.analysis().recommendations()).singleElement().satisfies(found -> {
            assertThat(found.rule()).isEqualTo("error-rate");
            assertThat(found.evidence()).isEqualTo("vexfs_read fails in 10.0 % of 20 calls, most with -EIO (2).");
        });
    }

    @Test
    void tooFewCallsAreNotJudgedByTheirRate() {
        lines(19, "[14:30:15] VexFS READ ERROR: vexfs_read() latency=10 μs, error=-EIO");

        assertThat(analyser.analysis().recommendations()).isEmpty();
    }

    @Test
    void aFunctionThatIsSlowNowAndThenIsToldApartFromOneThatIsSlowAsARule() {
        lines(95, "[14:30:15] VexFS SEARCH COMPLETE: vexfs_vector_search() latency=100 μs, results=1");
        lines(5, "[14:30:15] VexFS SEARCH SLOW: vexfs_vector_search() latency=20 ms, results=1");
        lines(20, "[14:30:15] VexFS VECTOR HNSW BUILD SLOW: vexfs_hnsw_build() latency=15 ms");

        assertThat(analyser.analysis().recommendations())
                .extracting(Recommendation::evidence)
                .satisfiesExactly(
                        rule -> assertThat(rule).startsWith("vexfs_hnsw_build is slow in 20 of 20 calls: p50 15.0 ms"),
                        seldom -> assertThat(seldom)
                                .startsWith("vexfs_vector_search is slow in 5 of 100 calls: p50 100.0 us, p99 20.0 ms,"
                                        + " the longest 20.0 ms, together 109.5 ms"));
        assertThat(analyser.analysis().recommendations())
                .extracting(Recommendation::action)
                .satisfiesExactly(
                        rule -> assertThat(rule).startsWith("It is slow as a rule"),
                        seldom -> assertThat(seldom).startsWith("Its median is far below"));
        assertThat(analyser.analysis().slowest()).hasSize(10).first().returns(20_000_000L, Analysis.Slow::nanos);
    }

    @Test
    void whatIsWrongForCertainComesFirst() {
        lines(20, "[14:30:15] VexFS READ ERROR: vexfs_read() latency=10 μs, error=-EIO");
        lines(1, "[14:30:15] VexFS FREE ERROR: vexfs_clear+0x2c frees 0x1000, which was free already");
        lines(1, "LEAK: 3 objects, 384 bytes, still held at the end, allocated at vexfs_fault_leak+0x27");
        analyser.lost(5);

        assertThat(analyser.analysis().recommendations())
                .extracting(Recommendation::rule)
                .containsExactly("leak", "wrong-free", "lost-events", "error-rate");
    }

    @Test
    void aCacheThatSeldomHitsAndLocksThatAreWaitedForAreRecommended() {
        lines(15, "[14:30:15] VexFS CACHE MISS COMPLETE: vexfs_cache_get() latency=1 μs");
        lines(5, "[14:30:15] VexFS CACHE HIT COMPLETE: vexfs_cache_get() latency=1 μs");
        lines(3, "[14:30:15] VexFS LOCK WAIT: vexfs_write() waited=10 μs");
        lines(1, "[14:30:15] VexFS LOCK WAIT SLOW: vexfs_read() waited=2 ms");

        assertThat(analyser.analysis().recommendations())
                .extracting(Recommendation::evidence)
                .containsExactly(
                        "Only 5 of 20 lookups hit the cache, 25.0 %.",
                        "1 of 4 waits for locks was long, together 2.0 ms; the longest, 2.0 ms, in vexfs_read.");
    }

    @Test
    void whatWasHeldAtTheEndIsAHint() {
        analyser.held("vexfs_insert+0x1c", 100);
        analyser.held("vexfs_insert+0x1c", 28);

        assertThat(analyser.analysis().memory().held())
                .containsExactly(new Analysis.Place("vexfs_insert+0x1c", 2, 128));
        assertThat(analyser.analysis().recommendations()).singleElement().returns("held-memory", Recommendation::rule);
    }

    @Test
    void whatItKeepsIsBounded() {
        for (int i = 0; i < 20_000; i++) {
            lines(1, "[14:30:15] VexFS CALL ERROR: function_" + i + "() latency=1 μs, error=-EIO");
        }

        Analysis analysis = analyser.analysis();
        assertThat(analysis.functions()).hasSize(10_001);
        assertThat(analysis.functions().stream()
                        .mapToLong(Analysis.Function::calls)
                        .sum())
                .isEqualTo(20_000);
        assertThat(analysis.errors()).hasSize(10_001);
    }

    @Test
    void whatKindsOfThingsAreWrongIsTold() {
        assertThat(kinds("[14:30:15] VexFS READ COMPLETE: vexfs_read() latency=10 μs, bytes=1"))
                .isEmpty();
        assertThat(kinds("[14:30:15] VexFS READ ERROR SLOW: vexfs_read() latency=10 ms, error=-EIO"))
                .containsExactlyInAnyOrder(FindingKind.ERRORS, FindingKind.SLOW);
        assertThat(kinds("[14:30:15] VexFS LOCK WAIT SLOW: vexfs_read() waited=10 ms"))
                .containsExactly(FindingKind.SLOW);
        assertThat(kinds("[14:30:15] VexFS ALLOC ERROR: vexfs_insert+0x1c bytes=100, not given"))
                .containsExactly(FindingKind.ERRORS);
        assertThat(kinds("[14:30:15] VexFS ALERT: high error rate")).containsExactly(FindingKind.ALERTS);
        assertThat(kinds("LEAK: 3 objects, 384 bytes, still held at the end")).containsExactly(FindingKind.LEAKS);
        assertThat(kinds("[14:30:15] VexFS FREE ERROR: vexfs_clear+0x2c frees 0x1000, which was free already"))
                .containsExactly(FindingKind.DOUBLE_FREES);
        assertThat(kinds("FREE ERROR: double free at vexfs_clear+0x2c")).containsExactly(FindingKind.DOUBLE_FREES);
        assertThat(kinds("FREE ERROR: invalid free at vexfs_clear+0x2c: it is not aligned to 8 bytes"))
                .containsExactly(FindingKind.INVALID_FREES);
        assertThat(kinds("KERNEL ERROR: WARNING: CPU: 1 PID: 250 at mm/slub.c:123"))
                .containsExactly(FindingKind.WARNINGS);
        assertThat(kinds("vexfs TRACE ERROR: events lost on their way from the kernel (7 lost)"))
                .isEmpty();
    }

    private static Set<FindingKind> kinds(String line) {
        ResultAnalyser one = new ResultAnalyser(
                ConfigLoader.shipped().operations(), ConfigLoader.shipped().usage());
        one.accept(ResultEntry.parse(line).orElseThrow());
        return one.analysis().kinds();
    }

    @Test
    void whatIsHeldInATraceThatMissedSomethingMayHaveBeenFreed() {
        analyser.held("vexfs_insert+0x1c", 100);
        assertThat(analyser.analysis().kinds()).containsExactly(FindingKind.LEAKS);

        ResultAnalyser lossy = new ResultAnalyser(
                ConfigLoader.shipped().operations(), ConfigLoader.shipped().usage());
        lossy.held("vexfs_insert+0x1c", 100);
        lossy.lost(1);
        assertThat(lossy.analysis().kinds()).isEmpty();
    }

    private void lines(int times, String... lines) {
        String all = IntStream.range(0, times)
                .mapToObj(i -> String.join("\n", lines))
                .collect(Collectors.joining("\n"));
        all.lines().forEach(line -> analyser.accept(ResultEntry.parse(line).orElseThrow()));
    }
}
