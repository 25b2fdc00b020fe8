package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionContext;

class TestFrameTests {

    private static final long TAKES_TWO_PLACES = 0x123456789abcdefL;

    @Test
    void aMethodsFrameHasTheFileAndTheFirstLineOfItsCode() throws Exception {
        assertFrame(TestFrame.of(method(TestFrameTests.class, "here")), here());
    }

    @Test
    void aMethodOfANestedClassHasTheFileOfTheClassAround() throws Exception {
        assertFrame(TestFrame.of(method(Nested.class, "here", long.class, String[].class)), new Nested().here(1));
    }

    @Test
    void ofSeveralMethodsOfOneNameTheParametersTellWhich() throws Exception {
        assertThat(TestFrame.of(method(Nested.class, "here")).getLineNumber())
                .isEqualTo(new Nested().here().getLineNumber())
                .isNotEqualTo(new Nested().here(1).getLineNumber());
    }

    @Test
    void aMethodWithoutCodeHasNoLine() throws Exception {
        assertThat(TestFrame.of(method(Runnable.class, "run"))).hasToString("java.lang.Runnable.run(Runnable.java)");
    }

    @Test
    void whatFailsGetsTheFrameOnTopOfItsOwn() throws Exception {
        Method here = method(TestFrameTests.class, "here");

        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> TestFrame.onTopOf(context(Optional.of(here), TestFrameTests.class), () -> {
                    throw new AssertionError("leaks");
                }))
                .withMessage("leaks")
                .satisfies(error -> {
                    assertThat(error.getStackTrace()[0]).isEqualTo(TestFrame.of(here));
                    assertThat(error.getStackTrace()[1].getClassName()).isEqualTo(TestFrameTests.class.getName());
                });
    }

    @Test
    void whatFailsForAClassGetsTheFrameOfItsConstructor() {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> TestFrame.onTopOf(context(Optional.empty(), Nested.class), () -> {
                    throw new AssertionError("leaks");
                }))
                .satisfies(error -> {
                    assertThat(error.getStackTrace()[0].getMethodName()).isEqualTo("<init>");
                    assertThat(error.getStackTrace()[0].getFileName()).isEqualTo("TestFrameTests.java");
                    // The class begins two lines above its field.
                    assertThat(error.getStackTrace()[0].getLineNumber())
                            .isEqualTo(new Nested().made.getLineNumber() - 2);
                });
    }

    /** Gives JUnit's context of a test or a class, which knows nothing else. */
    private static ExtensionContext context(Optional<Method> method, Class<?> type) {
        return (ExtensionContext) Proxy.newProxyInstance(
                TestFrameTests.class.getClassLoader(),
                new Class<?>[] {ExtensionContext.class},
                (proxy, called, arguments) -> called.getName().equals("getTestMethod") ? method : type);
    }

    private static void assertFrame(StackTraceElement frame, StackTraceElement expected) {
        assertThat(frame.getClassName()).isEqualTo(expected.getClassName());
        assertThat(frame.getMethodName()).isEqualTo(expected.getMethodName());
        assertThat(frame.getFileName()).isEqualTo("TestFrameTests.java");
        assertThat(frame.getLineNumber()).isEqualTo(expected.getLineNumber());
    }

    private static Method method(Class<?> type, String name, Class<?>... parameters) throws NoSuchMethodException {
        return type.getDeclaredMethod(name, parameters);
    }

    static StackTraceElement here() {
        return new Throwable().getStackTrace()[0];
    }

    static class Nested {

        final StackTraceElement made = new Throwable().getStackTrace()[0];

        StackTraceElement here() {
            return new Throwable().getStackTrace()[0];
        }

        StackTraceElement here(long number, String... others) {
            StackTraceElement here = new Throwable().getStackTrace()[0];
            return number + others.length == TAKES_TWO_PLACES ? null : here;
        }
    }
}
