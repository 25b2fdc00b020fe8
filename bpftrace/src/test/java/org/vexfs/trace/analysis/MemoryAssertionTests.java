package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vexfs.trace.analysis.MemoryAssertion.IS_COMPLETE;
import static org.vexfs.trace.analysis.MemoryAssertion.NO_DOUBLE_FREE;
import static org.vexfs.trace.analysis.MemoryAssertion.NO_LEAKS;
import static org.vexfs.trace.analysis.Verdict.FAILED;
import static org.vexfs.trace.analysis.Verdict.INCONCLUSIVE;
import static org.vexfs.trace.analysis.Verdict.PASSED;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryAssertionTests {

    private static final long A = 0xff00000000001000L;

    private final TracedModule module = new TracedModule();

    @ParameterizedTest
    @CsvSource({
        "noLeaks, NO_LEAKS",
        "noDoubleFree, NO_DOUBLE_FREE",
        "noInvalidFree, NO_INVALID_FREE",
        "noKernelWarnings, NO_KERNEL_WARNINGS",
        "isComplete, IS_COMPLETE"
    })
    void anAssertionIsFoundByTheNameThatAUserTypes(String name, MemoryAssertion assertion) {
        assertThat(MemoryAssertion.named(name)).contains(assertion);
        assertThat(assertion.assertion()).isEqualTo(name);
    }

    @Test
    void anotherNameIsNoAssertion() {
        assertThat(MemoryAssertion.named("window")).isEmpty();
    }

    @Test
    void eachAssertionAsksForItsOwnVerdict() {
        MemoryJudgement leaky = module.allocates(A, 1).judged();

        assertThat(NO_LEAKS.verdict(leaky)).isEqualTo(FAILED);
        assertThat(NO_DOUBLE_FREE.verdict(leaky)).isEqualTo(PASSED);
        assertThat(IS_COMPLETE.verdict(leaky)).isEqualTo(PASSED);
        assertThat(leaky.verdict()).isEqualTo(FAILED);
    }

    @Test
    void aTraceWithAGapIsNotComplete() {
        assertThat(IS_COMPLETE.verdict(module.judged())).isEqualTo(INCONCLUSIVE);
    }

    @Test
    void aTraceWithLostDetailIsNotCompleteThoughTheVerdictStands() {
        MemoryJudgement judgement = module.allocates(A, 1)
                .linesAreLost()
                .frees(A)
                .kernelMapsAreRead()
                .judged();

        assertThat(NO_LEAKS.verdict(judgement)).isEqualTo(PASSED);
        assertThat(IS_COMPLETE.verdict(judgement)).isEqualTo(INCONCLUSIVE);
    }

    @Test
    void aTraceThatMissedFreesIsNotComplete() {
        assertThat(IS_COMPLETE.verdict(module.isCalled().missed(0, 1).judged())).isEqualTo(INCONCLUSIVE);
    }
}
