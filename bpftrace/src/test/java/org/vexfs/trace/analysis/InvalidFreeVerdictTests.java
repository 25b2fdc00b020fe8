package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vexfs.trace.analysis.TracedModule.DELETE;
import static org.vexfs.trace.analysis.TracedModule.INSERT;
import static org.vexfs.trace.analysis.TracedModule.TID;
import static org.vexfs.trace.analysis.TracedModule.site;
import static org.vexfs.trace.analysis.Verdict.FAILED;
import static org.vexfs.trace.analysis.Verdict.INCONCLUSIVE;
import static org.vexfs.trace.analysis.Verdict.PASSED;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.config.Attribution;

class InvalidFreeVerdictTests {

    private static final long A = 0xff00000000001000L;

    private final TracedModule module = new TracedModule();

    @Test
    void aPointerIntoALiveObjectIsNoObject() {
        MemoryJudgement judgement = module.allocates(A, 64)
                .freesWhatItWasNotSeenToGet(A + 8)
                .frees(A)
                .judged();

        assertThat(judgement.invalidFrees()).isEqualTo(FAILED);
        assertThat(judgement.verdict()).isEqualTo(FAILED);
        assertThat(judgement.invalidFreeFindings())
                .containsExactly(new InvalidFree(
                        A + 8,
                        site(DELETE),
                        TID,
                        "it points 8 bytes into a live object of 64 bytes",
                        Optional.of(site(INSERT))));
    }

    @Test
    void linesThatWereLostHideNoInvalidFreeWhereTheKernelCountedNone() {
        MemoryJudgement judgement = module.linesAreLost()
                .allocates(A, 64)
                .frees(A)
                .kernelMapsAreRead()
                .judged();

        assertThat(judgement.invalidFrees()).isEqualTo(PASSED);
    }

    @Test
    void anObjectThatIsFreeHasNoInside() {
        assertThat(module.allocates(A, 64)
                        .frees(A)
                        .freesWhatItWasNotSeenToGet(A + 8)
                        .judged()
                        .invalidFrees())
                .isEqualTo(PASSED);
    }

    @ParameterizedTest
    @ValueSource(longs = {0xffffffff80000000L, 0xffffffff82345678L, 0xffffffffc0a08000L, -8})
    void whatIsStaticWasGivenOutByNoAllocator(long address) {
        MemoryJudgement judgement = module.freesWhatItWasNotSeenToGet(address).judged();

        assertThat(judgement.invalidFrees()).isEqualTo(FAILED);
        assertThat(judgement.invalidFreeFindings())
                .containsExactly(new InvalidFree(
                        address,
                        site(DELETE),
                        TID,
                        "it lies in the kernel's or a module's own code and data",
                        Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(longs = {A + 1, A + 4, 0x17})
    void whatIsNotAlignedWasGivenOutByNoAllocator(long address) {
        MemoryJudgement judgement = module.freesWhatItWasNotSeenToGet(address).judged();

        assertThat(judgement.invalidFrees()).isEqualTo(FAILED);
        assertThat(judgement.invalidFreeFindings())
                .extracting(InvalidFree::reason)
                .containsExactly("it is not aligned to 8 bytes");
    }

    @ParameterizedTest
    @ValueSource(longs = {A, A + 8, 0xffffffff7ffffff8L})
    void anAlignedAddressThatIsNotKnownMayBeOlderThanTheTraceAndIsNotJudged(long address) {
        MemoryJudgement judgement = module.freesWhatItWasNotSeenToGet(address).judged();

        assertThat(judgement.invalidFrees()).isEqualTo(PASSED);
        assertThat(judgement.invalidFreeFindings()).isEmpty();
    }

    @Test
    void anInvalidFreeOfAnotherThreadIsNotTheMatterOfThisOnes() {
        module.answersFor(Attribution.THREAD).runsOn(TracedModule.PID, 999).freesWhatItWasNotSeenToGet(A + 1);

        assertThat(module.judged().invalidFrees()).isEqualTo(PASSED);
    }

    @Test
    void anInvalidFreeOfAnEarlierWindowIsNotThisOnes() {
        assertThat(module.freesWhatItWasNotSeenToGet(A + 1)
                        .opensAWindow()
                        .isCalled()
                        .judged()
                        .invalidFrees())
                .isEqualTo(PASSED);
    }

    @Test
    void aFreeWhoseLineWasLostMayHaveBeenInvalid() {
        assertThat(module.linesAreLost()
                        .freesWhatItWasNotSeenToGet(A)
                        .kernelMapsAreRead()
                        .judged()
                        .invalidFrees())
                .isEqualTo(INCONCLUSIVE);
    }

    @Test
    void freesThatWereMissedMayHaveBeenInvalid() {
        assertThat(module.isCalled().missed(0, 1).judged().invalidFrees()).isEqualTo(INCONCLUSIVE);
    }

    @Test
    void aWindowThatSawNothingOfTheModuleIsInconclusive() {
        assertThat(module.judged().invalidFrees()).isEqualTo(INCONCLUSIVE);
    }
}
