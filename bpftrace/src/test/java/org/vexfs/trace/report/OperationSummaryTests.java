package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexfs.trace.event.OperationTotals.Bucket;
import org.vexfs.trace.event.OperationTotals.FunctionTotals;
import org.vexfs.trace.testing.GivenOperations;

class OperationSummaryTests {

    private static final long MILLISECOND = 1_000_000;
    private static final long LOCK = 0xffff888000001000L;

    private final GivenOperations module = new GivenOperations();

    @Test
    void aWindowInWhichNothingWasCalledIsOneLine() {
        assertThat(summary()).isEqualTo("operations none was seen");
    }

    @Test
    void onlyWhatThereWasIsTold() {
        module.calls(2, "vexfs_ioctl", MILLISECOND, 0);

        assertThat(summary()).isEqualTo("""
                operations 2 calls of 1 function in 2.0 ms
                functions  vexfs_ioctl: 2 calls, p50 1.0 ms, p95 1.0 ms, p99 1.0 ms, p99.9 1.0 ms, max 1.0 ms
                processes  246: 2 calls from outside""");
    }

    @Test
    void everythingHasALineOfItsOwn() {
        module.calls(3, "vexfs_vector_insert", MILLISECOND, 0, 1, 2, 3, 128)
                .calls(1, "vexfs_vector_insert", 20 * MILLISECOND, -12, 1, 2, 3, 256)
                .calls(2, "vexfs_read", MILLISECOND, 4_096, 1, 2, 3, 8_192)
                .calls("vexfs_lock_store", 3 * MILLISECOND, 0, LOCK)
                .idles(2 * MILLISECOND)
                .calls("vexfs_unlock_store", 1_000, 0, LOCK)
                .calls(1, "vexfs_cache_lookup", 1_000, 1)
                .calls(3, "vexfs_cache_lookup", 1_000, 0)
                .waits("vexfs_read", LOCK, MILLISECOND)
                .callsTooFast(
                        new FunctionTotals("vexfs_lsh_hash", List.of(new Bucket(512, 575, 900)), Map.of(5, 3L), 0));

        assertThat(summary()).isEqualTo("""
                operations 912 calls of 6 functions in 31.0 ms; 900 of them added up in the kernel
                functions  vexfs_lsh_hash: 900 calls, p50 0.5 to 0.6 us, p95 0.5 to 0.6 us, p99 0.5 to 0.6 us, p99.9 0.5 to 0.6 us, \
                max 0.5 to 0.6 us, 3 errors
                           vexfs_cache_lookup: 4 calls, p50 1.0 us, p95 1.0 us, p99 1.0 us, p99.9 1.0 us, max 1.0 us
                           vexfs_vector_insert: 4 calls, p50 1.0 ms, p95 20.0 ms, p99 20.0 ms, p99.9 20.0 ms, max 20.0 ms, 1 error
                           vexfs_read: 2 calls, p50 1.0 ms, p95 1.0 ms, p99 1.0 ms, p99.9 1.0 ms, max 1.0 ms
                           vexfs_lock_store: 1 call, p50 3.0 ms, p95 3.0 ms, p99 3.0 ms, p99.9 3.0 ms, max 3.0 ms
                           vexfs_unlock_store: 1 call, p50 1.0 us, p95 1.0 us, p99 1.0 us, p99.9 1.0 us, max 1.0 us
                dimensions vexfs_vector_insert: 128 in 3 calls, 256 in 1 call
                sizes      asked for 8,192 bytes at least, 8,192 bytes at p50, 8,192 bytes at most
                categories read: 2 operations, p50 1.0 ms, p95 1.0 ms, p99 1.0 ms, p99.9 1.0 ms, max 1.0 ms
                           insert: 4 operations, 129.0 a second, p50 1.0 ms, p95 20.0 ms, p99 20.0 ms, p99.9 20.0 ms, max 20.0 ms, 1 error
                           lsh_hash: 900 operations, p50 0.5 to 0.6 us, p95 0.5 to 0.6 us, p99 0.5 to 0.6 us, p99.9 0.5 to 0.6 us, \
                max 0.5 to 0.6 us, 3 errors
                           cache_lookup: 4 operations, p50 1.0 us, p95 1.0 us, p99 1.0 us, p99.9 1.0 us, max 1.0 us
                errors     4 of 911 calls: -EIO 3, -ENOMEM 1
                cache      vexfs_cache_lookup: 1 hit, 3 misses, 25.0 %
                throughput 4.10 MB/s: 8,192 bytes by 2 read or write calls, in the 2.0 ms in which at least one was under way
                locks      the module's: 1 wait, p50 3.0 ms, p95 3.0 ms, p99 3.0 ms, p99.9 3.0 ms, max 3.0 ms
                           the kernel's: 1 wait, p50 1.0 ms, p95 1.0 ms, p99 1.0 ms, p99.9 1.0 ms, max 1.0 ms
                           2 long waits
                           held: 1 time, p50 2.0 ms, p95 2.0 ms, p99 2.0 ms, p99.9 2.0 ms, max 2.0 ms; 1 long hold
                processes  246: 12 calls from outside""");
    }

    @Test
    void functionsBeyondTheMostCalledAreCounted() {
        for (int i = 0; i < 12; i++) {
            module.calls(1, "vexfs_ioctl" + i, MILLISECOND, 0);
        }

        assertThat(summary()).contains("\n           and 2 more\nprocesses ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1000 | 3200 | hnsw_search is 3.2 times as fast as lsh_search (95 %: 3.2 to 3.2; p < 0.001)",
                "3200 | 1000 | lsh_search is 3.2 times as fast as hnsw_search (95 %: 3.2 to 3.2; p < 0.001)",
                "1000 | 1000 | hnsw_search and lsh_search: no difference is seen; the second's median is 1.0 times the"
                        + " first's (95 %: 1.0 to 1.0; p = 1.000)"
            })
    void theTwoKindsOfIndexAreCompared(long hnsw, long lsh, String comparison) {
        module.calls(20, "vexfs_hnsw_search", hnsw, 0).calls(20, "vexfs_lsh_search", lsh, 0);

        assertThat(summary()).contains("\ncompared   " + comparison + "\n");
    }

    @Test
    void aComparisonThatCannotBeMadeSaysWhy() {
        module.calls(19, "vexfs_hnsw_search", 1_000, 0).calls(20, "vexfs_lsh_search", 1_000, 0);

        assertThat(summary())
                .contains("\ncompared   hnsw_search against lsh_search: cannot be told, because 19 operations of"
                        + " hnsw_search are too few: it needs 20\n");
    }

    private String summary() {
        return OperationText.of(module.judged().profile());
    }
}
