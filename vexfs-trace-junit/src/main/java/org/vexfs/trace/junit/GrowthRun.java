package org.vexfs.trace.junit;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.InvocationInterceptor.Invocation;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.platform.commons.support.ReflectionSupport;
import org.vexfs.trace.analysis.Leak;
import org.vexfs.trace.analysis.LeakGrowth;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.report.FindingText;
import org.vexfs.trace.session.ReplayedWindow;
import org.vexfs.trace.session.TraceWindow;

/** The iterations of one {@link LeakGrowthTest}, and what its window held after the warm-up and after each. */
final class GrowthRun {

    private final TraceWindow window;
    private final SuppressionsInUse suppressions;
    private final int iterations;
    private final List<List<Leak>> samples = new ArrayList<>();
    private MemoryJudgement last;
    private @Nullable LeakGrowth growth;

    GrowthRun(TraceWindow window, SuppressionsInUse suppressions, int iterations) {
        this.window = window;
        this.suppressions = suppressions;
        this.iterations = iterations;
    }

    /** Calls the test's method as often as it takes, and takes a sample where one is due. */
    void repeat(int warmup, Invocation<Void> invocation, ReflectiveInvocationContext<Method> method) throws Throwable {
        int calls = warmup + iterations;
        for (int call = 0; call < calls; call++) {
            if (call >= warmup) {
                take();
            }
            if (call == 0) {
                invocation.proceed();
            } else {
                // JUnit lets an invocation proceed once.
                ReflectionSupport.invokeMethod(
                        method.getExecutable(),
                        method.getTarget().orElse(null),
                        method.getArguments().toArray());
            }
        }
        take();
    }

    /**
     * Takes the next sample. Late frees are waited for only where the decision rests on the sample, which is at most four
     * times whatever the number of iterations.
     */
    private void take() {
        String name = name(samples.size());
        add(LeakGrowth.restsOn(samples.size(), iterations) ? window.judgeMemory(name) : window.sampleMemory(name));
    }

    /** Takes the samples that the live run took. */
    void takeAgain(ReplayedWindow replayed) {
        for (int i = 0; i <= iterations; i++) {
            int sample = i;
            add(replayed.find(name(sample))
                    .orElseThrow(() -> new InconclusiveTraceError("INCONCLUSIVE: the live run of "
                            + window.test().displayName() + " has no sample '" + name(sample) + "' of " + iterations
                            + " iterations in " + window.capture()
                            + ". What to do: see whether it failed there, or trace it live again if its iterations"
                            + " were changed.")));
        }
    }

    private void add(MemoryJudgement judgement) {
        last = suppressions.apply(judgement, window.day());
        samples.add(last.leakFindings());
    }

    /** Decides what grows, and throws if anything does or if the trace cannot tell. */
    void decide() {
        growth = LeakGrowth.of(samples);
        if (!last.gaps().isEmpty()) {
            throw new InconclusiveTraceError(FindingText.of(growth, last, window));
        }
        if (!growth.growing().isEmpty()) {
            throw new AssertionError(FindingText.of(growth, last, window));
        }
    }

    /** Gives what grows; empty if the test failed before that was decided. */
    Optional<LeakGrowth> growth() {
        return Optional.ofNullable(growth);
    }

    private static String name(int sample) {
        return "growth " + sample;
    }
}
