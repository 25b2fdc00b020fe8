package org.vexfs.trace.junit;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.IndirectAllocations;
import org.vexfs.trace.config.Isolation;
import org.vexfs.trace.config.TraceConfig;

/**
 * How a test or a class is to be traced.
 *
 * @param annotation the annotation that holds for it; none if there is none
 * @param onMethod whether that is on the test's method
 */
record Tracing(Optional<TraceVexfs> annotation, boolean onMethod) {

    /** Gives how a test is: as its method says, or else as its class does. */
    static Tracing ofTest(Method method, Class<?> type) {
        Optional<TraceVexfs> annotation = AnnotationSupport.findAnnotation(method, TraceVexfs.class);
        return annotation.isPresent() ? new Tracing(annotation, true) : ofClass(type);
    }

    /** Gives how the tests of a class are: as the class says, or else the nearest class around it. */
    static Tracing ofClass(Class<?> type) {
        Optional<TraceVexfs> annotation = Optional.empty();
        for (Class<?> each = type; annotation.isEmpty() && each != null; each = each.getEnclosingClass()) {
            annotation = AnnotationSupport.findAnnotation(each, TraceVexfs.class);
        }
        return new Tracing(annotation, false);
    }

    static Tracing of(ExtensionContext context) {
        Class<?> type = context.getRequiredTestClass();
        return context.getTestMethod().map(method -> ofTest(method, type)).orElseGet(() -> ofClass(type));
    }

    /** Gives whether the window of a class serves its tests. */
    boolean sharedInClass() {
        return !onMethod
                && annotation.filter(found -> found.scope() == Scope.CLASS).isPresent();
    }

    /** Gives whether a class opens a window for its tests: it says so itself, not the class around it. */
    static boolean opensWindow(Class<?> type) {
        return AnnotationSupport.findAnnotation(type, TraceVexfs.class)
                .filter(found -> found.scope() == Scope.CLASS)
                .isPresent();
    }

    /**
     * Gives the configuration that comes of it.
     *
     * @throws org.vexfs.trace.config.ConfigurationException if something in it is unknown or impossible
     */
    TraceConfig config() {
        Map<String, String> overrides = new LinkedHashMap<>();
        annotation.ifPresent(found -> {
            if (found.script().length > 0) {
                overrides.put(
                        "scripts",
                        Arrays.stream(found.script()).map(Script::name).collect(Collectors.joining(",")));
            }
            if (!found.file().isEmpty()) {
                overrides.put("custom_trace.file", found.file());
            }
            if (!found.module().isEmpty()) {
                overrides.put("module", found.module());
            }
            if (found.functions().length > 0) {
                overrides.put("functions", String.join(",", found.functions()));
            }
            if (!found.settle().isEmpty()) {
                overrides.put("memory_trace.settle.wait", found.settle());
            }
            for (Attribution attribution : found.attribution()) {
                overrides.put("attribution", attribution.name());
            }
            for (Isolation isolation : found.isolation()) {
                overrides.put("isolation", isolation.name());
            }
            for (IndirectAllocations indirect : found.indirect()) {
                overrides.put("memory_trace.indirect", indirect.name());
            }
        });
        return ConfigLoader.load(System.getProperties(), baseDirectory(), overrides);
    }

    /** Surefire and Failsafe tell the project's folder, which a fork's working folder need not be. */
    private static Path baseDirectory() {
        return Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    }
}
