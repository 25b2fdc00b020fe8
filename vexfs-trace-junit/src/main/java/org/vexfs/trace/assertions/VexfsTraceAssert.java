package org.vexfs.trace.assertions;

import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.analysis.MemoryAssertion;
import org.vexfs.trace.analysis.Suppressions;
import org.vexfs.trace.analysis.UsageAssertion;
import org.vexfs.trace.analysis.UsageAssertion.Question;
import org.vexfs.trace.junit.InconclusiveTraceError;
import org.vexfs.trace.junit.VexfsTrace;

/**
 * Assertions on what a kernel module did.
 *
 * <p>Each passes only on a trace that is proven complete. Where the trace cannot tell, it fails with an
 * {@link InconclusiveTraceError}.
 *
 * <p>What is asserted of operations holds for all functions of the module that are traced; {@link #operation(String)}
 * narrows it down to some.
 */
@API(status = Status.MAINTAINED, since = "0.1")
public class VexfsTraceAssert extends AbstractOperationsAssert<VexfsTraceAssert> {

    public VexfsTraceAssert(@Nullable VexfsTrace actual) {
        super(actual, VexfsTraceAssert.class);
    }

    /**
     * Narrows what is asserted of operations down to some functions; {@link OperationsAssert#and()} leads back.
     *
     * <pre>{@code
     * assertThat(trace)
     *         .operation("vexfs_vector_search").p99LatencyBelow(Duration.ofMillis(2)).noErrors()
     *         .and()
     *         .noLeaks();
     * }</pre>
     *
     * @param functions the name of a function, or a pattern in which {@code *} stands for any characters
     * @return assertions on those functions
     */
    public OperationsAssert operation(String functions) {
        return new OperationsAssert(actual, functions, this);
    }

    @Override
    String functions() {
        return "*";
    }

    /**
     * Verifies that everything that the module allocated since the test began is freed, after waiting for late frees
     * as configured.
     *
     * <pre>{@code
     * store.insert(1, vector);
     * store.delete(1);
     * assertThat(trace).noLeaks();   // passes
     *
     * store.insert(2, vector);
     * assertThat(trace).noLeaks();   // fails: the store holds it
     * }</pre>
     *
     * @return this assertion
     */
    public VexfsTraceAssert noLeaks() {
        return check(MemoryAssertion.NO_LEAKS);
    }

    /**
     * Verifies the same, but for leaks that are known. If it fails, the message names the suppressions that have expired
     * and those that no leak matched.
     *
     * <pre>{@code
     * store.search(vector);   // fills the cache, and frees the rest
     * assertThat(trace).noLeaks(Suppressions.of(Suppression.of("vexfs_cache_*", "filled once")));   // passes
     * assertThat(trace).noLeaks(Suppressions.of(Suppression.of("vexfs_graph_*", "built once")));   // fails
     * }</pre>
     *
     * @param suppressions the leaks that do not count, besides those that the configuration suppresses
     * @return this assertion
     */
    public VexfsTraceAssert noLeaks(Suppressions suppressions) {
        return check(trace -> trace.ask(MemoryAssertion.NO_LEAKS, suppressions));
    }

    /**
     * Verifies that no address was freed twice since the test began.
     *
     * <pre>{@code
     * store.delete(1);
     * assertThat(trace).noDoubleFree();   // passes
     *
     * store.delete(2);   // frees what the insertion freed when it found no room
     * assertThat(trace).noDoubleFree();   // fails
     * }</pre>
     *
     * @return this assertion
     */
    public VexfsTraceAssert noDoubleFree() {
        return check(MemoryAssertion.NO_DOUBLE_FREE);
    }

    /**
     * Verifies that nothing was freed since the test began that no allocator can have given out: a pointer into an object,
     * or to something static.
     *
     * <pre>{@code
     * store.delete(1);
     * assertThat(trace).noInvalidFree();   // passes
     *
     * store.delete(2);   // frees object + 8
     * assertThat(trace).noInvalidFree();   // fails
     * }</pre>
     *
     * @return this assertion
     */
    public VexfsTraceAssert noInvalidFree() {
        return check(MemoryAssertion.NO_INVALID_FREE);
    }

    /**
     * Verifies that the kernel's log has no BUG, WARNING, Oops, KASAN or slab report since the test began.
     *
     * <pre>{@code
     * store.insert(1, vector);
     * assertThat(trace).noKernelWarnings();   // passes
     *
     * store.insert(2, vector);   // runs into a WARN_ON
     * assertThat(trace).noKernelWarnings();   // fails
     * }</pre>
     *
     * @return this assertion
     */
    public VexfsTraceAssert noKernelWarnings() {
        return check(MemoryAssertion.NO_KERNEL_WARNINGS);
    }

    /**
     * Verifies that the trace has everything that happened since the test began, of memory and of operations as far as it
     * tells of them.
     *
     * <pre>{@code
     * assertThat(trace).isComplete();   // fails: the module was not exercised
     *
     * store.insert(1, vector);
     * assertThat(trace).isComplete();   // passes
     * }</pre>
     *
     * @return this assertion
     */
    public VexfsTraceAssert isComplete() {
        return check(VexfsTrace::completeness);
    }

    /**
     * Verifies that the module never held that much of what it allocated since the test began.
     *
     * <pre>{@code
     * store.insert(1, vector);   // holds 96 KiB at a time, and half of it in the end
     * assertThat(trace).peakMemoryBelow(128 * 1024);   // passes
     * assertThat(trace).peakMemoryBelow(64 * 1024);   // fails
     * }</pre>
     *
     * @param bytes the limit, above the peak, in bytes
     * @return this assertion
     * @throws IllegalArgumentException if the limit is negative
     */
    public VexfsTraceAssert peakMemoryBelow(long bytes) {
        return checkUsage(new UsageAssertion(Question.PEAK_MEMORY_BELOW, bytes));
    }

    /**
     * Verifies that no single allocation of the module since the test began is larger.
     *
     * <pre>{@code
     * store.insert(1, vector);   // allocates 4,096 bytes at once
     * assertThat(trace).noAllocationAbove(4096);   // passes
     * assertThat(trace).noAllocationAbove(4095);   // fails
     * }</pre>
     *
     * @param bytes the size that is just allowed, in bytes
     * @return this assertion
     * @throws IllegalArgumentException if the size is negative
     */
    public VexfsTraceAssert noAllocationAbove(long bytes) {
        return checkUsage(new UsageAssertion(Question.NO_ALLOCATION_ABOVE, bytes));
    }

    /**
     * Verifies that since the test began no allocation by the module failed, and none of its functions returned -ENOMEM.
     * An allocation that succeeded at its second try, as kvmalloc makes them, has not failed.
     *
     * <pre>{@code
     * store.insert(1, vector);
     * assertThat(trace).noAllocationFailures();   // passes
     *
     * store.insert(2, vector);   // returns -ENOMEM
     * assertThat(trace).noAllocationFailures();   // fails
     * }</pre>
     *
     * @return this assertion
     */
    public VexfsTraceAssert noAllocationFailures() {
        return checkUsage(new UsageAssertion(Question.NO_ALLOCATION_FAILURES, 0));
    }

    private VexfsTraceAssert check(MemoryAssertion assertion) {
        return check(trace -> trace.ask(assertion));
    }

    private VexfsTraceAssert checkUsage(UsageAssertion assertion) {
        return check(trace -> trace.ask(assertion));
    }

    /**
     * Runs a check of what was navigated to from here.
     *
     * @param check throws what the test fails with
     */
    protected void verify(Runnable check) {
        check.run();
    }
}
