package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.OperationAssertion;
import org.vexfs.trace.analysis.OperationAssertion.Question;
import org.vexfs.trace.event.OperationTotals.Bucket;
import org.vexfs.trace.event.OperationTotals.FunctionTotals;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.testing.GivenOperations;
import org.vexfs.trace.testing.GivenWindow;

class OperationTextTests {

    private static final long MICROSECOND = 1_000;
    private static final long MILLISECOND = 1_000_000;
    private static final long LOCK = 0xffff888000001000L;
    private static final long STORE = 0xffff888100200000L;

    private final GivenOperations module = new GivenOperations();

    @Test
    void aPercentileNamesItsValueItsConfidenceAndItsCallsAndListsTheSlowest() {
        module.calls("vexfs_vector_search", 2_100 * MICROSECOND, 10, STORE, 7, 128)
                .calls("vexfs_vector_search", 1_900 * MICROSECOND, 10, STORE, 8, 128)
                .calls("vexfs_vector_search", 3_125 * MICROSECOND, -12, STORE, 9, 4_096);

        assertThat(text(OperationAssertion.percentileLatencyBelow("vexfs_vector_search", 50, 2 * MILLISECOND)))
                .isEqualTo("""
                        p50 of vexfs_vector_search is 2.1 ms over 3 calls of module vexfs in StoreIT.search; expected below 2 ms.

                          the slowest calls, since the window began, with arguments as the registers had them:
                                 3.1 ms  at    4.0 ms  thread 250      vexfs_vector_search(0xffff888100200000, 9, 4096) = -ENOMEM
                                 2.1 ms  at    0.0 us  thread 250      vexfs_vector_search(0xffff888100200000, 7, 128) = 10
                                 1.9 ms  at    2.1 ms  thread 250      vexfs_vector_search(0xffff888100200000, 8, 128) = 10
                          all of them: p50 2.1 ms, p95 3.1 ms, p99 3.1 ms, p99.9 3.1 ms, max 3.1 ms
                          each call was told on its own; its time is known to a thousandth

                        What to do: see what the slowest calls have in common; raise the limit if they are as fast as they can be.
                        Capture: target/1.capture.jsonl
                        Judge it again without the kernel: mvn verify -Dvexfs.trace.mode=replay""");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "99 | 2000000 | p99 of vexfs_read is 2.4 ms (95 % confidence: 2.4 to 2.9 ms) over 1,000 calls of",
                "99 | 1 | p99 of vexfs_read is 2.4 ms (95 % confidence: 2.4 to 2.9 ms) over 1,000 calls of",
                "99.9 | 2000000 | p99.9 of vexfs_read is 2.9 ms (95 % confidence: at least 2.9 ms) over 1,000 calls of",
                "100 | 2900000 | p100 of vexfs_read is 2.9 ms over 1,000 calls of"
            })
    void aPercentileIsNamedWithTheIntervalThatTheSampleGives(double percentile, long limit, String first) {
        module.calls(980, "vexfs_read", 2 * MILLISECOND, 10)
                .calls(15, "vexfs_read", 2_400 * MICROSECOND, 10)
                .calls(5, "vexfs_read", 2_900 * MICROSECOND, 10);

        assertThat(text(OperationAssertion.percentileLatencyBelow("vexfs_read", percentile, limit)))
                .startsWith(first);
    }

    @Test
    void aValueThatReadsLikeItsLimitHasAllItsDigits() {
        module.calls("vexfs_read", 2_040_000, 0);

        assertThat(text(OperationAssertion.percentileLatencyBelow("vexfs_read", 100, 2_010_000)))
                .startsWith(
                        "p100 of vexfs_read is 2.04 ms over 1 call of module vexfs in StoreIT.search; expected below"
                                + " 2.01 ms.\n");
    }

    @Test
    void callsInTheKernelSidesTotalsMakeAPercentileAnInterval() {
        module.callsTooFast(totals("vexfs_lsh_hash"));

        assertThat(text(OperationAssertion.percentileLatencyBelow("vexfs_lsh_hash", 99, 1_024)))
                .isEqualTo("""
                        p99 of vexfs_lsh_hash is 1.024 to 1.151 us (95 % confidence: 1.0 to 1.2 us) over 1,000 calls of module \
                        vexfs in StoreIT.search; expected below 1.024 us.

                          all of them: p50 0.5 to 0.6 us, p95 1.0 to 1.2 us, p99 1.0 to 1.2 us, p99.9 1.0 to 1.2 us, max 1.0 to 1.2 us
                          all of them were not told one by one, because they came too fast or are sampled; the kernel side added them up, so percentiles are \
                        known within bounds

                        What to do: see what the slowest calls have in common; raise the limit if they are as fast as they can be.
                        Capture: target/1.capture.jsonl
                        Judge it again without the kernel: mvn verify -Dvexfs.trace.mode=replay""");
    }

    @Test
    void anIntervalOnBothSidesOfTheLimitIsInconclusive() {
        module.callsTooFast(totals("vexfs_lsh_hash")).calls("vexfs_lsh_hash", MILLISECOND, 0);

        assertThat(text(OperationAssertion.percentileLatencyBelow("vexfs_lsh_hash", 99, 1_100)))
                .startsWith("""
                        INCONCLUSIVE: the trace of module vexfs cannot tell whether p99 of vexfs_lsh_hash is below 1.1 us in \
                        StoreIT.search.
                          - the percentile lies on either side of the limit, as far as the kernel side's totals tell.
                            What to do: call it less often per second, so that each call is told.
                        What was seen: p99 of vexfs_lsh_hash is 1.024 to 1.151 us (95 % confidence: 1.0 to 1.2 us) over 1,001 \
                        calls of module vexfs in StoreIT.search.
                          the slowest calls, since""")
                .contains(
                        "\n  1,000 of 1,001 calls were not told one by one, because they came too fast or are sampled;");
    }

    @Test
    void aLimitWithinTheResolutionOfAMeasuredTimeIsInconclusiveThoughEachCallWasTold() {
        module.calls("vexfs_read", 9_000_000, 0)
                .calls("vexfs_read", 9_001_000, 0)
                .calls("vexfs_read", 20_000_000, 0);

        assertThat(text(OperationAssertion.percentileLatencyBelow("vexfs_read", 50, 9_001_500)))
                .startsWith("""
                        INCONCLUSIVE: the trace of module vexfs cannot tell whether p50 of vexfs_read is below 9.0015 ms in \
                        StoreIT.search.
                          - the percentile is as long as the limit, as far as times are told apart: to a thousandth.
                            What to do: choose a limit that is further from what is measured.
                        What was seen: p50 of vexfs_read is 9 to 9.003007 ms over 3 calls""")
                .doesNotContain("totals");
    }

    @Test
    void tooFewCallsAreInconclusiveWithTheNumberThatWasSeen() {
        module.calls(99, "vexfs_read", MILLISECOND, 0);

        assertThat(text(OperationAssertion.percentileLatencyBelow("vexfs_read", 99, 2 * MILLISECOND)))
                .startsWith("""
                        INCONCLUSIVE: the trace of module vexfs cannot tell whether p99 of vexfs_read is below 2 ms in \
                        StoreIT.search.
                          - 99 calls are too few for the 99th percentile: it needs 100.
                            What to do: call it more often in the test, or lower operations.fewest_samples.
                        What was seen: p99 of vexfs_read is 1.0 ms over 99 calls of module vexfs in StoreIT.search.
                        """);
    }

    @Test
    void aFunctionThatIsNotThereIsInconclusiveWithWhatToDo() {
        module.calls("vexfs_read", MILLISECOND, 0);

        assertThat(text(OperationAssertion.of(Question.NO_ERRORS, "vexfs_raed")))
                .isEqualTo("""
                        INCONCLUSIVE: the trace of module vexfs cannot tell whether a call of vexfs_raed returns an error in \
                        StoreIT.search.
                          - no function that is traced matches 'vexfs_raed'.
                            What to do: check the spelling, and that 'functions' names what is to be traced; the nearest \
                        that are traced: vexfs_read, vexfs_never_called.
                        Capture: target/1.capture.jsonl
                        Judge it again without the kernel: mvn verify -Dvexfs.trace.mode=replay""");
    }

    @Test
    void aCategoryWithoutAFunctionNamesThePatternsThatMatchNothingTheKeyAndTheNearestFunctions() {
        module.calls("vexfs_cash_lookup", MILLISECOND, 1).calls("vexfs_read", MILLISECOND, 1);

        assertThat(text(OperationAssertion.of(Question.CACHE_HIT_RATE_ABOVE, "*", 80)))
                .contains("""
                          - no function that is traced is of the category cache_lookup: none matches vexfs_cache_get*, \
                        vexfs_cache_lookup*.
                            What to do: set operations.categories.cache_lookup to patterns of the module's functions; the \
                        nearest that are traced: vexfs_cash_lookup, vexfs_never_called, vexfs_read.
                        """);
    }

    @Test
    void aQuestionThatLeavesOutEveryFunctionOfItsCategorySaysWhichThoseAre() {
        module.calls("vexfs_cache_get", MILLISECOND, 1).calls("vexfs_read", MILLISECOND, 1);

        assertThat(text(OperationAssertion.of(Question.CACHE_HIT_RATE_ABOVE, "vexfs_read", 80)))
                .contains("""
                          - no function that 'vexfs_read' matches is of the category cache_lookup.
                            What to do: ask it of vexfs_cache_get, which is; or add patterns to \
                        operations.categories.cache_lookup.
                        """);
    }

    @Test
    void aCategoryOfWhichNothingWasCalledNamesWhatToCall() {
        module.traces("vexfs_write").calls("vexfs_open", MILLISECOND, 1);

        assertThat(text(OperationAssertion.of(Question.THROUGHPUT_ABOVE, "*", 1)))
                .contains("""
                          - none of the calls of '*' reads or writes.
                            What to do: let the test call vexfs_write, of the categories read and write; or add patterns to \
                        operations.categories.read and operations.categories.write.
                        """);
    }

    @Test
    void severalFunctionsAreToldApart() {
        module.calls(2, "vexfs_read", 3 * MILLISECOND, 0).calls("vexfs_write", 2 * MILLISECOND, 0);

        assertThat(text(OperationAssertion.percentileLatencyBelow("*", 50, MILLISECOND)))
                .startsWith("p50 of all functions is 3.0 ms over 3 calls of module vexfs in")
                .contains("""
                          by function:
                              vexfs_read: 2 calls, p50 3.0 ms, p95 3.0 ms, p99 3.0 ms, p99.9 3.0 ms, max 3.0 ms
                              vexfs_write: 1 call, p50 2.0 ms, p95 2.0 ms, p99 2.0 ms, p99.9 2.0 ms, max 2.0 ms
                        """);
    }

    @Test
    void errorsAreCountedByFunctionAndName() {
        module.calls(5, "vexfs_read", MILLISECOND, 0)
                .calls(2, "vexfs_write", 20, -5)
                .calls(1, "vexfs_write", 30, -12, 1, 2, 3, 4_096)
                .calls(1, "vexfs_ioctl", 10, -999);

        assertThat(text(OperationAssertion.of(Question.NO_ERRORS, "*"))).isEqualTo("""
                        4 of 9 calls of all functions in module vexfs return an error in StoreIT.search; expected none.

                          by function:
                              vexfs_write: 3 of 3 calls, -EIO 2, -ENOMEM 1
                              vexfs_ioctl: 1 of 1 call, -999 1
                          the slowest of them that are known:
                                 0.0 us  at    5.0 ms  thread 250      vexfs_write(1, 2, 3, 4096) = -ENOMEM
                                 0.0 us  at    5.0 ms  thread 250      vexfs_write() = -EIO
                                 0.0 us  at    5.0 ms  thread 250      vexfs_write() = -EIO
                                 0.0 us  at    5.0 ms  thread 250      vexfs_ioctl() = -999

                        What to do: see why these functions fail; where the test means them to, ask it of the others.
                        Capture: target/1.capture.jsonl
                        Judge it again without the kernel: mvn verify -Dvexfs.trace.mode=replay""");
        assertThat(text(OperationAssertion.of(Question.ERROR_RATE_BELOW, "*", 12.5)))
                .startsWith("4 of 9 calls of all functions in module vexfs return an error in StoreIT.search, which is"
                        + " 44.4 %; expected below 12.5 %.\n");
    }

    @Test
    void aFailureThatIsCertainSaysWhatTheTraceMayHaveMissed() {
        module.calls(1, "vexfs_write", MILLISECOND, -5).loses(2);

        assertThat(text(OperationAssertion.of(Question.NO_ERRORS, "vexfs_write")))
                .startsWith("1 of 1 call of vexfs_write in module vexfs returns an error in StoreIT.search;")
                .endsWith("""
                        The trace is not complete, which cannot change this:
                          - 2 events were lost on the way from the kernel.
                            What to do: raise bpftrace.ring_pages, or lower advanced.ebpf.max_events.
                        Capture: target/1.capture.jsonl
                        Judge it again without the kernel: mvn verify -Dvexfs.trace.mode=replay""");
    }

    @Test
    void whatWentUnseenIsSaidBesideWhatCouldChange() {
        module.calls(1, "vexfs_write", MILLISECOND, 0).loses(2);

        assertThat(text(OperationAssertion.of(Question.NO_ERRORS, "vexfs_write")))
                .startsWith("""
                        INCONCLUSIVE: the trace of module vexfs cannot tell whether a call of vexfs_write returns an error in \
                        StoreIT.search.
                          - a call that went unseen may have failed.
                            What to do: see what the trace may have missed.
                          - 2 events were lost on the way from the kernel.
                            What to do: raise bpftrace.ring_pages, or lower advanced.ebpf.max_events.
                        What was seen: 0 of 1 call of vexfs_write in module vexfs return an error in StoreIT.search.
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OPERATION_COUNT | 3 | 3",
                "OPERATION_COUNT_AT_LEAST | 1234 | at least 1,234",
                "OPERATION_COUNT_AT_MOST | 1 | at most 1"
            })
    void aCountNamesWhatWasExpected(Question question, long limit, String expected) {
        module.calls(2, "vexfs_read", 10, 0);

        assertThat(text(OperationAssertion.of(question, "vexfs_*", limit)))
                .startsWith("StoreIT.search makes 2 calls of vexfs_* in module vexfs; expected " + expected + ".\n\n"
                        + "  by function:\n      vexfs_read: 2 calls\n\nWhat to do:");
    }

    @Test
    void throughputNamesTheBytesThatMovedAndTheTimeTheyTook() {
        module.calls(3, "vexfs_read", MILLISECOND, 4_096).calls("vexfs_read", MILLISECOND, -5);

        assertThat(text(OperationAssertion.of(Question.THROUGHPUT_ABOVE, "*", 4.5e6)))
                .startsWith("""
                        StoreIT.search moves 3.07 MB/s through all functions of module vexfs, over 4 calls; expected above 4.5 MB/s.

                          by function:
                              vexfs_read: 4 calls, 12,288 bytes
                          12,288 bytes in the 4.0 ms in which at least one of these calls was under way

                        What to do:""");
    }

    @Test
    void aHitRateNamesHitsAndMisses() {
        module.calls(3, "vexfs_cache_lookup", 10, 1).calls("vexfs_cache_lookup", 10, -2);

        assertThat(text(OperationAssertion.of(Question.CACHE_HIT_RATE_ABOVE, "*", 90)))
                .startsWith("""
                        3 of 4 lookups by all functions of module vexfs hit in StoreIT.search, which is 75.0 %; expected above 90 %.

                          by function:
                              vexfs_cache_lookup: 3 hits, 1 miss, 75.0 %

                        What to do:""");
    }

    @Test
    void waitsForLocksNameTheLocks() {
        module.calls("vexfs_lock_store", 3 * MILLISECOND, 0, LOCK)
                .calls("vexfs_unlock_store", 100, 0, LOCK)
                .waits("vexfs_write", LOCK + 64, 2 * MILLISECOND)
                .calls("vexfs_write", 100, 0);

        assertThat(text(OperationAssertion.of(Question.LOCK_WAIT_BELOW, "*", MILLISECOND)))
                .startsWith("""
                        StoreIT.search makes all functions of module vexfs wait up to 3.0 ms for a lock, over 2 waits; expected below 1 ms.

                          the longest calls that take a lock:
                                 3.0 ms  at    0.0 us  thread 250      vexfs_lock_store(0xffff888000001000) = 0
                          the module's locks: 1 wait, p50 3.0 ms, p95 3.0 ms, p99 3.0 ms, p99.9 3.0 ms, max 3.0 ms
                          the kernel's locks: 1 wait, p50 2.0 ms, p95 2.0 ms, p99 2.0 ms, p99.9 2.0 ms, max 2.0 ms
                          waited for the most:
                              lock 0xffff888000001040: 1 wait
                          by function:
                              vexfs_write: 1 wait, the longest 2.0 ms

                        What to do: hold the lock""");
        assertThat(text(OperationAssertion.of(Question.NO_LOCK_CONTENTION, "*")))
                .startsWith("StoreIT.search makes all functions of module vexfs wait long for a lock 2 times, over 2"
                        + " waits; expected never.\n\n  the longest calls");
    }

    @Test
    void holdsOfLocksNameTheLockAndWhoTookIt() {
        module.calls("vexfs_lock_store", 100, 0, LOCK)
                .idles(5 * MILLISECOND)
                .calls("vexfs_unlock_store", 100, 0, LOCK)
                .calls("vexfs_lock_store", 100, 0, LOCK)
                .idles(2 * MILLISECOND);

        assertThat(text(OperationAssertion.of(Question.LOCK_HOLD_BELOW, "*", MILLISECOND)))
                .startsWith("""
                        StoreIT.search makes all functions of module vexfs hold a lock for up to 5.0 ms, over 2 holds; expected below 1 ms.

                          the longest holds:
                                 5.0 ms  at    0.1 us  thread 250      held lock 0xffff888000001000, which vexfs_lock_store took
                          still held:
                                 2.0 ms  at    5.0 ms  thread 250      holds lock 0xffff888000001000, which vexfs_lock_store took
                          all that ended: 1 hold, p50 5.0 ms, p95 5.0 ms, p99 5.0 ms, p99.9 5.0 ms, max 5.0 ms

                        What to do: do less while the lock is held.
                        """);
    }

    @Test
    void alertsNameTheirThresholdAndTheirInterval() {
        module.calls(20, "vexfs_read", 60 * MILLISECOND, 0).idles(6_000 * MILLISECOND);

        assertThat(text(OperationAssertion.of(Question.NO_ALERTS, "vexfs_read")))
                .startsWith("""
                        StoreIT.search raises 1 alert about vexfs_read of module vexfs; expected none.

                          alerts:
                              the median of vexfs_read is 59.8 ms, threshold 50 ms, over 20 calls from 0.0 us to 5.00 s

                        What to do:""");
    }

    @Test
    void anAlertThatIsToldWhileTheTestRunsNamesTheTestAndTheKeyOfItsThreshold() {
        Alert alert = new Alert(
                Alert.Kind.HIGH_LATENCY, 5_000_000_000L, 10_000_000_000L, "vexfs_read", 12_300_000, 10_000_000, 40);

        assertThat(AlertText.of(new TestId("[id]", "StoreIT.search", 1), alert))
                .isEqualTo(
                        "alert in StoreIT.search: the median of vexfs_read is 12.3 ms, threshold 10 ms, over 40 calls"
                                + " within 5.00 s (performance_trace.alerts.high_latency_threshold)");
    }

    @Test
    void aTraceThatIsNotCompleteIsSaidWhereNothingIsAsserted() {
        module.calls("vexfs_read", 10, 0);
        assertThat(incomplete()).isEmpty();

        module.loses(1);
        assertThat(incomplete()).isEqualTo("""
                INCONCLUSIVE: the trace of module vexfs cannot tell every operation in StoreIT.search.
                  - 1 event was lost on the way from the kernel.
                    What to do: raise bpftrace.ring_pages, or lower advanced.ebpf.max_events.
                Capture: target/1.capture.jsonl
                Judge it again without the kernel: mvn verify -Dvexfs.trace.mode=replay""");
    }

    private static FunctionTotals totals(String function) {
        return new FunctionTotals(
                function, List.of(new Bucket(512, 575, 900), new Bucket(1_024, 1_151, 100)), Map.of(), 0);
    }

    private String incomplete() {
        return OperationText.of(module.judged(), window());
    }

    private String text(OperationAssertion assertion) {
        return OperationText.of(assertion, module.judged(), window());
    }

    private static GivenWindow window() {
        return new GivenWindow("StoreIT.search", "target/1.capture.jsonl");
    }
}
