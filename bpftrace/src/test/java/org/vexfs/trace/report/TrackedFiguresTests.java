package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vexfs.trace.analysis.OperationAssertion;
import org.vexfs.trace.analysis.OperationAssertion.Question;
import org.vexfs.trace.analysis.OperationJudgement;
import org.vexfs.trace.analysis.OperationProfile;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.config.TrackedFigure;
import org.vexfs.trace.event.OperationTotals.Bucket;
import org.vexfs.trace.event.OperationTotals.FunctionTotals;
import org.vexfs.trace.testing.GivenOperations;

class TrackedFiguresTests {

    private static final long MILLISECOND = 1_000_000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "performance_trace.vector_ops.track_latency          | insert: 4 operations, 2.0 a second, p50 2.0 ms",
                "performance_trace.vector_ops.track_throughput       | insert: 4 operations, 2.0 a second",
                "performance_trace.vector_ops.track_dimensions       | vexfs_vector_insert: 128 in 4 calls",
                "performance_trace.hnsw_tracking.track_graph_size    | HNSW graph: 101 nodes: 100 when it was built,"
                        + " 2 inserted since, 1 removed since",
                "performance_trace.hnsw_tracking.track_search_hops   | HNSW hops: p50 7, p95 9, max 9 in 2 searches",
                "performance_trace.hnsw_tracking.track_build_time    | hnsw_build: 1 operation, p50 5.0 ms",
                "performance_trace.lsh_tracking.track_hash_time      | lsh_hash: 4 operations, p50 3.0 us",
                "performance_trace.lsh_tracking.track_bucket_distribution | LSH buckets: 2 looked into 3 times, the most"
                        + " often 1/17, 2 times; vectors found there: p50 4, p95 6, max 6",
                "performance_trace.lsh_tracking.track_collision_rate | LSH collisions: 1 of 4 hashes had been given before,"
                        + " 25.0 %",
                "performance_trace.io_tracking.track_read_latency    | read: 1 operation, p50 1.0 ms",
                "performance_trace.io_tracking.track_write_latency   | write: 1 operation, p50 1.0 ms",
                "performance_trace.io_tracking.track_throughput      | MB/s",
                "performance_trace.cache_tracking.track_hit_rate     | vexfs_cache_get: 1 hit, 3 misses, 25.0 %",
                "performance_trace.cache_tracking.track_miss_patterns | cache misses: 3 for 2 keys, 1 of them for one that"
                        + " was missed before; the most often 42, 2 times",
                "kernel_trace.error_tracking                         | errors     1 of 39 calls: -EIO 1",
            })
    void aFigureIsToldUnlessItsKeyIsFalse(String key, String told) {
        assertThat(summary(Map.of())).contains(told);
        assertThat(summary(Map.of(key, "false"))).doesNotContain(told);
    }

    @ParameterizedTest
    @EnumSource(TrackedFigure.class)
    void anAssertionIsDecidedOnTheSameEvidenceWhicheverFigureIsNotShown(TrackedFigure figure) {
        OperationAssertion fast = OperationAssertion.of(Question.LOCK_WAIT_BELOW, "vexfs_lock_store", 5 * MILLISECOND);
        GivenOperations module = module(Map.of(figure.key(), "false")).calls("vexfs_lock_store", MILLISECOND, 0, 1);

        assertThat(fast.answer(module.judged()).verdict()).isEqualTo(Verdict.PASSED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Question.class,
            names = {"NO_ERRORS", "NO_ALERTS"})
    void withoutErrorsNothingThatDependsOnThemPasses(Question question) {
        OperationAssertion asked = OperationAssertion.of(question, "vexfs_vector_insert");
        GivenOperations tracked = new GivenOperations().calls("vexfs_vector_insert", MILLISECOND, 0);
        GivenOperations untracked = new GivenOperations(Map.of("kernel_trace.error_tracking", "false"))
                .calls("vexfs_vector_insert", MILLISECOND, 0);

        assertThat(asked.answer(tracked.judged()).verdict()).isEqualTo(Verdict.PASSED);
        assertThat(asked.answer(untracked.judged()).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(asked.answer(untracked.judged()).obstacle())
                .hasValueSatisfying(gap -> assertThat(gap.toString()).contains("kernel_trace.error_tracking is false"));
    }

    @ParameterizedTest
    @CsvSource({
        "kernel_trace.filesystem_ops, *",
        "kernel_trace.filesystem_ops, vexfs_*",
        "kernel_trace.filesystem_ops, vexfs_read",
        "kernel_trace.lock_ops, vexfs_l*",
    })
    void whatMayMatchAFunctionThatIsSwitchedOffDoesNotPass(String key, String functions) {
        OperationAssertion asked = OperationAssertion.of(Question.NO_ERRORS, functions);
        GivenOperations module = new GivenOperations(Map.of(key, "false")).calls("vexfs_ioctl", MILLISECOND, 0);

        assertThat(asked.answer(module.judged()).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(asked.answer(module.judged()).obstacle())
                .hasValueSatisfying(gap -> assertThat(gap.toString()).contains(key + " is false"));
    }

    @Test
    void whatMatchesNoFunctionThatIsSwitchedOffIsAnswered() {
        OperationAssertion asked = OperationAssertion.of(Question.NO_ERRORS, "vexfs_ioctl*");
        GivenOperations module = new GivenOperations(
                        Map.of("kernel_trace.filesystem_ops", "false", "kernel_trace.lock_ops", "false"))
                .calls("vexfs_ioctl", MILLISECOND, 0);

        assertThat(asked.answer(module.judged()).verdict()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void anErrorRateRaisesNoAlertWhereErrorsAreNotTracked() {
        Map<String, String> off = Map.of("kernel_trace.error_tracking", "false");

        assertThat(failing(Map.of()).profile().alerts()).hasSize(1);
        assertThat(failing(off).profile().alerts()).isEmpty();
    }

    @Test
    void programsGetTheFiguresByName() {
        assertThat(IndexText.figures(module(Map.of()).judged().profile()))
                .isEqualTo(Map.ofEntries(
                        Map.entry("cache_keys_missed", 2.0),
                        Map.entry("cache_keys_missed_again", 1.0),
                        Map.entry("hnsw_graph_nodes", 101.0),
                        Map.entry("hnsw_search_hops_max", 9.0),
                        Map.entry("hnsw_search_hops_p50", 7.0),
                        Map.entry("insert_per_second", 2.0),
                        Map.entry("lsh_bucket_vectors_max", 6.0),
                        Map.entry("lsh_bucket_vectors_p50", 4.0),
                        Map.entry("lsh_buckets", 2.0),
                        Map.entry("lsh_collision_rate", 25.0),
                        Map.entry("search_per_second", 1.0)));
    }

    @Test
    void ofASearchThatMeetsNoNodeThatIsTracedNobodyKnowsTheHops() {
        OperationProfile profile = new GivenOperations()
                .calls("vexfs_hnsw_search", MILLISECOND, 3)
                .judged()
                .profile();

        assertThat(OperationText.of(profile)).doesNotContain("hops");
    }

    @Test
    void whereCallsWereAddedUpTheFiguresAreOfTheOthers() {
        GivenOperations module = module(Map.of())
                .callsTooFast(new FunctionTotals("vexfs_lsh_hash", List.of(new Bucket(512, 575, 900)), Map.of(), 0));

        assertThat(OperationText.of(module.judged().profile()))
                .contains("4 hashes had been given before, 25.0 %, of what was told one by one");
    }

    private static OperationJudgement failing(Map<String, String> configured) {
        return new GivenOperations(configured)
                .calls(20, "vexfs_vector_insert", MILLISECOND, -5)
                .idles(6_000 * MILLISECOND)
                .judged();
    }

    private static String summary(Map<String, String> configured) {
        return OperationText.of(module(configured).judged().profile());
    }

    /** All that is tracked, within two seconds. */
    private static GivenOperations module(Map<String, String> configured) {
        GivenOperations module = new GivenOperations(new HashMap<>(configured))
                .calls(4, "vexfs_vector_insert", 2 * MILLISECOND, 0, 1, 2, 3, 128)
                .calls("vexfs_read", MILLISECOND, 4_096)
                .calls("vexfs_write", MILLISECOND, -5)
                .calls("vexfs_hnsw_build", 5 * MILLISECOND, 100)
                .calls(2, "vexfs_hnsw_insert", MILLISECOND, 1)
                .calls("vexfs_hnsw_remove", MILLISECOND, 4)
                .callsWithin(7, "nearest_offer", "vexfs_hnsw_search", MILLISECOND, 3)
                .callsWithin(9, "nearest_offer", "vexfs_hnsw_search", MILLISECOND, 3)
                .calls("vexfs_lsh_bucket", 1_000, 4, 1, 1, 17)
                .calls("vexfs_lsh_bucket", 1_000, 6, 1, 1, 17)
                .calls("vexfs_lsh_bucket", 1_000, 0, 1, 2, 17)
                .calls(2, "vexfs_lsh_hash", 3_000, 0xabc, 1, 64)
                .calls("vexfs_lsh_hash", 3_000, 0xabd, 1, 64)
                .calls("vexfs_lsh_hash", 3_000, 0xabe, 1, 64)
                .calls("vexfs_cache_get", 1_000, 1, 1, 42)
                .calls(2, "vexfs_cache_get", 1_000, 0, 1, 42)
                .calls("vexfs_cache_get", 1_000, 0, 1, 43);
        return module.idlesUntil(2_000 * MILLISECOND);
    }
}
