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
 * Hold several {@link ExpectLatency}, which stand for themselves: repeat the annotation instead.
 *
 * @since 0.1
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@ExtendWith(TraceVexfsExtension.class)
@API(status = Status.MAINTAINED, since = "0.1")
public @interface ExpectLatencies {

    /** What is expected. */
    ExpectLatency[] value();
}
