package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.Leak;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.MemoryUsage;
import org.vexfs.trace.analysis.Owner;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.MemoryKind;
import org.vexfs.trace.testing.GivenWindow;

/** How often the method of a growth test is called, and where its window is looked at. */
class GrowthRunTests {

    private final List<String> done = new ArrayList<>();
    private long held;
    private long heldByEachCall;
    private int failingCall = -1;

    @Test
    void samplesAreTakenAfterTheWarmUpAndAfterEachIterationAndFourOfThemWaitForLateFrees() throws Throwable {
        run(2, 6);

        assertThat(done)
                .containsExactly(
                        "call a",
                        "call a",
                        "judge growth 0",
                        "call a",
                        "sample growth 1",
                        "call a",
                        "judge growth 2",
                        "call a",
                        "sample growth 3",
                        "call a",
                        "judge growth 4",
                        "call a",
                        "sample growth 5",
                        "call a",
                        "judge growth 6");
    }

    @Test
    void withoutAWarmUpTheFirstSampleIsTakenBeforeTheFirstCall() throws Throwable {
        run(0, 3);

        assertThat(done)
                .containsExactly(
                        "judge growth 0",
                        "call a",
                        "judge growth 1",
                        "call a",
                        "judge growth 2",
                        "call a",
                        "judge growth 3");
    }

    @Test
    void whatEachCallHoldsFailsTheTest() {
        heldByEachCall = 3;

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> run(3, 12))
                .withMessageContaining("3.00 objects, 192.0 bytes more with each iteration, allocated at")
                .withMessageContaining("vexfs_insert+0x10 (store.c:120)")
                .withMessageContaining("9, 12, 15, 18, 21, 24, 27, 30, 33, 36, 39, 42, 45");
    }

    @Test
    void whatACallThrowsIsThrownAsItIsAndNothingIsDecided() {
        failingCall = 4;

        assertThatIllegalStateException().isThrownBy(() -> run(1, 12)).withMessage("call 4");
        assertThat(done).endsWith("sample growth 2");
    }

    /** Called by JUnit the first time, and by the run after that. */
    void body(String argument) {
        if (done.stream().filter(step -> step.startsWith("call")).count() == failingCall - 1) {
            throw new IllegalStateException("call " + failingCall);
        }
        done.add("call " + argument);
        held += heldByEachCall;
    }

    private void run(int warmup, int iterations) throws Throwable {
        GrowthRun run = new GrowthRun(new Window(), SuppressionsInUse.none(), iterations);
        boolean[] proceeded = {false};
        run.repeat(
                warmup,
                () -> {
                    assertThat(proceeded[0]).as("proceeded before").isFalse();
                    proceeded[0] = true;
                    body("a");
                    return null;
                },
                new Context());
        run.decide();
    }

    private final class Context implements ReflectiveInvocationContext<Method> {

        @Override
        public Class<?> getTargetClass() {
            return GrowthRunTests.class;
        }

        @Override
        public Optional<Object> getTarget() {
            return Optional.of(GrowthRunTests.this);
        }

        @Override
        public Method getExecutable() {
            try {
                return GrowthRunTests.class.getDeclaredMethod("body", String.class);
            } catch (NoSuchMethodException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public List<Object> getArguments() {
            return List.of("a");
        }
    }

    private final class Window extends GivenWindow {

        Window() {
            super("Some.test", "some.capture.jsonl");
        }

        @Override
        public MemoryJudgement judgeMemory(String assertion) {
            done.add("judge " + assertion);
            return judgement();
        }

        @Override
        public MemoryJudgement sampleMemory(String assertion) {
            done.add("sample " + assertion);
            return judgement();
        }

        private MemoryJudgement judgement() {
            CallSite site = new CallSite(1, "vexfs_insert+0x10", Optional.of("store.c:120"), true);
            return new MemoryJudgement(
                    held == 0 ? Verdict.PASSED : Verdict.FAILED,
                    Verdict.PASSED,
                    Verdict.PASSED,
                    Verdict.PASSED,
                    held == 0
                            ? List.of()
                            : List.of(new Leak(
                                    site, List.of(site), Owner.DIRECT, MemoryKind.SLAB, held, held * 64, 1_000, 250)),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    false,
                    List.of(),
                    Counts.NONE,
                    MemoryUsage.NONE,
                    List.of());
        }
    }
}
