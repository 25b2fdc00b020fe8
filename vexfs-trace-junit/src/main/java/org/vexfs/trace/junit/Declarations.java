package org.vexfs.trace.junit;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.vexfs.trace.config.ConfigurationException;
import org.vexfs.trace.config.TraceConfig;

/**
 * What the tests and classes of a test plan say of their tracing. Each is looked up once in the plan, because to look for
 * annotations and to read the configuration takes longer than to open a window. What is refused is refused each time.
 */
final class Declarations {

    private final Map<Place, Tracing> tracings = new ConcurrentHashMap<>();
    private final Map<Place, Expectations> expectations = new ConcurrentHashMap<>();
    private final Map<Optional<TraceVexfs>, TraceConfig> configs = new ConcurrentHashMap<>();

    static Declarations of(ExtensionContext context) {
        return context.getRoot()
                .getStore(TestWindows.NAMESPACE)
                .getOrComputeIfAbsent(Declarations.class, key -> new Declarations(), Declarations.class);
    }

    /** Gives how a test or class is to be traced. */
    Tracing tracing(ExtensionContext context) {
        return tracings.computeIfAbsent(Place.of(context), place -> Tracing.of(context));
    }

    /** @throws ExtensionConfigurationException if something in the configuration is unknown or impossible */
    TraceConfig config(ExtensionContext context) {
        Tracing tracing = tracing(context);
        try {
            return configs.computeIfAbsent(tracing.annotation(), annotation -> tracing.config());
        } catch (ConfigurationException e) {
            throw new ExtensionConfigurationException("vexfs-trace: " + e.getMessage(), e);
        }
    }

    /**
     * Gives what is expected of a test or class.
     *
     * @throws ExtensionConfigurationException if one of them is impossible
     */
    Expectations expectations(ExtensionContext context) {
        return expectations.computeIfAbsent(
                Place.of(context), place -> Expectations.of(context, TestWindows.displayName(context)));
    }

    /**
     * Where something is declared.
     *
     * @param type the class that a test is a member of, which may inherit its method
     * @param element the method, or the class itself
     */
    private record Place(Class<?> type, AnnotatedElement element) {

        static Place of(ExtensionContext context) {
            Class<?> type = context.getRequiredTestClass();
            Optional<Method> method = context.getTestMethod();
            return new Place(type, method.isPresent() ? method.get() : type);
        }
    }
}
