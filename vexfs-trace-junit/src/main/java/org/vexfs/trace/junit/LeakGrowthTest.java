package org.vexfs.trace.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * A test that does the same thing again and again, and fails where the module holds more with each time.
 *
 * <p>The method is called {@code warmup + iterations} times on one instance, with the same arguments; its
 * {@code @BeforeEach} and {@code @AfterEach} methods are called once. What the module holds after the warm-up, and
 * what it allocates once and keeps, does not count; a place in the module that holds more objects at the end of each
 * third of the iterations than at its beginning does. An assertion {@code noLeaks} in the method still counts
 * everything that is held since the test began.
 *
 * <p>It has a window of its own, so its class may not be traced with {@code scope = CLASS}, unless the method is
 * annotated, too. The module and the rest are as a {@link TraceVexfs} on the method or its class says, or else as configured.
 *
 * <pre>{@code
 * @LeakGrowthTest(iterations = 30)
 * void searchHoldsNoMoreWithEachCall() throws Exception {
 *     store.search(vector(128));
 * }
 * }</pre>
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Test
@ResourceLock(providers = ModuleLocks.class)
@ExtendWith(TraceVexfsExtension.class)
@API(status = Status.MAINTAINED, since = "0.1")
public @interface LeakGrowthTest {

    /** How often to call the method before anything counts, at least 0: until its caches are full. */
    int warmup() default 3;

    /** How often to call the method then, at least 3. */
    int iterations() default 12;
}
