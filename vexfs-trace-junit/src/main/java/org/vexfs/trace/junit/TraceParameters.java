package org.vexfs.trace.junit;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives a {@link VexfsTrace} to the methods that take one. */
class TraceParameters implements ParameterResolver {

    /** Gives whether a method looks at a trace. */
    static boolean takesTrace(Method method) {
        return Arrays.asList(method.getParameterTypes()).contains(VexfsTrace.class);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == VexfsTrace.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getDeclaringExecutable() instanceof Constructor<?> constructor) {
            throw new ParameterResolutionException("a VexfsTrace exists while a test runs, and not yet when "
                    + constructor.getDeclaringClass().getSimpleName()
                    + " is made: take it as a parameter of a test, @BeforeEach or @AfterEach method.");
        }
        return TestWindows.active(context)
                .orElseThrow(
                        () -> new ParameterResolutionException("a VexfsTrace exists while a test runs: take it as a"
                                + " parameter of a test, @BeforeEach or @AfterEach method, or set scope = CLASS; not of "
                                + parameter.getDeclaringExecutable()))
                .trace();
    }
}
