package org.vexfs.trace.analysis;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/** What can be asked of a window's memory. */
public enum MemoryAssertion {
    NO_LEAKS("noLeaks", MemoryJudgement::leaks),
    NO_DOUBLE_FREE("noDoubleFree", MemoryJudgement::doubleFrees),
    NO_INVALID_FREE("noInvalidFree", MemoryJudgement::invalidFrees),
    NO_KERNEL_WARNINGS("noKernelWarnings", MemoryJudgement::kernelLog),
    IS_COMPLETE(
            "isComplete",
            judgement -> judgement.gaps().isEmpty() && !judgement.incompleteDetail()
                    ? Verdict.PASSED
                    : Verdict.INCONCLUSIVE);

    private final String assertion;
    private final Function<MemoryJudgement, Verdict> verdict;

    MemoryAssertion(String assertion, Function<MemoryJudgement, Verdict> verdict) {
        this.assertion = assertion;
        this.verdict = verdict;
    }

    /** Gives the assertion of that name. */
    public static Optional<MemoryAssertion> named(String assertion) {
        return Arrays.stream(values())
                .filter(value -> value.assertion.equals(assertion))
                .findFirst();
    }

    /** Gives the name that a user types. */
    public String assertion() {
        return assertion;
    }

    /** Gives what a judgement says to it. */
    public Verdict verdict(MemoryJudgement judgement) {
        return verdict.apply(judgement);
    }
}
