package org.vexfs.trace.junit;

import static org.vexfs.trace.assertions.VexfsTraceAssertions.assertThat;
import static org.vexfs.trace.junit.Script.MEMORY;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.config.Attribution;

/** Traced tests of every kind that JUnit has, each of which leaves so many objects behind as its name or argument says. */
final class LifecycleTestCases {

    private LifecycleTestCases() {}

    @TraceVexfs(script = MEMORY)
    @ExtendWith(HostKernel.class)
    static class Outer {

        @BeforeEach
        void holdOne() throws IOException {
            HostKernel.hold(1);
        }

        @Test
        void leavesTwo() throws IOException {
            HostKernel.hold(1);
        }

        @Nested
        class Inner {

            @BeforeEach
            void holdOneMore() throws IOException {
                HostKernel.hold(1);
            }

            @Test
            void leavesThree() throws IOException {
                HostKernel.hold(1);
            }

            @Nested
            class Innermost {

                @Test
                void leavesFour() throws IOException {
                    HostKernel.hold(2);
                }
            }
        }
    }

    @TraceVexfs(script = MEMORY)
    @ExtendWith(HostKernel.class)
    static class Repeated {

        @RepeatedTest(3)
        void leavesItsNumber(RepetitionInfo repetition) throws IOException {
            HostKernel.hold(repetition.getCurrentRepetition());
        }
    }

    @TraceVexfs(script = MEMORY)
    @ExtendWith(HostKernel.class)
    static class Parameterized {

        @ParameterizedTest
        @ValueSource(ints = {2, 0, 1})
        void leavesItsArgument(int objects, VexfsTrace trace) throws IOException {
            HostKernel.hold(objects);
            assertThat(trace).noDoubleFree();
        }
    }

    @ParameterizedClass
    @ValueSource(ints = {2, 0})
    @TraceVexfs(script = MEMORY)
    @ExtendWith(HostKernel.class)
    static class OfParameters {

        @Parameter
        int objects;

        @Test
        void leavesItsArgument() throws IOException {
            HostKernel.hold(objects);
        }
    }

    @TraceVexfs(script = MEMORY)
    @ExtendWith(HostKernel.class)
    static class Template {

        @TestTemplate
        @ExtendWith(Twice.class)
        void leavesOne() throws IOException {
            HostKernel.hold(1);
        }
    }

    static class Twice implements TestTemplateInvocationContextProvider {

        @Override
        public boolean supportsTestTemplate(ExtensionContext context) {
            return true;
        }

        @Override
        public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
            return Stream.of(new TestTemplateInvocationContext() {}, new TestTemplateInvocationContext() {});
        }
    }

    @TraceVexfs(script = MEMORY)
    @ExtendWith(HostKernel.class)
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    static class OneInstance {

        private int tests;

        @BeforeAll
        void holdBeforeAnyTest() throws IOException {
            HostKernel.hold(5);
        }

        @Test
        void leavesItsOrder() throws IOException {
            HostKernel.hold(++tests);
        }

        @Test
        void leavesItsOrderToo() throws IOException {
            HostKernel.hold(++tests);
        }
    }

    @TraceVexfs(script = MEMORY)
    @ExtendWith(HostKernel.class)
    static class InTime {

        @Test
        @Timeout(value = 60, threadMode = Timeout.ThreadMode.SAME_THREAD)
        void sameThreadLeavesOne() throws IOException {
            HostKernel.hold(1);
        }

        @Test
        @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void separateThreadLeavesOne(VexfsTrace trace) throws IOException {
            HostKernel.hold(1);
            assertThat(trace).noDoubleFree();
        }
    }

    @TraceVexfs(script = MEMORY)
    @ExtendWith(HostKernel.class)
    static class TooLate {

        @Test
        @Timeout(value = 200, unit = TimeUnit.MILLISECONDS, threadMode = Timeout.ThreadMode.SAME_THREAD)
        void takesTooLongInTheSameThread() throws Exception {
            HostKernel.hold(1);
            new CountDownLatch(1).await();
        }

        @Test
        @Timeout(value = 200, unit = TimeUnit.MILLISECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void takesTooLongInASeparateThread() throws Exception {
            HostKernel.hold(1);
            new CountDownLatch(1).await();
        }

        @Test
        @Timeout(value = 200, unit = TimeUnit.MILLISECONDS, threadMode = Timeout.ThreadMode.SAME_THREAD)
        void takesTooLongAndStaysInterrupted() throws Exception {
            HostKernel.hold(1);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @TraceVexfs(script = MEMORY)
    @ExtendWith(HostKernel.class)
    static class Interrupted {

        @Test
        void leavesOneAndItsThreadInterrupted() throws IOException {
            HostKernel.hold(1);
            Thread.currentThread().interrupt();
        }
    }

    @TraceVexfs(script = MEMORY, attribution = Attribution.THREAD)
    @ExtendWith(HostKernel.class)
    static class OfItsThread {

        @Test
        void leavesOne() throws IOException {
            HostKernel.hold(1);
        }

        @Test
        @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void separateThreadLeavesOne() throws IOException {
            HostKernel.hold(1);
        }

        @Test
        @TraceVexfs(script = MEMORY, attribution = Attribution.MODULE)
        @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
        void overridesItsClassAndLeavesOne() throws IOException {
            HostKernel.hold(1);
        }
    }

    @TraceVexfs(script = MEMORY)
    @ExtendWith(HostKernel.class)
    static class WithDisabled {

        @Test
        @Disabled("to be left out")
        void disabled() throws IOException {
            HostKernel.hold(1);
        }

        @Test
        void leavesNone() throws IOException {
            HostKernel.hold(0);
        }
    }

    /** Run by one test alone, as attempts are counted in a JVM. */
    @TraceVexfs(script = MEMORY)
    @ExtendWith(HostKernel.class)
    static class Rerun {

        private static int attempts;

        @Test
        void leavesTwoAtFirst(VexfsTrace trace) throws IOException {
            HostKernel.hold(++attempts == 1 ? 2 : 0);
            assertThat(trace).noLeaks();
        }
    }

    @TraceVexfs(script = MEMORY)
    @ExtendWith(HostKernel.class)
    interface Traced {

        @Test
        default void leavesTwoByDefault() throws IOException {
            HostKernel.hold(2);
        }
    }

    static class Implementing implements Traced {

        @Test
        void leavesOne(VexfsTrace trace) throws IOException {
            HostKernel.hold(1);
            assertThat(trace).noDoubleFree();
        }
    }

    static class ExtendingOneThatImplements extends Implementing {}

    @TraceVexfs(script = MEMORY)
    @ExtendWith(HostKernel.class)
    @Retention(RetentionPolicy.RUNTIME)
    @interface TracedOnTheHost {}

    @TracedOnTheHost
    static class MetaAnnotated {

        @Test
        void leavesOne(VexfsTrace trace) throws IOException {
            HostKernel.hold(1);
            assertThat(trace).noDoubleFree();
        }
    }

    @ExtendWith(HostKernel.class)
    static class OneMethod {

        @Test
        @TraceVexfs(script = MEMORY)
        void leavesOne() throws IOException {
            HostKernel.hold(1);
        }

        @Test
        void isNotTraced() throws IOException {
            HostKernel.hold(1);
        }
    }

    @TraceVexfs(script = MEMORY)
    @ExtendWith(HostKernel.class)
    static class FreedAfterEach {

        @Test
        void leavesNone() throws IOException {
            HostKernel.hold(3);
        }

        @AfterEach
        void free() throws IOException {
            HostKernel.release();
        }
    }
}
