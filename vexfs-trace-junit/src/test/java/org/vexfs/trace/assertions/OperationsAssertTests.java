package org.vexfs.trace.assertions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.vexfs.trace.assertions.VexfsTraceAssertions.assertThat;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vexfs.trace.junit.InconclusiveTraceError;
import org.vexfs.trace.junit.Traces;
import org.vexfs.trace.junit.VexfsTrace;
import org.vexfs.trace.testing.GivenOperations;

class OperationsAssertTests {

    private static final long MILLISECOND = 1_000_000;
    private static final long LOCK = 0xffff888000001000L;

    /** 1,000 searches, of which 100 take 2 ms, 10 take 3 ms and one takes 4 ms; the others take 1 ms. */
    private final VexfsTrace searches = Traces.of(new GivenOperations()
            .calls(889, "vexfs_vector_search", MILLISECOND, 10)
            .calls(100, "vexfs_vector_search", 2 * MILLISECOND, 10)
            .calls(10, "vexfs_vector_search", 3 * MILLISECOND, 10)
            .calls(1, "vexfs_vector_search", 4 * MILLISECOND, 10)
            .judged());

    /** One of each. */
    private final VexfsTrace mixed = Traces.of(new GivenOperations()
            .calls(1, "vexfs_read", MILLISECOND, 4_096)
            .calls(3, "vexfs_write", MILLISECOND, 0)
            .calls(1, "vexfs_write", MILLISECOND, -5)
            .calls(3, "vexfs_cache_lookup", 1_000, 1)
            .calls(1, "vexfs_cache_lookup", 1_000, 0)
            .calls("vexfs_lock_store", 2 * MILLISECOND, 0, LOCK)
            .idles(3 * MILLISECOND)
            .calls("vexfs_unlock_store", 1_000, 0, LOCK)
            .judged());

    static Stream<Arguments> percentiles() {
        return Stream.of(
                Arguments.of((Check) (trace, limit) -> trace.p50LatencyBelow(limit), 1),
                Arguments.of((Check) (trace, limit) -> trace.p95LatencyBelow(limit), 2),
                Arguments.of((Check) (trace, limit) -> trace.p99LatencyBelow(limit), 3),
                Arguments.of((Check) (trace, limit) -> trace.p999LatencyBelow(limit), 3),
                Arguments.of((Check) (trace, limit) -> trace.percentileLatencyBelow(100, limit), 4));
    }

    @ParameterizedTest
    @MethodSource("percentiles")
    void aPercentileMustBeBelowItsLimit(Check check, int millis) {
        Duration justAbove = Duration.ofMillis(millis).plusNanos(10_000);
        Duration justBelow = Duration.ofMillis(millis).minusNanos(10_000);

        assertThatCode(() -> check.on(assertThat(searches), justAbove)).doesNotThrowAnyException();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> check.on(assertThat(searches), justBelow))
                .withMessageContaining(" of all functions is ")
                .withMessageContaining(" over 1,000 calls of module vexfs in Some.test; expected below ")
                .withMessageContaining("the slowest calls")
                .withMessageEndingWith("Capture: 100%.capture.jsonl\n"
                        + "Judge it again without the kernel: mvn verify -Dvexfs.trace.mode=replay");
    }

    private interface Check {

        void on(VexfsTraceAssert trace, Duration limit);
    }

    static Stream<Arguments> checks() {
        return Stream.of(
                fails("makes 11 calls", trace -> trace.operationCountIs(11), trace -> trace.operationCountIs(12)),
                fails("", trace -> trace.operationCountAtLeast(11), trace -> trace.operationCountAtLeast(12)),
                fails("", trace -> trace.operationCountAtMost(11), trace -> trace.operationCountAtMost(10)),
                fails("moves ", trace -> trace.throughputAbove(0.8), trace -> trace.throughputAbove(0.9)),
                fails("which is 75.0 %", trace -> trace.cacheHitRateAbove(74.9), trace -> trace.cacheHitRateAbove(75)),
                fails(
                        "wait up to 2.0",
                        trace -> trace.lockWaitBelow(Duration.ofMillis(3)),
                        trace -> trace.lockWaitBelow(Duration.ofMillis(1))),
                fails(
                        "hold a lock for up to 3.0 ms",
                        trace -> trace.lockHoldBelow(Duration.ofMillis(4)),
                        trace -> trace.lockHoldBelow(Duration.ofMillis(1))),
                fails(
                        "wait long for a lock 1 time",
                        trace -> trace.operation("vexfs_read"),
                        trace -> trace.noLockContention()),
                fails("which is 10.0 %", trace -> trace.errorRateBelow(10.1), trace -> trace.errorRateBelow(10)),
                fails(
                        "1 of 10 calls of all functions",
                        trace -> trace.operation("vexfs_read").noErrors(),
                        trace -> trace.noErrors()));
    }

    private static Arguments fails(
            String text, Consumer<VexfsTraceAssert> passing, Consumer<VexfsTraceAssert> failing) {
        return Arguments.of(text, passing, failing);
    }

    @ParameterizedTest
    @MethodSource("checks")
    void eachPassesOrFailsWithWhatWasMeasured(
            String text, Consumer<VexfsTraceAssert> passing, Consumer<VexfsTraceAssert> failing) {
        assertThatCode(() -> passing.accept(assertThat(mixed))).doesNotThrowAnyException();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> failing.accept(assertThat(mixed)))
                .satisfies(error -> assertThat((Throwable) error).isNotInstanceOf(InconclusiveTraceError.class))
                .withMessageContaining(text);
    }

    @Test
    void alertsFail() {
        VexfsTrace slow = Traces.of(new GivenOperations()
                .calls(20, "vexfs_read", 60 * MILLISECOND, 1)
                .judged());

        assertThat(searches).noAlerts();
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(slow).noAlerts())
                .withMessageStartingWith(
                        "Some.test raises 1 alert about all functions of module vexfs; expected none.");
    }

    @Test
    void whereNobodyWaitsThereIsNoContention() {
        assertThat(searches).noLockContention().noErrors();
    }

    @Test
    void anOperationNarrowsDownAndLeadsBack() {
        VexfsTraceAssert trace = assertThat(mixed);

        assertThat((Object) trace.operation("vexfs_read")
                        .operationCountIs(1)
                        .noErrors()
                        .and())
                .isSameAs(trace);
        assertThat((Object) trace.operation("vexfs_*").operationCountIs(11).backToTrace())
                .isSameAs(trace);
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(mixed).operation("vexfs_w*").noErrors())
                .withMessageStartingWith("1 of 4 calls of vexfs_w* in module vexfs returns an error in Some.test;");
    }

    @Test
    void aFunctionThatIsNotTracedIsInconclusive() {
        assertThatExceptionOfType(InconclusiveTraceError.class)
                .isThrownBy(() -> assertThat(mixed).operation("vexfs_raed").noErrors())
                .withMessageContaining("no function that is traced matches 'vexfs_raed'");
    }

    @Test
    void aDescriptionStandsBeforeTheMessage() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> assertThat(mixed)
                        .as("after write")
                        .operation("vexfs_write")
                        .noErrors())
                .withMessageStartingWith("[after write] 1 of 4 calls");
        assertThatExceptionOfType(InconclusiveTraceError.class)
                .isThrownBy(() -> assertThat(mixed)
                        .operation("vexfs_raed")
                        .as("after write")
                        .noErrors())
                .withMessageStartingWith("[after write] INCONCLUSIVE");
    }

    @Test
    void whatIsImpossibleIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(mixed).p99LatencyBelow(Duration.ofMillis(-1)))
                .withMessageContaining("expected a whole number, 0 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(mixed).p99LatencyBelow(Duration.ofDays(1_000_000)))
                .withMessage("limit PT24000000H; expected at most 104 days");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(mixed).percentileLatencyBelow(101, Duration.ofMillis(1)));
        assertThatIllegalArgumentException().isThrownBy(() -> assertThat(mixed).throughputAbove(Double.NaN));
        assertThatIllegalArgumentException().isThrownBy(() -> assertThat(mixed).errorRateBelow(100.1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> assertThat(mixed).operation("vexfs read").noErrors())
                .withMessageStartingWith("functions 'vexfs read'; expected a name");
        assertThatNullPointerException()
                .isThrownBy(() -> assertThat(mixed).lockWaitBelow(null))
                .withMessage("limit is null");
        assertThatNullPointerException()
                .isThrownBy(() -> assertThat(mixed).operation(null))
                .withMessage("functions is null");
    }
}
