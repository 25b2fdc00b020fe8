package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.launcher.Launcher;

/** The build runs the same classes on JUnit 5 and 6, and says which it means. */
class JUnitVersionTests {

    private static final String VERSION = System.getProperty("test.junit", "");

    static Stream<Class<?>> ofJupiter() {
        return Stream.of(Test.class, JupiterTestEngine.class, ParameterizedTest.class);
    }

    @ParameterizedTest
    @MethodSource("ofJupiter")
    void jupiterIsTheOneThatTheBuildMeans(Class<?> part) {
        assertThat(part.getPackage().getImplementationVersion()).isEqualTo(VERSION);
    }

    static Stream<Class<?>> ofThePlatform() {
        return Stream.of(AnnotationSupport.class, TestEngine.class, Launcher.class);
    }

    /** The platform of JUnit 5.14 is 1.14; that of 6 counts as Jupiter does. */
    @ParameterizedTest
    @MethodSource("ofThePlatform")
    void soIsThePlatform(Class<?> part) {
        assertThat(part.getPackage().getImplementationVersion()).isEqualTo(VERSION.replaceFirst("^5", "1"));
    }
}
