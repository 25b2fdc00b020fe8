package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vexfs.trace.analysis.TracedModule.DELETE;
import static org.vexfs.trace.analysis.TracedModule.ELSEWHERE;
import static org.vexfs.trace.analysis.TracedModule.INSERT;
import static org.vexfs.trace.analysis.TracedModule.TID;
import static org.vexfs.trace.analysis.TracedModule.causes;
import static org.vexfs.trace.analysis.TracedModule.site;
import static org.vexfs.trace.analysis.Verdict.FAILED;
import static org.vexfs.trace.analysis.Verdict.INCONCLUSIVE;
import static org.vexfs.trace.analysis.Verdict.PASSED;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.config.Attribution;

class DoubleFreeVerdictTests {

    private static final long A = 0xff00000000001000L;
    private static final long B = 0xff00000000002000L;

    private final TracedModule module = new TracedModule();

    @Test
    void anAddressFreedOnceIsNotFreedTwice() {
        MemoryJudgement judgement = module.allocates(A, 1).frees(A).judged();

        assertThat(judgement.doubleFrees()).isEqualTo(PASSED);
        assertThat(judgement.doubleFreeFindings()).isEmpty();
    }

    @Test
    void aDoubleFreeNamesBothFreesAndTheAllocation() {
        MemoryJudgement judgement =
                module.allocates(A, 1).frees(A).freesAgain(A).judged();

        assertThat(judgement.doubleFrees()).isEqualTo(FAILED);
        assertThat(judgement.leaks()).isEqualTo(PASSED);
        assertThat(judgement.doubleFreeFindings())
                .containsExactly(
                        new DoubleFree(A, site(DELETE), TID, 1, Optional.of(site(DELETE)), Optional.of(site(INSERT))));
    }

    @Test
    void aThirdFreeIsASecondFinding() {
        assertThat(module.allocates(A, 1)
                        .frees(A)
                        .freesAgain(A)
                        .freesAgain(A)
                        .judged()
                        .doubleFreeFindings())
                .hasSize(2);
    }

    @Test
    void aDoubleFreeIsFoundThoughTheLineOfItsAllocationWasLost() {
        MemoryJudgement judgement = module.linesAreLost()
                .allocates(A, 1)
                .linesArriveAgain()
                .frees(A)
                .freesAgain(A)
                .judged();

        assertThat(judgement.doubleFrees()).isEqualTo(FAILED);
        assertThat(judgement.doubleFreeFindings())
                .containsExactly(new DoubleFree(A, site(DELETE), TID, 1, Optional.of(site(DELETE)), Optional.empty()));
    }

    @Test
    void aDoubleFreeIsFoundThoughTheLinesBeforeItWereLost() {
        MemoryJudgement judgement = module.linesAreLost()
                .allocates(A, 1)
                .frees(A)
                .linesArriveAgain()
                .freesAgain(A)
                .judged();

        assertThat(judgement.doubleFrees()).isEqualTo(FAILED);
        assertThat(judgement.doubleFreeFindings())
                .containsExactly(new DoubleFree(A, site(DELETE), TID, 1, Optional.empty(), Optional.empty()));
    }

    @Test
    void aDoubleFreeThatTheKernelCountedIsFoundThoughItsLineWasLost() {
        MemoryJudgement judgement =
                module.allocates(A, 1).frees(A).linesAreLost().freesAgain(A).judged();

        assertThat(judgement.doubleFrees()).isEqualTo(FAILED);
        assertThat(judgement.doubleFreeFindings()).isEmpty();
        assertThat(judgement.activity().doubleFrees()).isEqualTo(1);
    }

    @Test
    void whatKfreeRcuIsGivenIsFreedOnce() {
        MemoryJudgement judgement = module.allocates(A, 1).freesLater(A).judged();

        assertThat(judgement.doubleFrees()).isEqualTo(PASSED);
        assertThat(judgement.leaks()).isEqualTo(PASSED);
    }

    @Test
    void aFreeAfterKfreeRcuIsADoubleFree() {
        MemoryJudgement judgement =
                module.allocates(A, 1).freesLater(A).freesAgain(A).judged();

        assertThat(judgement.doubleFrees()).isEqualTo(FAILED);
        assertThat(judgement.doubleFreeFindings())
                .containsExactly(
                        new DoubleFree(A, site(DELETE), TID, 1, Optional.of(site(DELETE)), Optional.of(site(INSERT))));
    }

    @Test
    void aDoubleFreeOfWhatTheModuleHasNothingToDoWithIsNotItsOwn() {
        MemoryJudgement judgement = module.allocates(A, 1, TracedModule.SHEAF, TracedModule.SHEAF, INSERT)
                .frees(A)
                .freesAgain(A)
                .judged();

        assertThat(judgement.doubleFrees()).isEqualTo(PASSED);
        assertThat(judgement.doubleFreeFindings()).isEmpty();
    }

    @Test
    void aDoubleFreeOnAnotherThreadIsNotTheMatterOfThisOnes() {
        module.answersFor(Attribution.THREAD).allocates(A, 1).frees(A);

        assertThat(module.runsOn(TracedModule.PID, 999).freesAgain(A).judged().doubleFrees())
                .isEqualTo(PASSED);
    }

    @Test
    void theFreeOfANewObjectAtTheSameAddressIsNoDoubleFree() {
        MemoryJudgement judgement =
                module.allocates(A, 1).frees(A).allocates(A, 1).frees(A).judged();

        assertThat(judgement.doubleFrees()).isEqualTo(PASSED);
    }

    @Test
    void whatWasFreedUnseenMayHaveBeenFreedTwice() {
        MemoryJudgement judgement =
                module.allocates(A, 1).frees(A).countsReused(2).judged();

        assertThat(judgement.doubleFrees()).isEqualTo(INCONCLUSIVE);
        assertThat(judgement.leaks()).isEqualTo(PASSED);
        assertThat(causes(judgement))
                .containsExactly(
                        "2 objects were given out again, or freed more than 32 at a time, without a free that was"
                                + " seen, so a second free of them would not be seen");
    }

    @Test
    void theFindingOfAReusedAddressNamesItsLastOwner() {
        MemoryJudgement judgement = module.allocates(A, 1, INSERT)
                .frees(A)
                .allocates(A, 1, ELSEWHERE)
                .frees(A)
                .freesAgain(A)
                .judged();

        assertThat(judgement.doubleFreeFindings().get(0).allocation()).contains(site(ELSEWHERE));
    }

    @Test
    void theFirstFreeOfAnEarlierOwnerIsNotNamed() {
        MemoryJudgement judgement = module.allocates(A, 1)
                .frees(A)
                .allocates(A, 1)
                .linesAreLost()
                .frees(A)
                .linesArriveAgain()
                .freesAgain(A)
                .judged();

        assertThat(judgement.doubleFreeFindings().get(0).firstFree()).isEmpty();
    }

    @Test
    void aDoubleFreeOfAnEarlierWindowIsNotThisOnes() {
        MemoryJudgement judgement = module.allocates(A, 1)
                .frees(A)
                .freesAgain(A)
                .opensAWindow()
                .isCalled()
                .judged();

        assertThat(judgement.doubleFrees()).isEqualTo(PASSED);
        assertThat(judgement.doubleFreeFindings()).isEmpty();
    }

    @Test
    void whatAnEarlierWindowFreedCanBeFreedAgainInThisOne() {
        MemoryJudgement judgement =
                module.allocates(A, 1).frees(A).opensAWindow().freesAgain(A).judged();

        assertThat(judgement.doubleFrees()).isEqualTo(FAILED);
        assertThat(judgement.doubleFreeFindings().get(0).allocation()).contains(site(INSERT));
    }

    @Test
    void asManyMissedAllocationsAsDoubleFreesMayExplainThemAll() {
        MemoryJudgement judgement =
                module.allocates(A, 1).frees(A).freesAgain(A).missed(1, 0).judged();

        assertThat(judgement.doubleFrees()).isEqualTo(INCONCLUSIVE);
    }

    @Test
    void moreIsFreedTwiceThanMissedAllocationsExplain() {
        MemoryJudgement judgement = module.allocates(A, 1)
                .frees(A)
                .freesAgain(A)
                .allocates(B, 1)
                .frees(B)
                .freesAgain(B)
                .missed(1, 0)
                .judged();

        assertThat(judgement.doubleFrees()).isEqualTo(FAILED);
    }

    @Test
    void missedFreesCanHideADoubleFreeAndTheJudgementSaysSo() {
        MemoryJudgement judgement = module.allocates(A, 1).frees(A).missed(0, 2).judged();

        assertThat(judgement.doubleFrees()).isEqualTo(INCONCLUSIVE);
        assertThat(causes(judgement)).singleElement().asString().startsWith("2 frees ");
    }

    @Test
    void whereSkippedRunsAreNotKnownADoubleFreeIsNoProof() {
        MemoryJudgement judgement = module.allocates(A, 1)
                .frees(A)
                .freesAgain(A)
                .missed(Missed.UNKNOWN, Missed.UNKNOWN)
                .judged();

        assertThat(judgement.doubleFrees()).isEqualTo(INCONCLUSIVE);
    }

    @Test
    void whereSkippedRunsAreNotKnownNoDoubleFreeIsNoProof() {
        assertThat(module.allocates(A, 1)
                        .frees(A)
                        .missed(Missed.UNKNOWN, Missed.UNKNOWN)
                        .judged()
                        .doubleFrees())
                .isEqualTo(INCONCLUSIVE);
    }

    @Test
    void freesThatFoundTheMapFullCanHideADoubleFree() {
        MemoryJudgement judgement =
                module.allocates(A, 1).frees(A).countsForgotten(3).judged();

        assertThat(judgement.doubleFrees()).isEqualTo(INCONCLUSIVE);
        assertThat(judgement.leaks()).isEqualTo(PASSED);
        assertThat(causes(judgement))
                .containsExactly("3 frees found the map of freed addresses full, so a second free of them would not be"
                        + " seen");
    }

    @Test
    void aWindowThatSawNothingOfTheModuleIsInconclusive() {
        assertThat(module.judged().doubleFrees()).isEqualTo(INCONCLUSIVE);
    }

    @Test
    void aTraceThatEndedCannotTell() {
        assertThat(module.isCalled().traceDies("killed").judged().doubleFrees()).isEqualTo(INCONCLUSIVE);
    }

    @Test
    void aDoubleFreeBeforeTheTraceEndedIsOneAllTheSame() {
        assertThat(module.allocates(A, 1)
                        .frees(A)
                        .freesAgain(A)
                        .traceDies("killed")
                        .judged()
                        .doubleFrees())
                .isEqualTo(FAILED);
    }

    @Test
    void aModuleThatCameOrWentMayFreeNothingTwice() {
        assertThat(module.isCalled().isUnloaded().judged().doubleFrees()).isEqualTo(PASSED);
    }

    @Test
    void freesOfWhatTheModuleWasNotSeenToGetAreNoDoubleFree() {
        assertThat(module.allocates(A, 1)
                        .frees(A)
                        .addressGoesToSomebodyElse(A)
                        .freesWhatItWasNotSeenToGet(A)
                        .judged()
                        .doubleFrees())
                .isEqualTo(PASSED);
    }
}
