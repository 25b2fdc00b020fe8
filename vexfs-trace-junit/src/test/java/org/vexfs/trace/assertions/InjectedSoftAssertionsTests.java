package org.vexfs.trace.assertions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.junit.jupiter.InjectSoftAssertions;
import org.assertj.core.api.junit.jupiter.SoftAssertionsExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.MultipleFailuresError;
import org.vexfs.trace.junit.InconclusiveTraceError;
import org.vexfs.trace.junit.JupiterRun;
import org.vexfs.trace.junit.Traces;
import org.vexfs.trace.junit.VexfsTrace;

/** Soft assertions that AssertJ's extension injects, and asks when a test's method has returned. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class InjectedSoftAssertionsTests {

    @TempDir
    private Path folder;

    static Stream<Class<?>> kinds() {
        return Stream.of(IntoAField.class, IntoAParameter.class, InTheWordsOfBehaviour.class);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void failATestAtItsEndWithEverythingThatTheyFound(Class<?> tests) {
        JupiterRun run = JupiterRun.of(tests, folder, Map.of());

        assertThat(run.failure("leaks")).isInstanceOfSatisfying(MultipleFailuresError.class, error -> {
            List<Throwable> failures = error.getFailures();
            assertThat(failures).hasSize(3);
            assertThat(failures.get(0))
                    .hasMessageStartingWith("[insert] LeakyIT.losesThreeObjects leaks 384 bytes in 3 objects");
            assertThat(failures.get(1))
                    .isInstanceOf(InconclusiveTraceError.class)
                    .hasMessageContaining("add PERFORMANCE or KERNEL to @TraceVexfs(script = ...)");
            assertThat(failures.get(2)).hasMessageContaining("the last line");
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void passWhereNothingIsFound(Class<?> tests) {
        JupiterRun.of(tests, folder, Map.of()).assertSucceeded("frees");
    }

    private static VexfsTrace clean() {
        return Traces.captured("VectorStoreIT.deleteFreesWhatInsertAllocates");
    }

    private static VexfsTrace leaky() {
        return Traces.captured("LeakyIT.losesThreeObjects");
    }

    @ExtendWith(SoftAssertionsExtension.class)
    static class IntoAField {

        @InjectSoftAssertions
        private VexfsTraceSoftAssertions softly;

        @Test
        void leaks() {
            softly.assertThat(leaky()).as("insert").noLeaks().noDoubleFree();
            softly.assertThat(leaky()).operation("vexfs_read").noErrors();
            softly.assertThat(true).as("the last line").isFalse();
        }

        @Test
        void frees() {
            softly.assertThat(clean()).noLeaks().isComplete();
        }
    }

    @ExtendWith(SoftAssertionsExtension.class)
    static class IntoAParameter {

        @Test
        void leaks(VexfsTraceSoftAssertions softly) {
            softly.assertThat(leaky()).as("insert").noLeaks().noDoubleFree();
            softly.assertThat(leaky()).operation("vexfs_read").noErrors();
            softly.assertThat(true).as("the last line").isFalse();
        }

        @Test
        void frees(VexfsTraceSoftAssertions softly) {
            softly.assertThat(clean()).noLeaks().isComplete();
        }
    }

    @ExtendWith(SoftAssertionsExtension.class)
    static class InTheWordsOfBehaviour {

        @InjectSoftAssertions
        private VexfsTraceBDDSoftAssertions softly;

        @Test
        void leaks() {
            softly.then(leaky()).as("insert").noLeaks().noDoubleFree();
            softly.then(leaky()).operation("vexfs_read").noErrors();
            softly.then(true).as("the last line").isFalse();
        }

        @Test
        void frees() {
            softly.then(clean()).noLeaks().isComplete();
        }
    }
}
