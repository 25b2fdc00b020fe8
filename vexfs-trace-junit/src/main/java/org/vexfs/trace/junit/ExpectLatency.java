package org.vexfs.trace.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Expect that calls of the module's functions that a test makes take less than a limit, at one or several percentiles.
 *
 * <p>On a class it holds for every test of the class, of its subclasses and of its nested classes; what a method is
 * annotated with comes on top. It can be repeated, for several functions. It needs a {@link TraceVexfs} that traces the
 * test with a script that tells of operations, which are {@code PERFORMANCE} and {@code KERNEL}. It is judged once, when
 * the test's window is closed after its {@code @AfterEach} methods, from the same judgement that is recorded for the
 * build; only calls that began and returned in the window count. All expectations that a test does not meet are in one
 * error, which never takes the place of a failure of the test itself. Where the trace cannot tell, as with fewer calls than
 * a percentile needs, that is an {@link InconclusiveTraceError}. A test that is aborted, or run with tracing off, is not
 * judged. Tests may run concurrently as far as their {@link TraceVexfs#attribution()} lets them.
 *
 * <p>Limits are numbers with us, ms, s or min, such as {@code 250us}. At least one must be given; what is impossible is an
 * error before the test runs.
 *
 * <pre>{@code
 * @TraceVexfs(script = PERFORMANCE)
 * class VectorStoreIT {
 *
 *     @Test
 *     @ExpectLatency(operation = "vexfs_vector_search", p50 = "200us", p99 = "2ms")
 *     void searchIsFast() throws Exception {   // passes, unless searching takes longer
 *         for (int i = 0; i < 1_000; i++) {
 *             store.search(vector);
 *         }
 *     }
 *
 *     @Test
 *     @ExpectLatency(operation = "vexfs_vector_search", percentile = 100, below = "1us")
 *     void searchTakesNoTime() throws Exception {   // fails: the longest search takes longer
 *         store.search(vector);
 *     }
 * }
 * }</pre>
 *
 * @since 0.1
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Repeatable(ExpectLatencies.class)
@ExtendWith(TraceVexfsExtension.class)
@API(status = Status.MAINTAINED, since = "0.1")
public @interface ExpectLatency {

    /** The name of a function of the module, or a pattern in which {@code *} stands for any characters. */
    String operation();

    /** The limit above the median; empty if nothing is expected of it. It needs 2 calls, as configured. */
    String p50() default "";

    /** The limit above the 95th percentile; empty if nothing is expected of it. It needs 20 calls, as configured. */
    String p95() default "";

    /** The limit above the 99th percentile; empty if nothing is expected of it. It needs 100 calls, as configured. */
    String p99() default "";

    /** The limit above the percentile of 99.9; empty if nothing is expected of it. It needs 1,000 calls, as configured. */
    String p999() default "";

    /**
     * Any other percentile, above 0 and at most 100, where 100 is the longest of all calls; its limit is {@link #below()}.
     * 0 if there is none.
     */
    double percentile() default 0;

    /** The limit above {@link #percentile()}; empty if there is none. */
    String below() default "";
}
