package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.event.OperationTotals;
import org.vexfs.trace.event.OperationTotals.Bucket;
import org.vexfs.trace.event.OperationTotals.FunctionTotals;

class TotalledCallsTests {

    private final OperationProfile told = new OperationProfile(
            0, 1_000, List.of(), Map.of(), Transfers.NONE, Map.of(), List.of(), 0, IndexUse.NONE, Set.of());

    @Test
    void theTotalsOfAWindowAreTheDifferenceOfThoseAtItsEdges() {
        OperationTotals start = totals(new FunctionTotals(
                "vexfs_read", List.of(new Bucket(0, 99, 5), new Bucket(100, 199, 1)), Map.of(5, 1L, 12, 2L), 700));
        OperationTotals end = totals(
                new FunctionTotals(
                        "vexfs_read",
                        List.of(new Bucket(0, 99, 5), new Bucket(100, 199, 4), new Bucket(200, 299, 2)),
                        Map.of(5, 3L, 12, 2L),
                        1_000),
                new FunctionTotals("vexfs_search", List.of(new Bucket(0, 99, 1)), Map.of(), 0));

        OperationProfile profile =
                new TotalledCalls(TracedOperations.settings()).addedTo(told, Optional.of(start), end);

        FunctionProfile read = profile.function("vexfs_read").orElseThrow();
        assertThat(read.calls()).isEqualTo(5);
        assertThat(read.latency())
                .isEqualTo(Distribution.of(List.of(new Bucket(100, 199, 3), new Bucket(200, 299, 2))));
        assertThat(read.errors()).containsOnly(entry(5, 2L));
        assertThat(read.moved()).isEqualTo(300);
        assertThat(profile.function("vexfs_search").orElseThrow().calls()).isEqualTo(1);
    }

    @Test
    void aFunctionWhoseTotalsDidNotGrowWasNotCalled() {
        OperationTotals same = totals(new FunctionTotals("vexfs_read", List.of(new Bucket(0, 99, 5)), Map.of(), 700));

        assertThat(new TotalledCalls(TracedOperations.settings())
                        .addedTo(told, Optional.of(same), same)
                        .functions())
                .isEmpty();
    }

    @Test
    void onlyBucketsThatLieWhollyAboveTheThresholdAreSlowCalls() {
        OperationTotals end = totals(new FunctionTotals(
                "vexfs_lock",
                List.of(new Bucket(900_000, 1_100_000, 2), new Bucket(1_100_001, 1_300_000, 3)),
                Map.of(),
                0));

        FunctionProfile lock = new TotalledCalls(TracedOperations.settings())
                .addedTo(told, Optional.empty(), end)
                .function("vexfs_lock")
                .orElseThrow();

        assertThat(lock.slow()).isEqualTo(3);
        assertThat(lock.locks().longWaits()).isEqualTo(3);
        assertThat(lock.locks().waits().count()).isEqualTo(5);
    }

    private static OperationTotals totals(FunctionTotals... functions) {
        return new OperationTotals("marker", List.of(functions));
    }
}
