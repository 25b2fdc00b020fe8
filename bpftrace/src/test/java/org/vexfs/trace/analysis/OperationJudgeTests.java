package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.event.AbandonedCall;
import org.vexfs.trace.event.OperationTotals.Bucket;
import org.vexfs.trace.event.OperationTotals.FunctionTotals;

class OperationJudgeTests {

    private static final FunctionTotals SEARCHES = new FunctionTotals(
            "vexfs_search", List.of(new Bucket(100, 199, 3), new Bucket(200, 299, 1)), Map.of(5, 2L), 0);

    private final TracedOperations module = new TracedOperations();

    @Test
    void aTraceThatMissedNothingHasNoGap() {
        OperationJudgement judgement = module.calls("vexfs_search", 10).judged();

        assertThat(judgement.gaps()).isEmpty();
        assertThat(judgement.unseen()).isEqualTo(Unseen.NONE);
        assertThat(judgement.completeness()).isEqualTo(Verdict.PASSED);
        assertThat(judgement.activity().entered()).isEqualTo(1);
    }

    @Test
    void aModuleThatWasNotCalledWasNotExercised() {
        assertThat(TracedOperations.causes(module.judged()))
                .containsExactly("the module was not exercised: none of its functions was called");
    }

    @Test
    void aModuleThatOnlyOthersCalledWasNotExercisedByTheTest() {
        TracedOperations attributed = new TracedOperations(Attribution.THREAD);
        attributed.on(1, 1).calls("vexfs_search", 10);

        assertThat(TracedOperations.causes(attributed.judged()))
                .containsExactly(
                        "the module was not exercised by the test's thread: none of the calls in the window was"
                                + " made by it and returned");
    }

    @Test
    void lostEventsAreAGapOfThatSize() {
        OperationJudgement judgement = module.calls("vexfs_search", 10)
                .linesAreLost()
                .calls("vexfs_search", 10)
                .waited("vexfs_search", 1, 5, 30)
                .linesArriveAgain()
                .judged();

        assertThat(TracedOperations.causes(judgement)).containsExactly("2 events were lost on the way from the kernel");
        assertThat(judgement.unseen()).isEqualTo(new Unseen(1, 1));
        assertThat(judgement.completeness()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void returnsThatWereMissedAreAGapOfThatSize() {
        OperationJudgement judgement =
                module.calls("vexfs_search", 10).returnsUnseen().judged();

        assertThat(TracedOperations.causes(judgement)).containsExactly("of 1 call the return was missed");
        assertThat(judgement.unseen()).isEqualTo(new Unseen(1, 0));
    }

    @Test
    void programsThatTheKernelSkippedAreAGapOfThatSize() {
        OperationJudgement judgement = module.calls("vexfs_search", 10).skips(3).judged();

        assertThat(judgement.unseen()).isEqualTo(new Unseen(3, 3));
    }

    @Test
    void whereTheKernelDoesNotTellWhatItSkippedNothingBoundsTheGap() {
        OperationJudgement judgement =
                module.calls("vexfs_search", 10).skips(Missed.UNKNOWN).judged();

        assertThat(judgement.unseen().calls()).isEqualTo(Unseen.ANY_NUMBER);
    }

    @Test
    void aTraceThatEndedBeforeTheWindowIsAGapWhateverElseIsMissing() {
        OperationJudgement judgement = module.calls("vexfs_search", 10)
                .linesAreLost()
                .calls("vexfs_search", 10)
                .traceDies("bpftrace was killed")
                .judged();

        assertThat(TracedOperations.causes(judgement))
                .containsExactly("the trace ended before the window did: bpftrace was killed");
        assertThat(judgement.unseen().calls()).isEqualTo(Unseen.ANY_NUMBER);
    }

    @Test
    void aModuleThatIsUnloadedTakesTheProbesWithIt() {
        OperationJudgement judgement =
                module.calls("vexfs_search", 10).isUnloaded().judged();

        assertThat(TracedOperations.causes(judgement))
                .containsExactly("the module was loaded or unloaded in the window, and the trace's probes with it");
    }

    @Test
    void callsUnderWayAtTheEndAndCallsThatWereAbandonedAreToldAndAreNoGaps() {
        OperationJudgement judgement = module.calls("vexfs_search", 10)
                .enters()
                .enters()
                .dies("vexfs_insert")
                .judged();

        assertThat(judgement.gaps()).isEmpty();
        assertThat(judgement.running()).isEqualTo(2);
        assertThat(judgement.abandoned()).extracting(AbandonedCall::function).containsExactly("vexfs_insert");
    }

    @Test
    void callsThatStandInTotalsAreAddedToThoseThatWereTold() {
        OperationJudgement judgement =
                module.calls("vexfs_search", 50, -5).callsTooFast(SEARCHES).judged();

        FunctionProfile search = judgement.profile().function("vexfs_search").orElseThrow();
        assertThat(judgement.gaps()).isEmpty();
        assertThat(search.calls()).isEqualTo(5);
        assertThat(search.totalled()).isEqualTo(4);
        assertThat(search.errors()).containsOnly(entry(5, 3L));
        assertThat(search.latency().percentile(50)).isEqualTo(new Bounds(100, 199));
        assertThat(search.latency().min()).isEqualTo(Bounds.exactly(50));
        assertThat(judgement.profile().of(OperationCategory.SEARCH).operations())
                .isEqualTo(5);
        assertThat(judgement.profile().of(OperationCategory.SEARCH).nestingKnown())
                .isTrue();
    }

    @Test
    void whereCallsOfSeveralFunctionsStandInTotalsOperationsMayCountTwice() {
        OperationProfile profile =
                module.calls("vexfs_hnsw_search", 50).callsTooFast(SEARCHES).profile();

        assertThat(profile.of(OperationCategory.SEARCH).nestingKnown()).isFalse();
        assertThat(profile.of(OperationCategory.HNSW_SEARCH).nestingKnown()).isTrue();
    }

    @Test
    void aCachesTotalsAreItsHits() {
        OperationProfile profile = module.callsTooFast(new FunctionTotals(
                        "vexfs_cache_lookup", List.of(new Bucket(0, 99, 10)), Map.of(2, 3L, 5, 1L), 6))
                .profile();

        assertThat(profile.all().cache()).isEqualTo(new CacheUse(6, 3));
        assertThat(profile.all().errors()).containsOnly(entry(5, 1L));
    }

    @Test
    void totalsThatDoNotArriveAreAGapOfTheirSize() {
        OperationJudgement judgement = module.calls("vexfs_search", 50)
                .callsTooFast(SEARCHES)
                .totalsDoNotArrive()
                .judged();

        assertThat(TracedOperations.causes(judgement))
                .containsExactly("4 calls were not told one by one, and their totals did not arrive");
        assertThat(judgement.unseen()).isEqualTo(new Unseen(4, 0));
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "THREAD"})
    void nobodyKnowsWhoseTheCallsInTotalsAre(Attribution attribution) {
        OperationJudgement judgement = new TracedOperations(attribution)
                .calls("vexfs_search", 50)
                .callsTooFast(SEARCHES)
                .judged();

        assertThat(TracedOperations.causes(judgement))
                .containsExactly("4 calls were not told one by one, so nobody knows whose they were");
        assertThat(judgement.profile().all().calls()).isEqualTo(1);
        assertThat(judgement.unseen()).isEqualTo(new Unseen(4, 0));
    }
}
