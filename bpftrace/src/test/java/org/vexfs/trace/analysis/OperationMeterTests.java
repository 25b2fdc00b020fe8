package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.event.Operation;

class OperationMeterTests {

    private static final int ENOMEM = 12;
    private static final int EIO = 5;
    private static final int ENOENT = 2;

    private final TracedOperations module = new TracedOperations();

    @Test
    void aHundredCallsOf1To100MicrosecondsHaveThosePercentiles() {
        for (int i = 100; i >= 1; i--) {
            module.calls("vexfs_search", i * 1_000L);
        }

        FunctionProfile search = profileOf("vexfs_search");

        assertThat(search.calls()).isEqualTo(100);
        assertThat(search.latency().percentile(50))
                .satisfies(bounds -> assertThat(50_000L).isBetween(bounds.low(), bounds.high()));
        assertThat(search.latency().percentile(99))
                .satisfies(bounds -> assertThat(99_000L).isBetween(bounds.low(), bounds.high()));
        assertThat(search.latency().min()).isEqualTo(Bounds.exactly(1_000));
        assertThat(search.latency().max()).isEqualTo(Bounds.exactly(100_000));
        assertThat(search.latency().mean()).isEqualTo(Bounds.exactly(50_500));
    }

    @Test
    void theSlowestCallsAreKeptWithTheirThreadArgumentsAndResult() {
        for (int i = 1; i <= 50; i++) {
            module.on(TracedOperations.PID, 1_000 + i).calls("vexfs_search", i * 1_000L, -EIO, 7, i);
        }

        List<Operation> slowest = profileOf("vexfs_search").slowest();

        assertThat(slowest).hasSize(10);
        assertThat(slowest).extracting(Operation::durationNanos).startsWith(50_000L, 49_000L, 48_000L);
        assertThat(slowest.get(0).tid()).isEqualTo(1_050);
        assertThat(slowest.get(0).arguments()).containsExactly(7L, 50L);
        assertThat(slowest.get(0).result()).isEqualTo(-EIO);
    }

    @Test
    void ofCallsThatAreAsSlowTheFirstAreKept() {
        for (int i = 1; i <= 12; i++) {
            module.calls("vexfs_search", 1_000, i);
        }

        assertThat(profileOf("vexfs_search").slowest())
                .extracting(Operation::result)
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    }

    @Test
    void callsOfThreadsThatInterleaveAreMeasuredEachOnItsOwn() {
        module.on(246, 1).returns("vexfs_search", 0, 0, 300, 0);
        module.on(246, 2).returns("vexfs_search", 0, 100, 400, 0);
        module.on(246, 1).returns("vexfs_search", 0, 350, 850, 0);

        assertThat(profileOf("vexfs_search").latency()).isEqualTo(DistributionTests.of(300, 300, 500));
    }

    @Test
    void everyCallOfARecursionCountsAndOnlyTheOutermostIsAnOperation() {
        for (int depth = 5; depth >= 0; depth--) {
            module.returns("vexfs_search", depth, depth, 100 - depth, 0);
        }

        OperationProfile profile = module.profile();

        assertThat(profile.function("vexfs_search").orElseThrow().calls()).isEqualTo(6);
        assertThat(profile.of(OperationCategory.SEARCH).operations()).isEqualTo(1);
        assertThat(profile.of(OperationCategory.SEARCH).latency().max()).isEqualTo(Bounds.exactly(100));
        assertThat(profile.processes()).containsExactly(entry(TracedOperations.PID, 1L));
    }

    @Test
    void aCallWithinAnotherOneOfItsCategoryIsPartOfThatOperationWhateverLiesBetween() {
        module.returns("vexfs_hnsw_search", 2, 20, 50, -EIO);
        module.returns("vexfs_index", 1, 10, 60, 0);
        module.returns("vexfs_vector_search", 0, 0, 70, 0);
        module.returns("vexfs_hnsw_search", 0, 100, 140, 0);

        OperationProfile profile = module.profile();

        assertThat(profile.of(OperationCategory.SEARCH).operations()).isEqualTo(2);
        assertThat(profile.of(OperationCategory.SEARCH).errors()).isZero();
        assertThat(profile.of(OperationCategory.HNSW_SEARCH).operations()).isEqualTo(2);
        assertThat(profile.function("vexfs_hnsw_search").orElseThrow().calls()).isEqualTo(2);
    }

    @Test
    void callsOneAfterTheOtherWithinACallOfAnotherCategoryAreOperationsEach() {
        module.returns("vexfs_search", 1, 10, 20, 0);
        module.returns("vexfs_search", 1, 30, 40, 0);
        module.returns("vexfs_ioctl", 0, 0, 50, 0);

        assertThat(module.profile().of(OperationCategory.SEARCH).operations()).isEqualTo(2);
    }

    @Test
    void aCallThatBeganBeforeTheWindowIsCountedApartAndHasNoLatency() {
        module.returns("vexfs_search", 0, -500, 100, -EIO).calls("vexfs_search", 200);

        FunctionProfile search = profileOf("vexfs_search");

        assertThat(search.begunBefore()).isEqualTo(1);
        assertThat(search.calls()).isEqualTo(1);
        assertThat(search.errorCount()).isZero();
        assertThat(search.latency().max()).isEqualTo(Bounds.exactly(200));
    }

    @Test
    void aCallThatReturnedBeforeTheWindowIsNoneOfItThoughItWasToldInIt() {
        module.returns("vexfs_search", 0, -500, -1, 0);

        assertThat(module.profile().functions()).isEmpty();
    }

    @Test
    void errorsAreCountedByTheirCode() {
        module.calls("vexfs_search", 10, -ENOMEM)
                .calls("vexfs_search", 10, -EIO)
                .calls("vexfs_search", 10, 0xffffffffL - EIO + 1)
                .calls("vexfs_search", 10, 1);

        assertThat(profileOf("vexfs_search").errors()).containsOnly(entry(ENOMEM, 1L), entry(EIO, 2L));
    }

    @ParameterizedTest
    @CsvSource({"vexfs_drop", "vexfs_unlock"})
    void whatReturnsNothingReturnsNoError(String function) {
        module.calls(function, 10, -EIO, 1);

        assertThat(profileOf(function).errors()).isEmpty();
        assertThat(module.profile().all().callsWithResult()).isZero();
    }

    @Test
    void anUnsignedIntNear2To32LooksLikeAnErrorUnlessTheFunctionIsSaidToReturnNone() {
        module.calls("vexfs_search", 10, 0xffff_fff4L).calls("vexfs_drop", 10, 0xffff_fff4L);

        assertThat(profileOf("vexfs_search").errors()).containsOnly(entry(ENOMEM, 1L));
        assertThat(profileOf("vexfs_drop").errors()).isEmpty();
    }

    @Test
    void aLookupHitsWhereItFindsSomethingAndMissesWhereItDoesNot() {
        module.calls("vexfs_cache_lookup", 10, 1)
                .calls("vexfs_cache_lookup", 10, 0xffff888012345678L)
                .calls("vexfs_cache_lookup", 10, 1)
                .calls("vexfs_cache_lookup", 10, 0)
                .calls("vexfs_cache_lookup", 10, -ENOENT)
                .calls("vexfs_cache_lookup", 10, -EIO);

        OperationSelection all = module.profile().all();

        assertThat(all.cache()).isEqualTo(new CacheUse(3, 2));
        assertThat(all.cache().hitRate()).isEqualTo(60);
        assertThat(all.errors()).containsOnly(entry(EIO, 1L));
    }

    @Test
    void dimensionsAndSizesComeFromTheArgumentsThatAreNamed() {
        module.calls("vexfs_search", 10, 0, 0xffff888000000000L, 128)
                .calls("vexfs_search", 10, 0, 0xffff888000000000L, 0xdead00000080L)
                .calls("vexfs_search", 10, 0, 0xffff888000000000L, 64)
                .calls("vexfs_read", 10, 100, 1, 2, 4_096);

        assertThat(profileOf("vexfs_search").dimensions()).containsOnly(entry(128L, 2L), entry(64L, 1L));
        assertThat(profileOf("vexfs_read").sizes().max()).isEqualTo(Bounds.exactly(4_096));
        assertThat(profileOf("vexfs_read").moved()).isEqualTo(100);
    }

    @Test
    void furtherDimensionsAreCountedWithoutBeingToldApart() {
        for (int dimension = 1; dimension <= 300; dimension++) {
            module.calls("vexfs_search", 10, 0, 1, dimension);
        }

        assertThat(profileOf("vexfs_search").dimensions()).hasSize(OperationMeter.MOST_DIMENSIONS);
        assertThat(profileOf("vexfs_search").otherDimensions()).isEqualTo(300 - OperationMeter.MOST_DIMENSIONS);
    }

    @Test
    void slowCallsAreThoseThatTakeAtLeastAsLongAsIsConfigured() {
        module.calls("vexfs_search", 999_999).calls("vexfs_search", 1_000_000);

        assertThat(profileOf("vexfs_search").slow()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"MODULE, 3", "PROCESS, 2", "THREAD, 1"})
    void aWindowAnswersForWhatItsAttributionSays(Attribution attribution, long calls) {
        TracedOperations attributed = new TracedOperations(attribution);
        attributed.calls("vexfs_search", 10);
        attributed.on(TracedOperations.PID, 999).calls("vexfs_search", 10);
        attributed.on(998, 998).calls("vexfs_search", 10);

        assertThat(attributed.profile().all().calls()).isEqualTo(calls);
    }

    @Test
    void callsFromOutsideAreCountedByProcess() {
        module.on(1, 11).calls("vexfs_search", 10);
        module.on(1, 12).calls("vexfs_search", 10);
        module.on(2, 21).calls("vexfs_search", 10);

        assertThat(module.profile().processes()).isEqualTo(Map.of(1, 2L, 2, 1L));
    }

    @Test
    void theFunctionsCalledMostComeFirst() {
        module.calls("vexfs_read", 10).calls("vexfs_search", 10).calls("vexfs_search", 10);

        assertThat(module.profile().all().mostCalled(1))
                .extracting(FunctionProfile::name)
                .containsExactly("vexfs_search");
    }

    @Test
    void severalFunctionsCanBeLookedAtTogether() {
        module.calls("vexfs_hnsw_search", 100, -EIO)
                .calls("vexfs_lsh_search", 300)
                .calls("vexfs_read", 500);

        OperationSelection searches = module.profile().matching("vexfs_*_search");

        assertThat(searches.calls()).isEqualTo(2);
        assertThat(searches.latency()).isEqualTo(DistributionTests.of(100, 300));
        assertThat(searches.errorRate()).isEqualTo(50);
        assertThat(searches.slowest()).extracting(Operation::function).startsWith("vexfs_lsh_search");
    }

    private FunctionProfile profileOf(String function) {
        return module.profile().function(function).orElseThrow();
    }
}
