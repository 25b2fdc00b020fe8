package org.vexfs.trace.assertions;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Function;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.analysis.OperationAssertion;
import org.vexfs.trace.analysis.OperationAssertion.Question;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.junit.InconclusiveTraceError;
import org.vexfs.trace.junit.VexfsTrace;

/**
 * Assertions on what functions of a kernel module did.
 *
 * <p>Each passes only if nothing that the trace may have missed could change the answer. Where the trace cannot tell, it
 * fails with an {@link InconclusiveTraceError}. Only calls that began and returned since the test began count.
 *
 * @param <SELF> the type of the assertion
 */
@API(status = Status.MAINTAINED, since = "0.1")
public abstract class AbstractOperationsAssert<SELF extends AbstractOperationsAssert<SELF>>
        extends AbstractAssert<SELF, VexfsTrace> {

    private static final double MEGABYTE = 1e6;

    AbstractOperationsAssert(@Nullable VexfsTrace actual, Class<?> self) {
        super(actual, self);
    }

    /** Gives the pattern of the functions that are asserted on. */
    abstract String functions();

    /**
     * Verifies that half of the calls take less than the limit. It needs 2 calls, as configured.
     *
     * <pre>{@code
     * store.search(vector);   // twice: in 1 ms, and in 3 ms
     * assertThat(trace).operation("vexfs_vector_search").p50LatencyBelow(Duration.ofMillis(2));   // passes
     * assertThat(trace).operation("vexfs_vector_search").p50LatencyBelow(Duration.ofMillis(1));   // fails
     * }</pre>
     *
     * @param limit the limit, above the percentile
     * @return this assertion
     * @throws IllegalArgumentException if the limit is negative, or longer than 104 days
     */
    public SELF p50LatencyBelow(Duration limit) {
        return percentileLatencyBelow(50, limit);
    }

    /**
     * Verifies that 95 % of the calls take less than the limit. It needs 20 calls, as configured.
     *
     * <pre>{@code
     * for (int i = 0; i < 100; i++) {
     *     store.search(vector);   // in 1 ms, but the last 10 in 3 ms
     * }
     * assertThat(trace).operation("vexfs_vector_search").p95LatencyBelow(Duration.ofMillis(4));   // passes
     * assertThat(trace).operation("vexfs_vector_search").p95LatencyBelow(Duration.ofMillis(2));   // fails
     * }</pre>
     *
     * @param limit the limit, above the percentile
     * @return this assertion
     * @throws IllegalArgumentException if the limit is negative, or longer than 104 days
     */
    public SELF p95LatencyBelow(Duration limit) {
        return percentileLatencyBelow(95, limit);
    }

    /**
     * Verifies that 99 % of the calls take less than the limit. It needs 100 calls, as configured.
     *
     * <pre>{@code
     * for (int i = 0; i < 100; i++) {
     *     store.search(vector);   // in 1 ms, but the last 2 in 3 ms
     * }
     * assertThat(trace).operation("vexfs_vector_search").p99LatencyBelow(Duration.ofMillis(4));   // passes
     * assertThat(trace).operation("vexfs_vector_search").p99LatencyBelow(Duration.ofMillis(2));   // fails
     * }</pre>
     *
     * @param limit the limit, above the percentile
     * @return this assertion
     * @throws IllegalArgumentException if the limit is negative, or longer than 104 days
     */
    public SELF p99LatencyBelow(Duration limit) {
        return percentileLatencyBelow(99, limit);
    }

    /**
     * Verifies that 99.9 % of the calls take less than the limit. It needs 1,000 calls, as configured.
     *
     * <pre>{@code
     * for (int i = 0; i < 1_000; i++) {
     *     store.search(vector);   // in 1 ms, but the last 2 in 3 ms
     * }
     * assertThat(trace).operation("vexfs_vector_search").p999LatencyBelow(Duration.ofMillis(4));   // passes
     * assertThat(trace).operation("vexfs_vector_search").p999LatencyBelow(Duration.ofMillis(2));   // fails
     * }</pre>
     *
     * @param limit the limit, above the percentile
     * @return this assertion
     * @throws IllegalArgumentException if the limit is negative, or longer than 104 days
     */
    public SELF p999LatencyBelow(Duration limit) {
        return percentileLatencyBelow(99.9, limit);
    }

    /**
     * Verifies that a share of the calls take less than the limit.
     *
     * <p>The percentile is the smallest time that at least so many percent of the calls do not exceed. It needs so many
     * calls that {@code operations.fewest_samples} of them are expected beyond it. Where calls came faster than they could
     * be told one by one, it is known only within bounds, and a limit between them is inconclusive.
     *
     * <pre>{@code
     * store.search(vector);   // twice: in 1 ms, and in 3 ms
     * assertThat(trace).operation("vexfs_vector_search").percentileLatencyBelow(100, Duration.ofMillis(4));   // passes
     * assertThat(trace).operation("vexfs_vector_search").percentileLatencyBelow(100, Duration.ofMillis(2));   // fails
     * }</pre>
     *
     * @param percentile which, above 0 and at most 100, where 100 is the longest of all calls
     * @param limit the limit, above the percentile
     * @return this assertion
     * @throws IllegalArgumentException if the percentile is not one, or the limit is negative or longer than 104 days
     */
    public SELF percentileLatencyBelow(double percentile, Duration limit) {
        return check(OperationAssertion.percentileLatencyBelow(functions(), percentile, nanos(limit)));
    }

    /**
     * Verifies how many calls there are.
     *
     * <pre>{@code
     * store.insert(1, vector);
     * assertThat(trace).operation("vexfs_vector_insert").operationCountIs(1);   // passes
     * assertThat(trace).operation("vexfs_vector_insert").operationCountIs(2);   // fails
     * }</pre>
     *
     * @param calls how many, 0 or more
     * @return this assertion
     * @throws IllegalArgumentException if the number is negative
     */
    public SELF operationCountIs(long calls) {
        return check(OperationAssertion.of(Question.OPERATION_COUNT, functions(), calls));
    }

    /**
     * Verifies that there are at least so many calls.
     *
     * <pre>{@code
     * store.insert(1, vector);
     * assertThat(trace).operation("vexfs_vector_insert").operationCountAtLeast(1);   // passes
     * assertThat(trace).operation("vexfs_vector_insert").operationCountAtLeast(2);   // fails
     * }</pre>
     *
     * @param calls how many, 0 or more
     * @return this assertion
     * @throws IllegalArgumentException if the number is negative
     */
    public SELF operationCountAtLeast(long calls) {
        return check(OperationAssertion.of(Question.OPERATION_COUNT_AT_LEAST, functions(), calls));
    }

    /**
     * Verifies that there are at most so many calls.
     *
     * <pre>{@code
     * store.insert(1, vector);
     * assertThat(trace).operation("vexfs_vector_insert").operationCountAtMost(1);   // passes
     * assertThat(trace).operation("vexfs_vector_insert").operationCountAtMost(0);   // fails
     * }</pre>
     *
     * @param calls how many, 0 or more
     * @return this assertion
     * @throws IllegalArgumentException if the number is negative
     */
    public SELF operationCountAtMost(long calls) {
        return check(OperationAssertion.of(Question.OPERATION_COUNT_AT_MOST, functions(), calls));
    }

    /**
     * Verifies how fast bytes are read and written: those that the functions say they moved, over the time in which at
     * least one of their calls was under way.
     *
     * <pre>{@code
     * store.read(buffer);   // 4,096 bytes in 1 ms, which is 4.096 MB/s
     * assertThat(trace).operation("vexfs_read").throughputAbove(4);   // passes
     * assertThat(trace).operation("vexfs_read").throughputAbove(5);   // fails
     * }</pre>
     *
     * @param megabytesPerSecond the limit, below the throughput, in 10<sup>6</sup> bytes a second, 0 or more
     * @return this assertion
     * @throws IllegalArgumentException if the limit is negative or no number
     */
    public SELF throughputAbove(double megabytesPerSecond) {
        return check(OperationAssertion.of(Question.THROUGHPUT_ABOVE, functions(), megabytesPerSecond * MEGABYTE));
    }

    /**
     * Verifies which share of the lookups in caches find something.
     *
     * <pre>{@code
     * store.search(vector);   // 3 of 4 lookups hit
     * assertThat(trace).cacheHitRateAbove(70);   // passes
     * assertThat(trace).cacheHitRateAbove(80);   // fails
     * }</pre>
     *
     * @param percent the limit, below the share, 0 to 100
     * @return this assertion
     * @throws IllegalArgumentException if the limit is not within that
     */
    public SELF cacheHitRateAbove(double percent) {
        return check(OperationAssertion.of(Question.CACHE_HIT_RATE_ABOVE, functions(), percent));
    }

    /**
     * Verifies that every wait for a lock is shorter than the limit: for those of the module's own functions that take
     * one, and for those of the kernel's while a function of the module ran.
     *
     * <pre>{@code
     * store.insert(1, vector);   // waits 2 ms for the store's lock
     * assertThat(trace).lockWaitBelow(Duration.ofMillis(3));   // passes
     * assertThat(trace).lockWaitBelow(Duration.ofMillis(1));   // fails
     * }</pre>
     *
     * @param limit the limit, above the longest wait
     * @return this assertion
     * @throws IllegalArgumentException if the limit is negative, or longer than 104 days
     */
    public SELF lockWaitBelow(Duration limit) {
        return check(OperationAssertion.of(Question.LOCK_WAIT_BELOW, functions(), nanos(limit)));
    }

    /**
     * Verifies that no lock is held for as long as the limit, by the module's own functions that take one and give it
     * back.
     *
     * <pre>{@code
     * store.insert(1, vector);   // holds the store's lock for 2 ms
     * assertThat(trace).lockHoldBelow(Duration.ofMillis(3));   // passes
     * assertThat(trace).lockHoldBelow(Duration.ofMillis(1));   // fails
     * }</pre>
     *
     * @param limit the limit, above the longest hold
     * @return this assertion
     * @throws IllegalArgumentException if the limit is negative, or longer than 104 days
     */
    public SELF lockHoldBelow(Duration limit) {
        return check(OperationAssertion.of(Question.LOCK_HOLD_BELOW, functions(), nanos(limit)));
    }

    /**
     * Verifies that no wait for a lock is as long as {@code kernel_trace.thresholds.lock_wait_threshold} in the configuration.
     *
     * <pre>{@code
     * store.insert(1, vector);   // waits 100 us for the index's lock, and 1 us for the store's
     * assertThat(trace).operation("vexfs_lock_store").noLockContention();   // passes
     * assertThat(trace).operation("vexfs_lock_index").noLockContention();   // fails
     * }</pre>
     *
     * @return this assertion
     */
    public SELF noLockContention() {
        return check(OperationAssertion.of(Question.NO_LOCK_CONTENTION, functions()));
    }

    /**
     * Verifies which share of the calls return an error, of those that can. A cache's miss is none.
     *
     * <pre>{@code
     * store.insert(1, vector);   // 10 times, of which one returns -ENOSPC
     * assertThat(trace).operation("vexfs_vector_insert").errorRateBelow(20);   // passes
     * assertThat(trace).operation("vexfs_vector_insert").errorRateBelow(5);   // fails
     * }</pre>
     *
     * @param percent the limit, above the share, 0 to 100
     * @return this assertion
     * @throws IllegalArgumentException if the limit is not within that
     */
    public SELF errorRateBelow(double percent) {
        return check(OperationAssertion.of(Question.ERROR_RATE_BELOW, functions(), percent));
    }

    /**
     * Verifies that no call returns an error. A cache's miss is none.
     *
     * <pre>{@code
     * store.insert(1, vector);   // returns 0
     * assertThat(trace).noErrors();   // passes
     *
     * store.insert(2, vector);   // returns -ENOSPC
     * assertThat(trace).noErrors();   // fails
     * }</pre>
     *
     * @return this assertion
     */
    public SELF noErrors() {
        return check(OperationAssertion.of(Question.NO_ERRORS, functions()));
    }

    /**
     * Verifies that nothing is conspicuous, as {@code performance_trace.alerts} in the configuration has it: latency, hit rate,
     * error rate, contention.
     *
     * <pre>{@code
     * store.search(vector);   // 100 times, of which 1 returns an error
     * assertThat(trace).noAlerts();   // passes
     *
     * store.search(vector);   // 100 times, of which 20 do, where more than 5 % are high
     * assertThat(trace).noAlerts();   // fails
     * }</pre>
     *
     * @return this assertion
     */
    public SELF noAlerts() {
        return check(OperationAssertion.of(Question.NO_ALERTS, functions()));
    }

    private SELF check(OperationAssertion assertion) {
        return check(trace -> trace.ask(assertion));
    }

    /** Asks the trace, and throws what the answer makes a test fail with. */
    SELF check(Function<VexfsTrace, VexfsTrace.Answer> question) {
        isNotNull();
        VexfsTrace.Answer answer = question.apply(actual);
        if (answer.verdict() == Verdict.INCONCLUSIVE) {
            String description = descriptionText();
            throw new InconclusiveTraceError(
                    description.isEmpty() ? answer.text() : "[" + description + "] " + answer.text());
        }
        if (answer.verdict() == Verdict.FAILED) {
            // The text is no format: a path in it may hold a percent sign.
            failWithMessage("%s", answer.text());
        }
        return myself;
    }

    private static long nanos(Duration limit) {
        try {
            return requireNonNull(limit, "limit is null").toNanos();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("limit " + limit + "; expected at most 104 days", e);
        }
    }
}
