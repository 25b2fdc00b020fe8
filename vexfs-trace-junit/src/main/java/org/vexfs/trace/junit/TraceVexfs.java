package org.vexfs.trace.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.apiguardian.api.API;
import org.apiguardian.api.API.Status;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.IndirectAllocations;
import org.vexfs.trace.config.Isolation;

/**
 * Trace a kernel module around each test, or around a class.
 *
 * <p>One bpftrace serves all tests of a run; a test is a window on what it tells, from before its {@code @BeforeEach}
 * methods until after its {@code @AfterEach} methods. Each invocation of a parameterized or repeated test and each dynamic
 * test is a test. A test can take a {@link VexfsTrace} as a parameter and assert on it. Whether it does or not, what its
 * window came to is recorded, and the Maven plugin's {@code check} fails the build on a leak.
 *
 * <h2>What it holds for</h2>
 *
 * <p>On a class, or on an interface that the class implements, it holds for every test of the class, of its subclasses and
 * of its nested classes. The nearest one counts, whole: one on a method, where {@code scope} has no meaning, replaces that
 * of its class, one on a class that of its superclass and of the class around it. It may be put on an annotation of your
 * own, which then does the same.
 *
 * <h2>Tests that run at the same time</h2>
 *
 * <p>The module has one state. So tests that answer for all that it does, or that their process makes it do, do not
 * run at the same time as any other test that traces the same module: they hold a {@link ResourceLock}. With
 * {@code attribution = THREAD} they may. One of them that wants other scripts than the trace that runs waits until no test
 * uses that, up to {@code bpftrace.lock_timeout}, and those that begin after it wait behind it; so tests that wait for each
 * other should want the same. Another build on the same machine that traces the same module waits.
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
@ResourceLock(providers = ModuleLocks.class)
@ExtendWith(TraceVexfsExtension.class)
@API(status = Status.MAINTAINED, since = "0.1")
public @interface TraceVexfs {

    /** What to trace: one script, or several, which run as one program; {@link Script#CUSTOM} runs alone. */
    Script[] script();

    /**
     * The file of your own script, in bpftrace's language, relative to the project; with {@code script = CUSTOM}, and only
     * then. Empty for the configured one ({@code custom_trace.file}).
     *
     * <p>What it prints is told by {@link VexfsTrace#lines()}, what its maps hold by {@link VexfsTrace#maps()}, each for the
     * window of the test. One bpftrace serves all tests with the same file; tests with different files have one each, one
     * after the other, which takes seconds to change. The script may have all that bpftrace takes, except {@code exit()},
     * parameters ({@code $1}), and what needs {@code --unsafe}.
     */
    String file() default "";

    /** Whether each test has a window of its own, or the class one for all its tests. */
    Scope scope() default Scope.METHOD;

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
     * Whether the tests share a bpftrace; none for what is configured. One for each test takes seconds, and is needed only
     * where nothing that ran before may be seen.
     */
    Isolation[] isolation() default {};

    /**
     * What it means if memory is held that a deeper part of the kernel allocated for the module; none for what is
     * configured.
     */
    IndirectAllocations[] indirect() default {};
}
