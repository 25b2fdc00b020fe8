package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.event.OperationTotals.Bucket;
import org.vexfs.trace.event.OperationTotals.FunctionTotals;

class ThroughputTests {

    private static final long MILLISECOND = 1_000_000;

    private final TracedOperations module = new TracedOperations();

    @Test
    void onlyTheBytesThatWereReallyMovedCount() {
        module.calls("vexfs_read", MILLISECOND, 4_000, 0, 0, 1_000_000)
                .calls("vexfs_read", MILLISECOND, -5, 0, 0, 1_000_000)
                .calls("vexfs_write", 2 * MILLISECOND, 8_000)
                .idlesUntil(8 * MILLISECOND);

        Throughput throughput = module.profile().all().throughput();

        assertThat(throughput.bytes()).isEqualTo(Bounds.exactly(12_000));
        assertThat(throughput.megabytesPerSecond()).isEqualTo(Measured.exactly(3));
        assertThat(throughput.bytesPerSecondOfWindow()).isEqualTo(Measured.exactly(1_500_000));
        assertThat(throughput.callsPerSecond()).isEqualTo(375);
    }

    @Test
    void timeInWhichSeveralCallsAreUnderWayCountsOnce() {
        module.on(246, 1).returns("vexfs_read", 0, 0, 2 * MILLISECOND, 1_000);
        module.on(246, 2).returns("vexfs_read", 0, 5 * MILLISECOND, 6 * MILLISECOND, 1_000);
        module.on(246, 3).returns("vexfs_write", 0, MILLISECOND, 7 * MILLISECOND, 1_000);

        OperationProfile profile = module.profile();

        assertThat(profile.all().throughput().busyNanos()).isEqualTo(Bounds.exactly(7 * MILLISECOND));
        assertThat(profile.matching("vexfs_read").throughput().busyNanos()).isEqualTo(Bounds.exactly(3 * MILLISECOND));
    }

    @Test
    void aReadWithinAReadMovesNothingASecondTime() {
        module.returns("vexfs_read_page", 1, 10, 20, 4_096)
                .returns("vexfs_read_page", 1, 30, 40, 4_096)
                .returns("vexfs_read", 0, 0, 50, 5_000);

        OperationProfile profile = module.profile();

        assertThat(profile.all().throughput().bytes()).isEqualTo(Bounds.exactly(5_000));
        assertThat(profile.matching("vexfs_read_page").throughput().bytes()).isEqualTo(Bounds.exactly(8_192));
        assertThat(profile.matching("vexfs_read_p*").throughput().bytes()).isEqualTo(Bounds.exactly(8_192));
    }

    @Test
    void whatACallWithinMovedCountsWhereTheOneAroundItTellsNothing() {
        module.returns("vexfs_read_page", 1, 10, 20, 4_096).returns("vexfs_read", 0, 0, 50, 0);

        assertThat(module.profile().all().throughput().bytes()).isEqualTo(Bounds.exactly(4_096));
    }

    @Test
    void someOfTheFunctionsThatMoveBytesAreKnownWithinBounds() {
        module.returns("vexfs_read_page", 1, 10, 20, 4_096)
                .returns("vexfs_read", 0, 0, 50, 5_000)
                .returns("vexfs_write", 0, 60, 70, 100);

        Throughput reads = module.profile().matching("vexfs_read*").throughput();

        assertThat(reads.bytes()).isEqualTo(new Bounds(5_000, 9_096));
        assertThat(reads.busyNanos()).isEqualTo(new Bounds(50, 60));
    }

    @Test
    void ofCallsInTotalsTheTimeIsKnownWithinTheWindow() {
        module.calls("vexfs_read", MILLISECOND, 1_000)
                .callsTooFast(new FunctionTotals("vexfs_read", List.of(new Bucket(0, 1_023, 9)), Map.of(), 9_000))
                .idlesUntil(10 * MILLISECOND);

        Throughput throughput = module.profile().all().throughput();

        assertThat(throughput.bytes()).isEqualTo(Bounds.exactly(10_000));
        assertThat(throughput.megabytesPerSecond()).isEqualTo(new Measured(1, 10));
    }
}
