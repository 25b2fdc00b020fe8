package org.vexfs.trace.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Marks tests on the example module, which run in the VM ({@code examples/kernel-tests}) and are skipped elsewhere. */
@Tag("kernel")
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(ExampleModule.class)
public @interface KernelTest {}
