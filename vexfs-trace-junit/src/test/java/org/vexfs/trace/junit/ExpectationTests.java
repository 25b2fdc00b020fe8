package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.TestExecutionResult.Status.ABORTED;

import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.opentest4j.TestAbortedException;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.report.RunRecord;
import org.vexfs.trace.report.RunRecords;

/** What tests are annotated to expect of their traces, judged when they end; from captures, in which no test asserts. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ExpectationTests {

    private static final Map<String, String> REPLAY = Map.of("vexfs.trace.mode", "replay");

    @TempDir
    private Path folder;

    private Path output;

    @BeforeEach
    void nameOutput() {
        output = folder.resolve("target/vexfs-trace");
    }

    @Test
    void aLeakFailsATestOfAClassThatExpectsNone() throws IOException {
        trace(OnClass.class, "plain").holds("vexfs_insert", 100).write(output);

        assertThat(failure(OnClass.class, "plain"))
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessageStartingWith("OnClass.plain leaks 100 bytes in 1 object of module vexfs.");
    }

    @Test
    void whatMeetsItsExpectationsPasses() throws IOException {
        trace(OnClass.class, "expectsMore").write(output);

        replay(OnClass.class).assertSucceeded("expectsMore");
    }

    @Test
    void onlyWhatIsExpectedFailsATest() throws IOException {
        trace(OnClass.class, "plain").freesTwice("vexfs_insert", 100).write(output);

        replay(OnClass.class).assertSucceeded("plain");
    }

    @Test
    void aMethodsExpectationHoldsWithoutItsClasss() throws IOException {
        trace(OnMethod.class, "expects").freesTwice("vexfs_insert", 100).write(output);

        assertThat(failure(OnMethod.class, "expects"))
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessageStartingWith("OnMethod.expects makes module vexfs free memory twice, 1 time.");
    }

    @Test
    void aMethodsExpectationsAreAddedToItsClasss() throws IOException {
        trace(OnClass.class, "expectsMore")
                .holds("vexfs_cache_fill", 64)
                .freesTwice("vexfs_insert", 100)
                .write(output);

        assertThat(failure(OnClass.class, "expectsMore"))
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessageStartingWith("OnClass.expectsMore does not meet 2 expectations of its trace:\n\n"
                        + "OnClass.expectsMore leaks 64 bytes in 1 object of module vexfs.")
                .hasMessageContaining("\n\nOnClass.expectsMore makes module vexfs free memory twice, 1 time.");
    }

    @Test
    void whatClassAndMethodExpectAlikeIsToldOnce() throws IOException {
        trace(OnClass.class, "expectsTheSame").holds("vexfs_insert", 100).write(output);

        assertThat(failure(OnClass.class, "expectsTheSame"))
                .hasMessageStartingWith("OnClass.expectsTheSame leaks 100 bytes in 1 object of module vexfs.");
    }

    @Test
    void aSubclassInheritsThem() throws IOException {
        trace(Subclass.class, "plain").holds("vexfs_insert", 100).write(output);

        assertThat(failure(Subclass.class, "plain")).hasMessageStartingWith("Subclass.plain leaks 100 bytes");
    }

    @Test
    void aNestedClassExpectsWhatTheClassAroundItDoes() throws IOException {
        new GivenCapture(
                        "[engine:junit-jupiter]/[class:" + OnClass.class.getName()
                                + "]/[nested-class:Inner]/[method:nested()]",
                        "Inner.nested")
                .holds("vexfs_insert", 100)
                .write(output);

        assertThat(failure(OnClass.class, "nested")).hasMessageStartingWith("Inner.nested leaks 100 bytes");
    }

    @Test
    void anAnnotationOfOnesOwnCanCarryThem() throws IOException {
        trace(Composed.class, "clean").holds("vexfs_insert", 100).write(output);

        assertThat(failure(Composed.class, "clean")).hasMessageStartingWith("Composed.clean leaks 100 bytes");
    }

    @Test
    void aComplaintOfTheKernelFailsATestThatExpectsNone() throws IOException {
        trace(OnMethod.class, "expectsSilence")
                .logs("WARNING: CPU: 0 PID: 250 at fs/vexfs/store.c:120")
                .write(output);

        assertThat(failure(OnMethod.class, "expectsSilence"))
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessageStartingWith("OnMethod.expectsSilence makes the kernel complain, 1 time: WARNING: ");
    }

    @Test
    void anIncompleteTraceMeetsNoExpectation() throws IOException {
        trace(OnClass.class, "plain").missesAnAllocation().write(output);

        assertThat(failure(OnClass.class, "plain"))
                .isInstanceOf(InconclusiveTraceError.class)
                .hasMessageStartingWith(
                        "INCONCLUSIVE: the trace of module vexfs cannot tell whether it leaks in" + " OnClass.plain.");
    }

    @Test
    void whereSomethingFailedTheErrorIsAFailureThatTellsWhatIsInconclusiveToo() throws IOException {
        trace(OnClass.class, "expectsMore")
                .freesTwice("vexfs_insert", 100)
                .freesTwice("vexfs_insert", 100)
                .missesAnAllocation()
                .write(output);

        assertThat(failure(OnClass.class, "expectsMore"))
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessageContaining("\n\nINCONCLUSIVE: the trace of module vexfs cannot tell whether it leaks")
                .hasMessageContaining("\n\nOnClass.expectsMore makes module vexfs free memory twice, 2 times.");
    }

    @Test
    void aFailureOfTheTestItselfComesFirst() throws IOException {
        trace(OnClass.class, "breaks").holds("vexfs_insert", 100).write(output);

        assertThat(failure(OnClass.class, "breaks"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("broken");
        assertThat(failure(OnClass.class, "breaks").getSuppressed())
                .singleElement()
                .satisfies(expectation ->
                        assertThat(expectation).hasMessageStartingWith("OnClass.breaks leaks 100 bytes in 1 object"));
    }

    @Test
    void anAbortedTestIsNotJudged() throws IOException {
        trace(OnClass.class, "aborts").holds("vexfs_insert", 100).write(output);

        assertThat(replay(OnClass.class).status("aborts")).isEqualTo(ABORTED);
    }

    @Test
    void theRecordForTheBuildIsOfTheSameJudgement() throws IOException {
        trace(OnClass.class, "plain").holds("vexfs_insert", 100).write(output);

        String message = failure(OnClass.class, "plain").getMessage();

        assertThat(RunRecords.read(output, 0)).singleElement().satisfies(run -> {
            RunRecord.Window window = run.window().orElseThrow();
            assertThat(window.leaks()).isEqualTo(Verdict.FAILED);
            assertThat(window.text()).isEqualTo(message);
            assertThat(run.finished().orElseThrow().status()).isEqualTo("FAILED");
        });
    }

    @Test
    void withTracingOffNothingIsJudged() {
        JupiterRun run = JupiterRun.of(OnClass.class, folder, Map.of("vexfs.trace.mode", "off"));

        run.assertSucceeded("plain");
    }

    @Test
    void withoutATraceTheyAreAnErrorThatNamesThem() {
        JupiterRun run = JupiterRun.of(Untraced.class, folder, REPLAY);

        assertThat(run.failure("expects"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessage("@ExpectNoLeaks, @ExpectNoKernelWarnings of Untraced.expects: no @TraceVexfs traces this"
                        + " test. Remedy: add @TraceVexfs(script = MEMORY) to the method or its class, or remove"
                        + " @ExpectNoLeaks, @ExpectNoKernelWarnings.");
    }

    private static GivenCapture trace(Class<?> type, String method) {
        return new GivenCapture(type, method);
    }

    private JupiterRun replay(Class<?> tests) {
        return JupiterRun.of(tests, folder, REPLAY);
    }

    private Throwable failure(Class<?> tests, String method) {
        return replay(tests).failure(method);
    }

    @TraceVexfs(script = Script.MEMORY)
    @ExpectNoLeaks
    static class OnClass {

        @Test
        void plain() {}

        @Test
        @ExpectNoDoubleFree
        void expectsMore() {}

        @Test
        @ExpectNoLeaks
        void expectsTheSame() {}

        @Test
        @ExtendWith(Breaking.class)
        void breaks() {}

        @Test
        @ExtendWith(Aborting.class)
        void aborts() {}

        @Nested
        class Inner {

            @Test
            void nested() {}
        }
    }

    static class Subclass extends OnClass {}

    @TraceVexfs(script = Script.MEMORY)
    static class OnMethod {

        @Test
        @ExpectNoDoubleFree
        void expects() {}

        @Test
        @ExpectNoKernelWarnings
        void expectsSilence() {}
    }

    @TraceVexfs(script = Script.MEMORY)
    @ExpectNoLeaks
    @Retention(RetentionPolicy.RUNTIME)
    @interface Careful {}

    static class Composed {

        @Test
        @Careful
        void clean() {}
    }

    @ExpectNoLeaks
    static class Untraced {

        @Test
        @ExpectNoKernelWarnings
        void expects() {}
    }

    static class Breaking implements BeforeTestExecutionCallback {

        @Override
        public void beforeTestExecution(ExtensionContext context) {
            throw new IllegalStateException("broken");
        }
    }

    static class Aborting implements BeforeTestExecutionCallback {

        @Override
        public void beforeTestExecution(ExtensionContext context) {
            throw new TestAbortedException("assumed in vain");
        }
    }
}
