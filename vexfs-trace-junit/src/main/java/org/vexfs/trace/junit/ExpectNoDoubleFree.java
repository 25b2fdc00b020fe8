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

/**
 * Expect that a test makes the module free no address twice.
 *
 * <p>On a class it holds for every test of the class, of its subclasses and of its nested classes; what a method is
 * annotated with comes on top. It needs a {@link TraceVexfs} that traces the test. It is judged once, when the test's
 * window is closed after its {@code @AfterEach} methods, from the same judgement that is recorded for the build. All
 * expectations that a test does not meet are in one error, which never takes the place of a failure of the test itself.
 * Where the trace cannot tell, that is an {@link InconclusiveTraceError}. A test that is aborted, or run with tracing off,
 * is not judged. Tests may run concurrently as far as their {@link TraceVexfs#attribution()} lets them.
 *
 * <pre>{@code
 * @TraceVexfs(script = MEMORY)
 * @ExpectNoDoubleFree
 * class VectorStoreIT {
 *
 *     @Test
 *     void deleteFreesAVector() throws Exception {   // passes
 *         store.delete(1);
 *     }
 *
 *     @Test
 *     void asksTheModuleToFreeTwice() throws Exception {   // fails
 *         store.fault("double_free 128");
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
@API(status = Status.MAINTAINED, since = "0.1")
public @interface ExpectNoDoubleFree {}
