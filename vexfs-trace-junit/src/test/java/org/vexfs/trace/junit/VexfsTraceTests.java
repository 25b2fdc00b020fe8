package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.analysis.MemoryAssertion;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.MemoryUsage;
import org.vexfs.trace.analysis.OperationAssertion;
import org.vexfs.trace.analysis.OperationAssertion.Question;
import org.vexfs.trace.analysis.OperationJudgement;
import org.vexfs.trace.analysis.Suppressions;
import org.vexfs.trace.analysis.UsageAssertion;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.session.TraceWindow;
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;
import org.vexfs.trace.testing.GivenOperations;

class VexfsTraceTests {

    private static final long LOCK = 0xffff888000001000L;

    private static final OperationJudgement OPERATIONS = new GivenOperations()
            .calls(2, "vexfs_read", 1_000, 4_096)
            .calls("vexfs_write", 3_000, -5)
            .calls("vexfs_cache_lookup", 500, 1)
            .calls("vexfs_lock_store", 100, 0, LOCK)
            .calls("vexfs_unlock_store", 100, 0, LOCK)
            .calls(20, "vexfs_ioctl", 60_000_000, 0)
            .judged();
    private static final OperationJudgement INCOMPLETE =
            new GivenOperations().calls("vexfs_read", 1_000, 1).loses(1).judged();

    private static final MemoryJudgement MEMORY = memory(List.of());

    private static final String NO_OPERATIONS = "the trace of module vexfs tells nothing of operations in Some.test,"
            + " which traces only MEMORY.\nWhat to do: add PERFORMANCE or KERNEL to @TraceVexfs(script = ...).";
    private static final String NO_MEMORY =
            "the trace of module vexfs tells nothing of memory in Some.test, which traces"
                    + " only KERNEL and PERFORMANCE.\nWhat to do: add MEMORY to @TraceVexfs(script = ...).";

    private static final VexfsTrace ONLY_MEMORY = Traces.of(MEMORY);
    private static final TraceWindow ONLY_OPERATIONS_WINDOW = Traces.window(OPERATIONS);
    private static final VexfsTrace ONLY_OPERATIONS = new VexfsTrace(ONLY_OPERATIONS_WINDOW);

    @Test
    void itWaitsUntilTheTraceTellsOfSomething() {
        AtomicInteger asked = new AtomicInteger();

        assertThat(ONLY_OPERATIONS.await(trace -> asked.incrementAndGet() == 3, Duration.ofSeconds(60)))
                .isSameAs(ONLY_OPERATIONS);
        assertThat(asked).hasValue(3);
    }

    @Test
    void whatDoesNotHappenInTimeFails() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> ONLY_OPERATIONS.await(trace -> false, Duration.ofMillis(20)))
                .withMessage("Some.test waited 20 ms for something that module vexfs did not do.\n"
                        + "What to do: see in the capture what it did meanwhile; if it needs longer here, raise the"
                        + " timeout.\nCapture: 100%.capture.jsonl");
    }

    @Test
    void whatAnIncompleteTraceDoesNotTellInTimeIsInconclusive() {
        assertThatExceptionOfType(InconclusiveTraceError.class)
                .isThrownBy(() -> Traces.of(INCOMPLETE).await(trace -> false, Duration.ofMillis(20)));
    }

    @Test
    @Timeout(60)
    @Fault("a test is interrupted that waits for its trace (await)")
    void aThreadThatIsInterruptedWaitsNoLongerAndStaysInterrupted(FaultOutcome outcome) {
        Thread.currentThread().interrupt();

        assertThatIllegalStateException()
                .isThrownBy(() -> ONLY_OPERATIONS.await(trace -> false, Duration.ofSeconds(60)))
                .withMessage("Some.test was interrupted while it waited")
                .satisfies(error -> outcome.notJudged(error.getMessage()));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatComesAfterAMarkIsJudgedByItself() {
        VexfsTrace trace = Traces.within(MEMORY, ONLY_OPERATIONS_WINDOW);

        VexfsTrace.Mark mark = trace.mark("after warm-up");

        assertThat(mark).hasToString("mark \"after warm-up\"");
        assertThat(trace.since(mark).operations().all().calls()).isEqualTo(26);
    }

    @Test
    void aMarkOfAnotherTraceIsRefused() {
        VexfsTrace.Mark mark = Traces.within(MEMORY, ONLY_OPERATIONS_WINDOW).mark("warm");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ONLY_MEMORY.since(mark))
                .withMessage("the mark \"warm\" is of Some.test, not of Some.test");
    }

    @Test
    void whatTheModulesFunctionsDidCanBeRead() {
        VexfsTrace trace = ONLY_OPERATIONS;

        assertThat(trace.operations().all().calls()).isEqualTo(26);
        assertThat(trace.latency("vexfs_r*").count()).isEqualTo(2);
        assertThat(trace.latency("vexfs_write").max().low()).isEqualTo(3_000);
        assertThat(trace.locks().holds().count()).isEqualTo(1);
        assertThat(trace.cache().hits()).isEqualTo(1);
        assertThat(trace.throughput().bytes().low()).isEqualTo(8_192);
        assertThat(trace.errors()).isEqualTo(Map.of(5, 1L));
        assertThat(trace.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.subject()).isEqualTo("vexfs_ioctl"));
    }

    static Stream<ThrowingCallable> readingOperations() {
        VexfsTrace trace = ONLY_MEMORY;
        return Stream.of(
                trace::operations,
                () -> trace.latency("*"),
                trace::locks,
                trace::cache,
                trace::throughput,
                trace::errors);
    }

    @Test
    void aTraceOfMemoryHasAlertsOfItsOwn() {
        assertThat(ONLY_MEMORY.alerts()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("readingOperations")
    void operationsCannotBeReadFromATraceOfMemory(ThrowingCallable reading) {
        assertThatIllegalStateException().isThrownBy(reading).withMessage(NO_OPERATIONS);
    }

    static Stream<ThrowingCallable> readingMemory() {
        VexfsTrace trace = ONLY_OPERATIONS;
        return Stream.of(trace::allocations, trace::frees, trace::leaks, trace::doubleFrees, trace::memory);
    }

    @ParameterizedTest
    @MethodSource("readingMemory")
    void memoryCannotBeReadFromATraceOfOperations(ThrowingCallable reading) {
        assertThatIllegalStateException().isThrownBy(reading).withMessage(NO_MEMORY);
    }

    @Test
    void whatIsAskedOfSomethingThatIsNotTracedIsInconclusive() {
        assertThat(ONLY_MEMORY.ask(OperationAssertion.of(Question.NO_ERRORS, "*")))
                .isEqualTo(new VexfsTrace.Answer(Verdict.INCONCLUSIVE, "INCONCLUSIVE: " + NO_OPERATIONS));
        VexfsTrace.Answer noMemory = new VexfsTrace.Answer(Verdict.INCONCLUSIVE, "INCONCLUSIVE: " + NO_MEMORY);
        assertThat(ONLY_OPERATIONS.ask(MemoryAssertion.NO_LEAKS)).isEqualTo(noMemory);
        assertThat(ONLY_OPERATIONS.ask(MemoryAssertion.NO_LEAKS, Suppressions.none()))
                .isEqualTo(noMemory);
        assertThat(ONLY_OPERATIONS.ask(new UsageAssertion(UsageAssertion.Question.PEAK_MEMORY_BELOW, 1)))
                .isEqualTo(noMemory);
    }

    @Test
    void aTraceIsCompleteIfAllThatItTellsOfIs() {
        assertThat(ONLY_MEMORY.completeness().verdict()).isEqualTo(Verdict.PASSED);
        assertThat(ONLY_OPERATIONS.completeness().verdict()).isEqualTo(Verdict.PASSED);
        assertThat(Traces.of(MEMORY, OPERATIONS).completeness()).isEqualTo(new VexfsTrace.Answer(Verdict.PASSED, ""));
        assertThat(Traces.of(MEMORY, INCOMPLETE).completeness()).satisfies(answer -> {
            assertThat(answer.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
            assertThat(answer.text())
                    .startsWith("INCONCLUSIVE: the trace of module vexfs cannot tell every operation in Some.test.");
        });
        assertThat(Traces.of(memory(List.of(new Gap("some of it is missing", "look"))), INCOMPLETE)
                        .completeness()
                        .text())
                .startsWith("INCONCLUSIVE: the trace of module vexfs cannot tell all that happened in Some.test.")
                .contains("\n\nINCONCLUSIVE: the trace of module vexfs cannot tell every operation in Some.test.");
    }

    @Test
    void theVerdictIsOfAllThatItTellsOf() {
        assertThat(ONLY_MEMORY.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(ONLY_OPERATIONS.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(Traces.of(MEMORY, INCOMPLETE).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    private static MemoryJudgement memory(List<Gap> gaps) {
        Verdict verdict = gaps.isEmpty() ? Verdict.PASSED : Verdict.INCONCLUSIVE;
        return new MemoryJudgement(
                verdict,
                verdict,
                verdict,
                verdict,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                gaps,
                false,
                List.of(),
                Counts.NONE,
                MemoryUsage.NONE,
                List.of());
    }
}
