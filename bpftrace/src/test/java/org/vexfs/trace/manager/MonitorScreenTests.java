package org.vexfs.trace.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexfs.trace.analysis.CacheUse;
import org.vexfs.trace.analysis.LockUse;
import org.vexfs.trace.analysis.MemoryLevel;
import org.vexfs.trace.analysis.MemoryUsage;
import org.vexfs.trace.manager.MonitorSnapshot.Locks;
import org.vexfs.trace.manager.MonitorSnapshot.Operations;
import org.vexfs.trace.manager.MonitorSnapshot.Received;
import org.vexfs.trace.manager.ScreenLine.Tone;

class MonitorScreenTests {

    private static final Operations READ = new Operations("read", 1_234.5, 98_765, 0, 1_200, 3_400, 56_000, 7_800_000);
    private static final Operations SEARCH =
            new Operations("search", 12, 345, 3, 150_000, 1_500_000, 2_000_000, 1_250_000_000);

    private MonitorSnapshot snapshot = new MonitorSnapshot(
            "vexfs",
            Duration.ofMillis(12_004),
            Duration.ofSeconds(60),
            List.of(READ, SEARCH),
            99_110,
            1_246.5,
            0,
            new CacheUse(92, 8),
            new CacheUse(3, 1),
            new Locks(
                    17,
                    120_000,
                    2,
                    4_000_000,
                    Optional.of(new LockUse.Hold(
                            1, 2, 3_100_000, 246, 250, "vexfs_lock_store", Optional.of("vexfs_hnsw_search"))),
                    1),
            new MemoryLevel(1_000, 900, 12_800, 100, 40_960, 11_600_000_000L, 0, 0, new MemoryUsage.OldObjects(0, 0)),
            80,
            72.5,
            new Received(12_345, 0, 0),
            1,
            List.of("14:30:15 the median of vexfs_read is 12.0 ms, threshold 10 ms, over 25 calls"));

    @Test
    void aTerminalOfEightyColumns() {
        assertThat(screen(80, 24)).isEqualTo("""
                vexfs-trace monitor: module vexfs                        12 s of 60 s, 48 s left
                complete so far: 12,345 events, none lost

                operations      now/s      in all   errors      p50      p95      p99  longest
                read          1,234.5      98,765        0   1.2 us   3.4 us  56.0 us   7.8 ms
                search           12.0         345        3 150.0 us   1.5 ms   2.0 ms   1.25 s
                calls   1,246.5/s, 99,110 in all

                cache   hit rate 75.0 % now, 92.0 % in all (100 lookups)
                locks   taken 17 times, longest wait 120.0 us; 2 waits for the kernel's, longest
                        4.0 ms; longest hold 3.1 ms by vexfs_hnsw_search; 1 held now
                memory  12.5 KiB held in 100 objects, at most 40.0 KiB; oldest 12 s; 80.0
                        allocations/s, 72.5 frees/s
                alerts  1, the latest first
                  14:30:15 the median of vexfs_read is 12.0 ms, threshold 10 ms, over 25 calls
                q ends it, with its report. /s: since the look before; all else: from the start""");
    }

    @Test
    void aNarrowTerminalHasTheColumnsThatMatterMost() {
        assertThat(screen(40, 24)).isEqualTo("""
                module vexfs     12 s of 60 s, 48 s left
                12,345 events, none lost

                operations      now/s      p50      p99
                read          1,234.5   1.2 us  56.0 us
                search           12.0 150.0 us   2.0 ms
                calls   1,246.5/s, 99,110 in all

                cache   hit rate 75.0 % now, 92.0 % in
                        all (100 lookups)
                locks   taken 17 times, longest wait
                        120.0 us; 2 waits for the
                        kernel's, longest 4.0 ms;
                        longest hold 3.1 ms by
                        vexfs_hnsw_search; 1 held now
                memory  12.5 KiB held in 100 objects, at
                        most 40.0 KiB; oldest 12 s; 80.0
                        allocations/s, 72.5 frees/s
                alerts  1, the latest first
                  14:30:15 the median of vexfs_read is
                  12.0 ms, threshold 10 ms, over 25
                  calls
                q ends it, with its report""");
    }

    @Test
    void aWideTerminalHasAllOfThem() {
        assertThat(screen(200, 50)).isEqualTo("""
                vexfs-trace monitor: module vexfs                                                                                                                                                12 s of 60 s, 48 s left
                complete so far: 12,345 events, none lost

                operations      now/s      in all   errors      p50      p95      p99  longest
                read          1,234.5      98,765        0   1.2 us   3.4 us  56.0 us   7.8 ms
                search           12.0         345        3 150.0 us   1.5 ms   2.0 ms   1.25 s
                calls   1,246.5/s, 99,110 in all

                cache   hit rate 75.0 % now, 92.0 % in all (100 lookups)
                locks   taken 17 times, longest wait 120.0 us; 2 waits for the kernel's, longest 4.0 ms; longest hold 3.1 ms by vexfs_hnsw_search; 1 held now
                memory  12.5 KiB held in 100 objects, at most 40.0 KiB; oldest 12 s; 80.0 allocations/s, 72.5 frees/s
                alerts  1, the latest first
                  14:30:15 the median of vexfs_read is 12.0 ms, threshold 10 ms, over 25 calls
                q ends it, with its report. /s: since the look before; all else: from the start""");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "10, 3", "20, 10", "40, 12", "80, 8", "80, 24", "200, 50"})
    void nothingIsWiderOrHigherThanTheScreen(int width, int height) {
        snapshot = withOperations(IntStream.range(0, 15)
                .mapToObj(i -> new Operations("operation " + i, 1e9, 1_000_000 + i, i, 1, 2, 3, 4))
                .toList());

        assertThat(MonitorScreen.of(snapshot, width, height))
                .hasSizeLessThanOrEqualTo(height)
                .allSatisfy(line -> assertThat(line.text()).hasSizeLessThanOrEqualTo(width));
    }

    @Test
    void whereThereIsNoRoomForAllTheMostCalledAreShown() {
        snapshot = withOperations(IntStream.range(0, 15)
                .mapToObj(i -> new Operations("operation " + i, 0, 100 + i, 0, 1, 2, 3, 4))
                .toList());

        assertThat(screen(80, 24))
                .contains("\noperation 14 ", "\noperation 13 ", " more kinds, with fewer calls\n")
                .doesNotContain("\noperation 0 ")
                .contains("\ncache ", "\nlocks ", "\nmemory ", "\nalerts ", "\nq ends it");
    }

    @Test
    void whatIsLostIsToldFirstAndInRed() {
        snapshot = withStream(new Received(12_345, 67, 89));

        assertThat(MonitorScreen.of(snapshot, 80, 24).get(1))
                .isEqualTo(new ScreenLine("INCOMPLETE: 67 lost, beside 12,345 events", Tone.BAD));
    }

    @Test
    void ofAddedUpCallsNobodyKnowsWhoHeldALock() {
        snapshot = copy(snapshot.operations(), snapshot.stream(), 179);

        assertThat(screen(80, 24))
                .contains("\ncalls   1,246.5/s, 99,110 in all; 179 of them only added up, in no other figure\n")
                .contains("holds unknown, as calls")
                .doesNotContain("longest hold", "held now");
    }

    @Test
    void whatIsUnderWayIsNotLost() {
        snapshot = withStream(new Received(12_345, 0, 89));

        assertThat(MonitorScreen.of(snapshot, 80, 24).get(1))
                .isEqualTo(new ScreenLine("12,345 events, none known to be lost; 89 under way", Tone.PLAIN));
    }

    @Test
    void theLinesOfATextAreAllThereAre() {
        assertThat(MonitorScreen.block(snapshot, 80))
                .contains("alerts  1, the latest first")
                .noneMatch(line -> line.startsWith("q "));
    }

    private String screen(int width, int height) {
        return MonitorScreen.of(snapshot, width, height).stream()
                .map(ScreenLine::text)
                .collect(Collectors.joining("\n"));
    }

    private MonitorSnapshot withOperations(List<Operations> operations) {
        return copy(operations, snapshot.stream(), 0);
    }

    private MonitorSnapshot withStream(Received stream) {
        return copy(snapshot.operations(), stream, 0);
    }

    private MonitorSnapshot copy(List<Operations> operations, Received stream, long totalled) {
        return new MonitorSnapshot(
                snapshot.module(),
                snapshot.elapsed(),
                snapshot.duration(),
                operations,
                snapshot.calls(),
                snapshot.callsPerSecond(),
                totalled,
                snapshot.cache(),
                snapshot.lookups(),
                snapshot.locks(),
                snapshot.memory(),
                snapshot.allocationsPerSecond(),
                snapshot.freesPerSecond(),
                stream,
                snapshot.alerts(),
                snapshot.latestAlerts());
    }
}
