package org.vexfs.trace.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.analysis.CacheUse;
import org.vexfs.trace.analysis.MemoryLevel;
import org.vexfs.trace.analysis.MemoryUsage;
import org.vexfs.trace.analysis.OperationProfile;
import org.vexfs.trace.manager.MonitorSnapshot.Operations;
import org.vexfs.trace.session.Replay;
import org.vexfs.trace.session.TraceWindow;
import org.vexfs.trace.session.WindowGlance;
import org.vexfs.trace.testing.GivenOperations;
import org.vexfs.trace.testing.RecordedCapture;

/** What is shown of a trace is what the module did, and a rate is that of the time between two looks. */
class MonitorSnapshotTests {

    private static final long BEGAN = 5_000_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final MemoryLevel NOTHING_HELD = MemoryLevel.NONE;

    @Test
    void aRateIsThatOfTheTimeSinceTheLookBefore() {
        GivenOperations calls = new GivenOperations().calls(10, "vexfs_read", 1_000, 4_096);
        WindowGlance before = glance(1, calls.judged().profile(), NOTHING_HELD);
        WindowGlance now = glance(
                3,
                calls.calls(30, "vexfs_read", 1_000, 4_096)
                        .calls(5, "vexfs_write", 2_000, -28)
                        .judged()
                        .profile(),
                NOTHING_HELD);

        MonitorSnapshot snapshot = MonitorSnapshot.of(course(), Optional.of(before), now);

        assertThat(snapshot.operations())
                .containsExactly(
                        new Operations("read", 15, 40, 0, 1_000, 1_000, 1_000, 1_000),
                        new Operations("write", 2.5, 5, 5, 2_000, 2_000, 2_000, 2_000));
        assertThat(snapshot.calls()).isEqualTo(45);
        assertThat(snapshot.callsPerSecond()).isEqualTo(17.5);
    }

    @Test
    void theFirstLookHasNoRates() {
        WindowGlance now = glance(
                1,
                new GivenOperations().calls(10, "vexfs_read", 1_000, 1).judged().profile(),
                NOTHING_HELD);

        MonitorSnapshot snapshot = MonitorSnapshot.of(course(), Optional.empty(), now);

        assertThat(snapshot.operations()).singleElement().satisfies(read -> {
            assertThat(read.count()).isEqualTo(10);
            assertThat(read.perSecond()).isZero();
        });
        assertThat(snapshot.callsPerSecond()).isZero();
    }

    @Test
    void callsOfNoKnownKindAreShownAsOthersAndLocksApart() {
        OperationProfile profile = new GivenOperations()
                .calls("vexfs_open", 7_000, 0)
                .calls("vexfs_lock_store", 3_000, 0, 0xf0)
                .idles(9_000)
                .calls("vexfs_unlock_store", 100, 0, 0xf0)
                .waits("vexfs_open", 0xe0, 4_000)
                .judged()
                .profile();

        MonitorSnapshot snapshot = MonitorSnapshot.of(course(), Optional.empty(), glance(1, profile, NOTHING_HELD));

        assertThat(snapshot.operations())
                .containsExactly(new Operations("other calls", 0, 1, 0, 7_000, 7_000, 7_000, 7_000));
        assertThat(snapshot.locks().taken()).isOne();
        assertThat(snapshot.locks().longestWait()).isEqualTo(3_000);
        assertThat(snapshot.locks().longestHold()).hasValueSatisfying(hold -> {
            assertThat(hold.nanos()).isEqualTo(9_000);
            assertThat(hold.taker()).isEqualTo("vexfs_lock_store");
        });
        assertThat(snapshot.locks().held()).isZero();
        assertThat(snapshot.locks().contentions()).isOne();
        assertThat(snapshot.locks().longestContention()).isEqualTo(4_000);
    }

    @Test
    void theHitRateIsThatOfTheWholeTraceAndThatSinceTheLookBefore() {
        GivenOperations calls = new GivenOperations().calls(3, "vexfs_cache_lookup", 100, 0);
        WindowGlance before = glance(1, calls.judged().profile(), NOTHING_HELD);
        WindowGlance now =
                glance(2, calls.calls("vexfs_cache_lookup", 100, 1).judged().profile(), NOTHING_HELD);

        MonitorSnapshot snapshot = MonitorSnapshot.of(course(), Optional.of(before), now);

        assertThat(snapshot.cache()).isEqualTo(new CacheUse(1, 3));
        assertThat(snapshot.lookups()).isEqualTo(new CacheUse(1, 0));
    }

    @Test
    void whatIsAllocatedAndFreedASecondComesFromTwoLooks() {
        OperationProfile none = new GivenOperations().judged().profile();
        MemoryLevel earlier = new MemoryLevel(10, 4, 600, 6, 800, SECOND, 0, 0, new MemoryUsage.OldObjects(0, 0));
        MemoryLevel later =
                new MemoryLevel(30, 10, 2_000, 20, 2_500, 2 * SECOND, 1, 0, new MemoryUsage.OldObjects(0, 0));

        MonitorSnapshot snapshot =
                MonitorSnapshot.of(course(), Optional.of(glance(1, none, earlier)), glance(3, none, later));

        assertThat(snapshot.memory()).isEqualTo(later);
        assertThat(snapshot.allocationsPerSecond()).isEqualTo(10);
        assertThat(snapshot.freesPerSecond()).isEqualTo(3);
    }

    @Test
    void callsThatWereOnlyAddedUpCountAsCalls() {
        OperationProfile profile =
                new GivenOperations().calls(2, "vexfs_read", 1_000, 1).judged().profile();
        WindowGlance before = new WindowGlance(BEGAN, Optional.of(profile), Optional.empty(), 100, 0);
        WindowGlance now = new WindowGlance(BEGAN + SECOND, Optional.of(profile), Optional.empty(), 1_100, 3);

        MonitorSnapshot snapshot = MonitorSnapshot.of(course(), Optional.of(before), now);

        assertThat(snapshot.calls()).isEqualTo(1_102);
        assertThat(snapshot.callsPerSecond()).isEqualTo(1_000);
        assertThat(snapshot.totalled()).isEqualTo(1_100);
        assertThat(snapshot.stream()).isEqualTo(new MonitorSnapshot.Received(45, 2, 3));
    }

    /** The example's test made 1,000 searches while this was recorded. */
    @Test
    void theFiguresOfARecordedTraceAreThoseOfItsReport() throws Exception {
        OperationProfile profile = recorded();

        MonitorSnapshot snapshot = MonitorSnapshot.of(course(), Optional.empty(), glance(1, profile, NOTHING_HELD));

        assertThat(snapshot.operations())
                .filteredOn(row -> row.name().equals("search"))
                .singleElement()
                .satisfies(search -> {
                    assertThat(search.count()).isEqualTo(1_000);
                    assertThat(search.p50()).isBetween(1L, search.p95());
                    assertThat(search.p99()).isBetween(search.p95(), search.longest());
                    assertThat(search.longest())
                            .isEqualTo(profile.function("vexfs_vector_search")
                                    .orElseThrow()
                                    .latency()
                                    .max()
                                    .high());
                });
    }

    private static OperationProfile recorded() throws IOException {
        return Replay.of(List.of(RecordedCapture.path("vector-search-6.12"))).windows().stream()
                .map(window -> window.judgeOperations(TraceWindow.EXECUTION).profile())
                .filter(profile -> profile.function("vexfs_vector_search").isPresent())
                .findFirst()
                .orElseThrow();
    }

    private static WindowGlance glance(long seconds, OperationProfile profile, MemoryLevel memory) {
        return new WindowGlance(BEGAN + seconds * SECOND, Optional.of(profile), Optional.of(memory), 0, 0);
    }

    private static MonitorSnapshot.Course course() {
        return new MonitorSnapshot.Course(
                "vexfs", Duration.ofSeconds(3), Duration.ofSeconds(60), 45, 2, 1, List.of("14:30:15 something"));
    }
}
