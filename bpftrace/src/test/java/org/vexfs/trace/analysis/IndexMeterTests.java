package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.config.TrackedFigure;
import org.vexfs.trace.event.Operation;

class IndexMeterTests {

    private static final FunctionTraits BUILD = traits(OperationCategory.HNSW_BUILD);
    private static final FunctionTraits INSERT = traits(OperationCategory.HNSW_INSERT);
    private static final FunctionTraits DELETE = traits(OperationCategory.HNSW_DELETE);
    private static final FunctionTraits SEARCH = traits(OperationCategory.HNSW_SEARCH);
    private static final FunctionTraits HOP = traits(OperationCategory.HNSW_HOP);
    private static final FunctionTraits BUCKET = traits(OperationCategory.LSH_BUCKET);
    private static final FunctionTraits HASH = traits(OperationCategory.LSH_HASH);
    private static final FunctionTraits LOOKUP = traits(OperationCategory.CACHE_LOOKUP);

    private final IndexMeter meter = new IndexMeter(EnumSet.allOf(TrackedFigure.class));

    @Test
    void aGraphHasWhatItWasBuiltWithAndWhatCameAndWentSince() {
        returns(INSERT, 0);
        returns(DELETE, 0);
        returns(BUILD, 100);
        returns(INSERT, 0);
        returns(INSERT, 0);
        returns(INSERT, 0);
        returns(DELETE, 0);

        assertThat(meter.use().graph()).contains(new IndexUse.Graph(100, 3, 1));
        assertThat(meter.use().graph().orElseThrow().nodes()).isEqualTo(102);
    }

    @Test
    void whatFailedChangesNoGraph() {
        returns(BUILD, 100);
        returns(BUILD, -12);
        returns(INSERT, -12);
        returns(DELETE, -2);

        assertThat(meter.use().graph()).contains(new IndexUse.Graph(100, 0, 0));
    }

    @Test
    void ofAGraphThatWasNotBuiltInTheWindowNothingIsKnown() {
        returns(INSERT, 0);
        returns(DELETE, 0);

        assertThat(meter.use().graph()).isEmpty();
    }

    @Test
    void aSearchHopsAsOftenAsNodesAreMetWithinIt() {
        meter.within(SEARCH, HOP);
        meter.within(SEARCH, HOP);
        meter.within(SEARCH, HASH);
        meter.within(BUILD, HOP);
        returns(SEARCH, 1);
        returns(SEARCH, 1);

        assertThat(meter.use().hops()).isEqualTo(DistributionTests.of(2, 0));
    }

    @Test
    void whereNoSearchMeetsANodeHopsAreNotKnown() {
        returns(SEARCH, 1);

        assertThat(meter.use().hops()).isEqualTo(Distribution.NONE);
    }

    @Test
    void bucketsAreToldApartByWhatTheyAreAskedForAndHowManyVectorsWereFoundIsKept() {
        returns(BUCKET, 3, 9, 1, 7);
        returns(BUCKET, 5, 9, 1, 7);
        // The upper half of a register may hold anything.
        returns(BUCKET, 0, 9, 0xabc00000001L, 8);
        returns(BUCKET, -12, 9, 1, 7);

        assertThat(meter.use().buckets()).isEqualTo(new Repeats(3, 2, List.of(1L, 7L), 2, 0));
        assertThat(meter.use().found()).isEqualTo(DistributionTests.of(3, 5, 0));
    }

    @Test
    void aLookIntoABucketThatIsNotSaidIsLeftOut() {
        returns(BUCKET, 3);

        assertThat(meter.use().buckets()).isEqualTo(Repeats.NONE);
        assertThat(meter.use().found()).isEqualTo(DistributionTests.of());
    }

    @Test
    void whatIsHashedToTheSameCollides() {
        returns(HASH, 17);
        returns(HASH, 17);
        returns(HASH, 4);
        returns(HASH, -22);

        assertThat(meter.use().hashes()).isEqualTo(new Repeats(3, 2, List.of(17L), 2, 0));
    }

    @Test
    void keysThatWereMissedAreToldApartWhetherTheCacheSaysNothingOrNotFound() {
        returns(LOOKUP, 0, 42);
        returns(LOOKUP, -2, 42);
        returns(LOOKUP, 1, 42);
        returns(LOOKUP, 0, 5);
        returns(LOOKUP, 0);

        assertThat(meter.use().misses()).isEqualTo(new Repeats(3, 2, List.of(42L), 2, 0));
    }

    @Test
    void whatIsNotTrackedIsNotMeasured() {
        IndexMeter blind = new IndexMeter(Set.of());
        blind.within(SEARCH, HOP);
        for (FunctionTraits traits : List.of(BUILD, INSERT, SEARCH, BUCKET, HASH, LOOKUP)) {
            blind.accept(call(traits, 0, 1, 2, 3), traits);
        }

        assertThat(blind.use().graph()).isEmpty();
        assertThat(blind.use().hops().count()).isZero();
        assertThat(blind.use().buckets()).isEqualTo(Repeats.NONE);
        assertThat(blind.use().hashes()).isEqualTo(Repeats.NONE);
        assertThat(blind.use().misses()).isEqualTo(Repeats.NONE);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"HNSW_BUILD", "HNSW_INSERT", "HNSW_DELETE", "HNSW_SEARCH", "LSH_BUCKET", "LSH_HASH", "CACHE_LOOKUP"
            })
    void suchFunctionsTellOfAnIndexOrACache(OperationCategory category) {
        assertThat(IndexMeter.watches(traits(OperationCategory.READ, category))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"READ", "LOCK", "HNSW_HOP"})
    void otherFunctionsDoNot(OperationCategory category) {
        assertThat(IndexMeter.watches(traits(category))).isFalse();
    }

    private void returns(FunctionTraits traits, long result, long... arguments) {
        meter.accept(call(traits, result, arguments), traits);
    }

    private static Operation call(FunctionTraits traits, long result, long... arguments) {
        return Operation.of(1_000, 10, TracedOperations.PID, TracedOperations.TID, 0, traits.name(), result, arguments);
    }

    /** Traits where a cache's key is the first argument, and the second and the third say which bucket. */
    private static FunctionTraits traits(OperationCategory... categories) {
        return new FunctionTraits(
                "vexfs_" + categories[0],
                Set.of(categories),
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.of(0),
                List.of(1, 2));
    }
}
