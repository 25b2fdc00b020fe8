package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.report.TestRun;

/** Classes that have one window for all their tests, judged again from captures. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ClassScopeReplayTests {

    private static final Map<String, String> REPLAY = Map.of("vexfs.trace.mode", "replay");

    @TempDir
    private Path folder;

    @Test
    void whatAClassHoldsWhenItsTestsAreThroughIsRecordedAsTheClasses() throws IOException {
        window(Whole.class).holds("vexfs_insert", 100).write(output());

        JupiterRun run = replay(Whole.class);

        run.assertSucceeded("first");
        run.assertSucceeded("second");
        run.assertSucceeded("inner");
        assertThat(RunRecords.read(output(), 0)).singleElement().satisfies(test -> {
            assertThat(test.started().className()).isEqualTo(Whole.class.getName());
            assertThat(test.started().methodName()).isEmpty();
            assertThat(test.started().displayName()).isEqualTo("Whole");
            assertThat(test.verdict()).isEqualTo(Verdict.FAILED);
            assertThat(test.window().orElseThrow().leakedBytes()).isEqualTo(100);
            assertThat(test.finished()).isPresent();
        });
    }

    @Test
    void whatWasAssertedInAClassFailsTheClassAgain() throws IOException {
        window(Whole.class).holds("vexfs_insert", 100).judged("noLeaks").write(output());

        JupiterRun run = replay(Whole.class);

        run.assertSucceeded("first");
        assertThat(run.failure("ClassScopeReplayTests$Whole"))
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Whole leaks 100 bytes in 1 object of module vexfs.");
        assertThat(run.failure("ClassScopeReplayTests$Whole").getStackTrace()[0])
                .isEqualTo(TestFrame.of(Whole.class));
    }

    @Test
    void whatIsExpectedOfAClassIsJudgedWhenAllItsTestsAreThrough() throws IOException {
        window(Expecting.class).holds("vexfs_insert", 100).write(output());

        JupiterRun run = replay(Expecting.class);

        run.assertSucceeded("first");
        assertThat(run.failure("ClassScopeReplayTests$Expecting"))
                .hasMessageStartingWith("Expecting leaks 100 bytes in 1 object of module vexfs.");
    }

    @Test
    void whatIsExpectedOfOneTestIsJudgedWhenThatEnds() throws IOException {
        window(ExpectingOnce.class)
                .holds("vexfs_insert", 100)
                .judged("expectations of ExpectingOnce.first")
                .write(output());

        JupiterRun run = replay(ExpectingOnce.class);

        assertThat(run.failure("first"))
                .hasMessageStartingWith("ExpectingOnce leaks 100 bytes in 1 object of module vexfs.");
        run.assertSucceeded("second");
        run.assertSucceeded("ClassScopeReplayTests$ExpectingOnce");
    }

    @Test
    void aMethodOfSuchAClassMayHaveAWindowOfItsOwn() throws IOException {
        window(Mixed.class).write(output(), "class");
        new GivenCapture(
                        "[engine:junit-jupiter]/[class:" + Mixed.class.getName() + "]/[method:own("
                                + VexfsTrace.class.getName() + ")]",
                        "Mixed.own")
                .holds("vexfs_insert", 300)
                .judged("noLeaks")
                .write(output(), "own");

        JupiterRun run = replay(Mixed.class);

        assertThat(run.failure("own")).hasMessageStartingWith("Mixed.own leaks 300 bytes in 1 object");
        run.assertSucceeded("shares");
        assertThat(RunRecords.read(output(), 0))
                .extracting(TestRun::verdict)
                .containsExactlyInAnyOrder(Verdict.PASSED, Verdict.FAILED);
    }

    @Test
    void aScopeOnAMethodThatMeansTheClassIsRefused() throws IOException {
        window(Whole.class).write(output());

        assertThat(replay(OnMethod.class).failure("wrong"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessage(
                        "@TraceVexfs of OnMethod.wrong: scope is CLASS, on a method. Remedy: put it on the class, or"
                                + " leave scope out.");
    }

    @Test
    void aTestThatRepeatsItselfNeedsAWindowOfItsOwn() throws IOException {
        window(Growing.class).write(output());

        assertThat(replay(Growing.class).failure("grows"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessage("@LeakGrowthTest of Growing.grows: its class is traced with scope = CLASS, and it needs a"
                        + " window of its own. Remedy: put a @TraceVexfs(script = MEMORY) on the method, too.");
    }

    private static GivenCapture window(Class<?> type) {
        return new GivenCapture("[engine:junit-jupiter]/[class:" + type.getName() + "]", type.getSimpleName());
    }

    private Path output() {
        return folder.resolve("target/vexfs-trace");
    }

    private JupiterRun replay(Class<?> tests) {
        return JupiterRun.of(tests, folder, REPLAY);
    }

    @TraceVexfs(script = Script.MEMORY, scope = Scope.CLASS)
    static class Whole {

        @AfterAll
        static void clear(VexfsTrace trace) {
            throw new AssertionError("a replay runs no body: " + trace);
        }

        @Test
        void first(VexfsTrace trace) {
            throw new AssertionError("a replay runs no body: " + trace);
        }

        @Test
        void second() {
            throw new AssertionError("a replay runs no body");
        }

        @Nested
        class Inner {

            @Test
            void inner() {
                throw new AssertionError("a replay runs no body");
            }
        }
    }

    @TraceVexfs(script = Script.MEMORY, scope = Scope.CLASS)
    @ExpectNoLeaks
    static class Expecting {

        @Test
        void first() {}
    }

    @TraceVexfs(script = Script.MEMORY, scope = Scope.CLASS)
    static class ExpectingOnce {

        @Test
        @ExpectNoLeaks
        void first() {}

        @Test
        void second() {}
    }

    @TraceVexfs(script = Script.MEMORY, scope = Scope.CLASS)
    static class Mixed {

        @Test
        @TraceVexfs(script = Script.MEMORY)
        void own(VexfsTrace trace) {
            throw new AssertionError("a replay runs no body: " + trace);
        }

        @Test
        void shares() {}
    }

    static class OnMethod {

        @Test
        @TraceVexfs(script = Script.MEMORY, scope = Scope.CLASS)
        void wrong() {}
    }

    @TraceVexfs(script = Script.MEMORY, scope = Scope.CLASS)
    static class Growing {

        @LeakGrowthTest
        void grows() {}
    }
}
