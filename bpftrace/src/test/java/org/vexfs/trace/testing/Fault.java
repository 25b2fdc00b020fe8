package org.vexfs.trace.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Marks a test that makes something break while a trace runs. It takes a {@link FaultOutcome}, says there what a user
 * sees and how it was judged, and has a {@code @Timeout}. Once it has passed and nothing that it started runs on, it has
 * a row in the table of faults, which {@code examples/faults} puts together.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Tag("fault")
@ExtendWith(FaultRow.class)
public @interface Fault {

    /** What breaks, as the table has it: {@code bpftrace is killed}. */
    String value();
}
