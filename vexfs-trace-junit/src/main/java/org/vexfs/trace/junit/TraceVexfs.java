package org.vexfs.trace.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.IndirectAllocations;

/**
 * Trace a kernel module around each test.
 *
 * <p>On a class it holds for every test of the class, of its subclasses and of its nested classes; on a method it
 * replaces the class's. One bpftrace serves all tests of a run; a test is a window on what it tells, from before its
 * {@code @BeforeEach} methods until after its {@code @AfterEach} methods.
 *
 * <p>A test can take a {@link VexfsTrace} as a parameter and assert on it. Whether it does or not, what its window came
 * to is recorded, and the Maven plugin's {@code check} fails the build on a leak.
 *
 * <p>The module has one state, so tests that are traced must not run concurrently unless they set {@code attribution =
 * THREAD}; another build on the same machine
 * that traces the same module waits.
 *
 * <pre>{@code
 * @TraceVexfs(script = MEMORY)
 * class VectorStoreIT {
 *
 *     @Test
 *     void insertFreesWhatItAllocates(VexfsTrace trace) throws Exception {
 *         store.insert(vector(128));
 *         assertThat(trace).noLeaks().noDoubleFree();
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
@ExtendWith(TraceVexfsExtension.class)
public @interface TraceVexfs {

    /** What to trace: one script, or several, which run as one program. */
    Script[] script();

    /** The kernel module under test; empty for the configured one. */
    String module() default "";

    /** Patterns of the functions whose calls show that a test exercised the module; none for the configured ones. */
    String[] functions() default {};

    /** How long to wait for late frees, such as {@code 500ms}; empty for the configured time. */
    String settle() default "";

    /**
     * Which of what the module did a test answers for; none for the configured one. With {@link Attribution#THREAD} tests
     * may run at the same time, and each answers for what its own thread made the module do.
     */
    Attribution[] attribution() default {};

    /**
     * What it means if memory is held that a deeper part of the kernel allocated for the module; none for what is
     * configured.
     */
    IndirectAllocations[] indirect() default {};
}
