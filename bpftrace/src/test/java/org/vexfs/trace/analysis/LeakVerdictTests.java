package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vexfs.trace.analysis.TracedModule.CALLER;
import static org.vexfs.trace.analysis.TracedModule.DELETE;
import static org.vexfs.trace.analysis.TracedModule.ELSEWHERE;
import static org.vexfs.trace.analysis.TracedModule.INSERT;
import static org.vexfs.trace.analysis.TracedModule.INTERRUPT;
import static org.vexfs.trace.analysis.TracedModule.KVASPRINTF;
import static org.vexfs.trace.analysis.TracedModule.MEMPOOL;
import static org.vexfs.trace.analysis.TracedModule.PID;
import static org.vexfs.trace.analysis.TracedModule.SHEAF;
import static org.vexfs.trace.analysis.TracedModule.SYSCALL;
import static org.vexfs.trace.analysis.TracedModule.TID;
import static org.vexfs.trace.analysis.TracedModule.XAS_NOMEM;
import static org.vexfs.trace.analysis.TracedModule.causes;
import static org.vexfs.trace.analysis.TracedModule.site;
import static org.vexfs.trace.analysis.Verdict.FAILED;
import static org.vexfs.trace.analysis.Verdict.INCONCLUSIVE;
import static org.vexfs.trace.analysis.Verdict.PASSED;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.IndirectAllocations;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.MemoryKind;

class LeakVerdictTests {

    private static final long A = 0xff00000000001000L;
    private static final long B = 0xff00000000002000L;
    private static final long C = 0xff00000000003000L;

    private final TracedModule module = new TracedModule();

    @Test
    void whatIsFreedIsNotLeaked() {
        MemoryJudgement judgement =
                module.allocates(A, 100).allocates(B, 200).frees(B).frees(A).judged();

        assertThat(judgement.leaks()).isEqualTo(PASSED);
        assertThat(judgement.leakFindings()).isEmpty();
        assertThat(judgement.gaps()).isEmpty();
        assertThat(judgement.activity().allocations()).isEqualTo(2);
        assertThat(judgement.activity().frees()).isEqualTo(2);
    }

    @Test
    void aModuleThatIsCalledAndAllocatesNothingLeaksNothing() {
        assertThat(module.isCalled().judged().leaks()).isEqualTo(PASSED);
    }

    @Test
    void whatIsNotFreedIsLeaked() {
        MemoryJudgement judgement =
                module.allocates(A, 100).allocates(B, 200).frees(A).judged();

        assertThat(judgement.leaks()).isEqualTo(FAILED);
        assertThat(judgement.leakFindings())
                .containsExactly(
                        new Leak(site(INSERT), List.of(site(INSERT)), Owner.DIRECT, MemoryKind.SLAB, 1, 200, 2, TID));
        assertThat(judgement.leakedObjects()).isEqualTo(1);
        assertThat(judgement.leakedBytes()).isEqualTo(200);
    }

    @Test
    void leaksOfOnePlaceAreOneFindingAndTheMostBytesComeFirst() {
        MemoryJudgement judgement = module.allocates(A, 10, DELETE)
                .allocates(B, 300, ELSEWHERE)
                .allocates(C, 20, DELETE)
                .judged();

        assertThat(judgement.leakFindings())
                .containsExactly(
                        new Leak(
                                site(ELSEWHERE),
                                List.of(site(ELSEWHERE)),
                                Owner.DIRECT,
                                MemoryKind.SLAB,
                                1,
                                300,
                                2,
                                TID),
                        new Leak(site(DELETE), List.of(site(DELETE)), Owner.DIRECT, MemoryKind.SLAB, 2, 30, 3, TID));
    }

    @Test
    void aLeaksAgeAndThreadAreThoseOfItsOldestObjectWhereverItLies() {
        MemoryJudgement judgement =
                module.allocates(B, 10).runsOn(PID, TID + 1).allocates(A, 10).judged();

        assertThat(judgement.leakFindings()).singleElement().satisfies(leak -> {
            assertThat(leak.oldestNanos()).isEqualTo(2);
            assertThat(leak.tid()).isEqualTo(TID);
        });
    }

    @Test
    void leaksOfOnePlaceOnTwoStacksAreTwoFindings() {
        MemoryJudgement judgement = module.allocates(A, 10, INSERT, INSERT, CALLER)
                .allocates(B, 20, INSERT, INSERT, ELSEWHERE)
                .judged();

        assertThat(judgement.leakFindings())
                .extracting(Leak::stack)
                .containsExactly(List.of(site(INSERT), site(ELSEWHERE)), List.of(site(INSERT), site(CALLER)));
    }

    @Test
    void whatAHelperAllocatedIsALeakOfThePlaceThatCalledIt() {
        MemoryJudgement judgement = module.takesIndirectAs(IndirectAllocations.IGNORE)
                .allocates(A, 7, KVASPRINTF, KVASPRINTF, CALLER, SYSCALL)
                .allocates(B, 64, MEMPOOL, MEMPOOL, INSERT, SYSCALL)
                .judged();

        assertThat(judgement.leaks()).isEqualTo(FAILED);
        assertThat(judgement.leakFindings())
                .allSatisfy(leak -> assertThat(leak.owner()).isEqualTo(Owner.DIRECT))
                .extracting(Leak::site)
                .containsExactly(site(INSERT), site(CALLER));
    }

    @Test
    void whatADeeperPartOfTheKernelAllocatedForTheModuleIsALeakWhereThatFails() {
        MemoryJudgement judgement =
                module.allocates(A, 576, XAS_NOMEM, XAS_NOMEM, CALLER, SYSCALL).judged();

        assertThat(judgement.leaks()).isEqualTo(FAILED);
        assertThat(judgement.remarks()).isEmpty();
        assertThat(judgement.leakFindings())
                .containsExactly(new Leak(
                        site(CALLER),
                        List.of(site(CALLER), site(SYSCALL)),
                        Owner.INDIRECT,
                        MemoryKind.SLAB,
                        1,
                        576,
                        1,
                        TID));
    }

    @Test
    void whatADeeperPartOfTheKernelAllocatedIsOnlyToldWhereThatWarns() {
        MemoryJudgement judgement = module.takesIndirectAs(IndirectAllocations.WARN)
                .allocates(A, 576, XAS_NOMEM, XAS_NOMEM, CALLER, SYSCALL)
                .judged();

        assertThat(judgement.leaks()).isEqualTo(PASSED);
        assertThat(judgement.leakFindings()).isEmpty();
        assertThat(judgement.remarks()).singleElement().asString().contains("vexfs_index+0x40", "indirect=WARN");
    }

    @Test
    void whatTheModuleAllocatedItselfIsALeakAndNoRemarkWhereDeeperPartsWarn() {
        MemoryJudgement judgement = module.takesIndirectAs(IndirectAllocations.WARN)
                .allocates(A, 10)
                .judged();

        assertThat(judgement.leaks()).isEqualTo(FAILED);
        assertThat(judgement.remarks()).isEmpty();
    }

    @Test
    void whatADeeperPartOfTheKernelAllocatedIsNotToldWhereThatIsIgnored() {
        MemoryJudgement judgement = module.takesIndirectAs(IndirectAllocations.IGNORE)
                .allocates(A, 576, XAS_NOMEM, XAS_NOMEM, CALLER, SYSCALL)
                .judged();

        assertThat(judgement.leaks()).isEqualTo(PASSED);
        assertThat(judgement.leakFindings()).isEmpty();
        assertThat(judgement.remarks()).isEmpty();
    }

    @Test
    void whatInterruptsAndAllocatorsKeepIsNoLeakOfTheModule() {
        MemoryJudgement judgement = module.allocates(A, 256, XAS_NOMEM, XAS_NOMEM, INTERRUPT, CALLER, SYSCALL)
                .allocates(B, 512, SHEAF, SHEAF, CALLER, SYSCALL)
                .judged();

        assertThat(judgement.leaks()).isEqualTo(PASSED);
        assertThat(judgement.leakFindings()).isEmpty();
    }

    @Test
    void whatAnotherThreadHoldsIsNoLeakOfAThreadsWindow() {
        module.answersFor(Attribution.THREAD).runsOn(TracedModule.PID, 999).allocates(A, 1);

        assertThat(module.judged().leaks()).isEqualTo(PASSED);
    }

    @Test
    void whatAnotherThreadHoldsIsALeakOfItsProcesssWindow() {
        module.answersFor(Attribution.PROCESS)
                .runsOn(TracedModule.PID, 999)
                .allocates(A, 1)
                .runsOn(888, 889)
                .allocates(B, 2);

        assertThat(module.judged().leakedBytes()).isEqualTo(1);
    }

    @Test
    void whatTheModuleLeavesBehindAtItsUnloadIsALeakHoweverOld() {
        MemoryJudgement judgement =
                module.allocates(A, 100).opensAWindow().isUnloaded().judged();

        assertThat(judgement.leaks()).isEqualTo(FAILED);
        assertThat(judgement.leakedBytes()).isEqualTo(100);
    }

    @Test
    void anAddressThatIsGivenOutAgainAfterItsFreeIsANewObject() {
        assertThat(module.allocates(A, 100)
                        .frees(A)
                        .allocates(A, 50)
                        .frees(A)
                        .judged()
                        .leaks())
                .isEqualTo(PASSED);
    }

    @Test
    void theSecondObjectOfAnAddressCanLeak() {
        MemoryJudgement judgement =
                module.allocates(A, 100).frees(A).allocates(A, 50).judged();

        assertThat(judgement.leaks()).isEqualTo(FAILED);
        assertThat(judgement.leakedBytes()).isEqualTo(50);
    }

    @Test
    void whatAnEarlierWindowHoldsIsNotThisOnesLeak() {
        assertThat(module.allocates(A, 100).opensAWindow().isCalled().judged().leaks())
                .isEqualTo(PASSED);
    }

    @Test
    void whatAnEarlierWindowAllocatedMayBeFreedInThisOne() {
        assertThat(module.allocates(A, 100).opensAWindow().frees(A).judged().leaks())
                .isEqualTo(PASSED);
    }

    @Test
    void aWindowThatSawNothingOfTheModuleIsInconclusive() {
        MemoryJudgement judgement = module.judged();

        assertThat(judgement.leaks()).isEqualTo(INCONCLUSIVE);
        assertThat(causes(judgement))
                .containsExactly("the module was not exercised: none of its functions was called, and it allocated"
                        + " and freed nothing");
    }

    @Test
    void activityBeforeTheWindowIsNoActivityInIt() {
        assertThat(module.isCalled()
                        .allocates(A, 1)
                        .frees(A)
                        .opensAWindow()
                        .judged()
                        .leaks())
                .isEqualTo(INCONCLUSIVE);
    }

    @Test
    void whereLinesWereLostNothingHeldIsNoProof() {
        MemoryJudgement judgement = module.allocates(A, 1)
                .frees(A)
                .linesAreLost()
                .allocates(B, 1)
                .frees(B)
                .judged();

        assertThat(judgement.leaks()).isEqualTo(INCONCLUSIVE);
        assertThat(judgement.incompleteDetail()).isTrue();
        assertThat(causes(judgement)).containsExactly("2 events were lost on their way from the kernel");
    }

    @Test
    void whereTheLineOfAFreeWasLostWhatLooksHeldIsNoLeak() {
        MemoryJudgement judgement =
                module.allocates(A, 1).linesAreLost().frees(A).judged();

        assertThat(judgement.leaks()).isEqualTo(INCONCLUSIVE);
        assertThat(judgement.leakedObjects()).isEqualTo(1);
    }

    @Test
    void theKernelsMapsFindALeakWhoseLineWasLost() {
        MemoryJudgement judgement =
                module.linesAreLost().allocates(A, 77).kernelMapsAreRead().judged();

        assertThat(judgement.leaks()).isEqualTo(FAILED);
        assertThat(judgement.leakedBytes()).isEqualTo(77);
        assertThat(judgement.incompleteDetail()).isTrue();
        assertThat(judgement.gaps()).isEmpty();
    }

    @Test
    void theKernelsMapsProveThatNothingIsHeldThoughLinesWereLost() {
        MemoryJudgement judgement = module.allocates(A, 1)
                .linesAreLost()
                .frees(A)
                .kernelMapsAreRead()
                .judged();

        assertThat(judgement.leaks()).isEqualTo(PASSED);
        assertThat(judgement.incompleteDetail()).isTrue();
    }

    @Test
    void moreIsHeldThanMissedFreesExplain() {
        MemoryJudgement judgement =
                module.allocates(A, 1).allocates(B, 1).missed(0, 1).judged();

        assertThat(judgement.leaks()).isEqualTo(FAILED);
    }

    @Test
    void asManyMissedFreesAsObjectsHeldMayExplainThemAll() {
        MemoryJudgement judgement =
                module.allocates(A, 1).allocates(B, 1).missed(0, 2).judged();

        assertThat(judgement.leaks()).isEqualTo(INCONCLUSIVE);
        assertThat(causes(judgement)).contains("2 objects are held, and as many frees went unseen");
    }

    @Test
    void anAddressGivenOutAgainWithoutAFreeIsAFreeThatWasNotSeen() {
        MemoryJudgement judgement = module.allocates(A, 1).countsReused(1).judged();

        assertThat(judgement.leaks()).isEqualTo(INCONCLUSIVE);
        assertThat(causes(judgement)).contains("1 object is held, and as many frees went unseen");
    }

    @Test
    void missedFreesCannotHideALeak() {
        assertThat(module.allocates(A, 1).frees(A).missed(0, 5).judged().leaks())
                .isEqualTo(PASSED);
    }

    @Test
    void missedAllocationsCanHideALeak() {
        MemoryJudgement judgement = module.allocates(A, 1).frees(A).missed(3, 0).judged();

        assertThat(judgement.leaks()).isEqualTo(INCONCLUSIVE);
        assertThat(causes(judgement))
                .containsExactly("3 allocations of interrupts were skipped by the kernel, because a program of the"
                        + " trace was running on that CPU");
    }

    @Test
    void whatTheSecondLooksRecoverWasNotMissed() {
        assertThat(module.allocates(A, 1)
                        .frees(A)
                        .missed(3, 0)
                        .secondLooksRecover(3)
                        .judged()
                        .gaps())
                .isEmpty();
        assertThat(module.opensAWindow()
                        .isCalled()
                        .missed(3, 0)
                        .secondLooksRecover(2)
                        .judged()
                        .gaps())
                .singleElement()
                .asString()
                .contains("1 allocations of interrupts were skipped");
    }

    @Test
    void whereSkippedRunsAreNotKnownNothingHeldIsNoProof() {
        MemoryJudgement judgement = module.allocates(A, 1)
                .frees(A)
                .missed(Missed.UNKNOWN, Missed.UNKNOWN)
                .judged();

        assertThat(judgement.leaks()).isEqualTo(INCONCLUSIVE);
        assertThat(causes(judgement))
                .containsExactly("whether the kernel skipped runs of the trace's programs could not be read");
    }

    @Test
    void whereSkippedRunsAreNotKnownWhatIsHeldIsNoProofEither() {
        MemoryJudgement judgement =
                module.allocates(A, 1).missed(Missed.UNKNOWN, Missed.UNKNOWN).judged();

        assertThat(judgement.leaks()).isEqualTo(INCONCLUSIVE);
        assertThat(causes(judgement))
                .containsExactly("whether the kernel skipped runs of the trace's programs could not be read");
    }

    @Test
    void allocationsThatFoundTheMapFullCanHideALeak() {
        MemoryJudgement judgement =
                module.allocates(A, 1).frees(A).countsUnrecorded(4).judged();

        assertThat(judgement.leaks()).isEqualTo(INCONCLUSIVE);
        assertThat(judgement.gaps())
                .containsExactly(new Gap(
                        "4 allocations found the map of live objects full, or were made more than 32 at a time",
                        "raise memory_trace.max_objects"));
    }

    @Test
    void aLeakIsALeakThoughTheMapWasFull() {
        assertThat(module.allocates(A, 1).countsUnrecorded(4).judged().leaks()).isEqualTo(FAILED);
    }

    @Test
    void aModuleThatCameOrWentWasExercised() {
        assertThat(module.isUnloaded().judged().leaks()).isEqualTo(PASSED);

        MemoryJudgement judgement =
                new TracedModule().isLoaded().isUnloaded().isLoaded().judged();

        assertThat(judgement.leaks()).isEqualTo(PASSED);
        assertThat(judgement.gaps()).isEmpty();
    }

    @Test
    void whatIsHeldOverAReloadIsALeak() {
        assertThat(module.allocates(A, 1).isReloaded().judged().leaks()).isEqualTo(FAILED);
    }

    @Test
    void whatIsNotSeenOfAModuleThatIsLoadedUnderTheTraceIsRemarked() {
        assertThat(new TracedModule().isCalled().judged().remarks()).isEmpty();
        assertThat(new TracedModule().isUnloaded().judged().remarks()).isEmpty();
        assertThat(new TracedModule().isLoaded().judged())
                .returns(PASSED, MemoryJudgement::leaks)
                .satisfies(judgement -> assertThat(judgement.remarks())
                        .singleElement()
                        .asString()
                        .endsWith("what kvmalloc and deeper parts of the kernel allocated for it was not seen"));
    }

    @Test
    void aReloadEndsTheProbesThatTheTraceBeganWithSoItCannotTellFromThenOn() {
        MemoryJudgement judgement = module.isReloaded().isCalled().judged();

        assertThat(judgement.leaks()).isEqualTo(INCONCLUSIVE);
        assertThat(causes(judgement))
                .singleElement()
                .asString()
                .startsWith("the module was unloaded and loaded again under the trace");
        assertThat(module.opensAWindow().isCalled().judged().leaks()).isEqualTo(INCONCLUSIVE);
    }

    @Test
    void whatBpftraceCouldNotDoIsToldOnceHoweverOftenItSaysSo() {
        MemoryJudgement judgement = module.isCalled()
                .bpftraceSays(new Loss(0, "Bad address (probe_read)"))
                .bpftraceSays(new Loss(0, "Bad address (probe_read)"))
                .judged();

        assertThat(judgement.leaks()).isEqualTo(INCONCLUSIVE);
        assertThat(causes(judgement)).containsExactly("bpftrace could not do its part: Bad address (probe_read)");
    }

    @Test
    void whatBpftraceCouldNotDoBeforeTheWindowIsNoMatterOfIt() {
        MemoryJudgement judgement = module.bpftraceSays(new Loss(0, "Bad address (probe_read)"))
                .opensAWindow()
                .isCalled()
                .judged();

        assertThat(judgement.leaks()).isEqualTo(PASSED);
        assertThat(judgement.gaps()).isEmpty();
    }

    @Test
    void aTraceThatEndedCannotTell() {
        MemoryJudgement judgement = module.allocates(A, 1)
                .frees(A)
                .traceDies("bpftrace ended with exit code 137")
                .judged();

        assertThat(judgement.leaks()).isEqualTo(INCONCLUSIVE);
        assertThat(judgement.gaps())
                .containsExactly(new Gap(
                        "the trace ended before the window did: bpftrace ended with exit code 137",
                        "see what ended it; the next test gets a fresh trace"));
    }

    @Test
    void whatWasHeldWhenTheTraceEndedIsNotCalledALeak() {
        assertThat(module.allocates(A, 1).traceDies("killed").judged().leaks()).isEqualTo(INCONCLUSIVE);
    }

    @Test
    void freesOfWhatWasNotSeenToBeAllocatedAreNoLeak() {
        MemoryJudgement judgement = module.freesWhatItWasNotSeenToGet(A).judged();

        assertThat(judgement.leaks()).isEqualTo(PASSED);
        assertThat(judgement.activity().unmatchedFrees()).isEqualTo(1);
    }

    @Test
    void aJudgementTellsWhatWasDoneBefore() {
        assertThat(module.allocates(A, 1)
                        .settledBy("waited 500 ms", "sync and RCU barrier")
                        .judged()
                        .settling())
                .containsExactly("waited 500 ms", "sync and RCU barrier");
    }

    @Test
    void whatWasLostBeforeTheWindowIsNoMatterOfIt() {
        MemoryJudgement judgement = module.linesAreLost()
                .allocates(A, 1)
                .linesArriveAgain()
                .opensAWindow()
                .allocates(B, 1)
                .frees(B)
                .judged();

        assertThat(judgement.leaks()).isEqualTo(PASSED);
        assertThat(judgement.incompleteDetail()).isFalse();
    }

    @Test
    void onlyWhatWasLostWithinTheWindowIsCountedAsLost() {
        MemoryJudgement judgement = module.linesAreLost()
                .allocates(A, 1)
                .frees(A)
                .linesArriveAgain()
                .opensAWindow()
                .linesAreLost()
                .allocates(B, 1)
                .judged();

        assertThat(causes(judgement)).containsExactly("1 events were lost on their way from the kernel");
    }
}
