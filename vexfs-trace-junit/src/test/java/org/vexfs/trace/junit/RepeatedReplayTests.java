package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.report.TestRun;

/** Tests that JUnit runs several times, or that make tests of their own, judged again from captures: no body runs. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class RepeatedReplayTests {

    private static final Map<String, String> REPLAY = Map.of("vexfs.trace.mode", "replay");

    private static final String FACTORY =
            "[engine:junit-jupiter]/[class:" + Factory.class.getName() + "]/[test-factory:";

    @TempDir
    private Path folder;

    @Test
    void eachInvocationOfAParameterizedTestIsJudgedFromItsOwnWindow() throws IOException {
        invocation(Parameterized.class, "inserts(int)", 1).judged("noLeaks").write(output(), "first");
        invocation(Parameterized.class, "inserts(int)", 2)
                .holds("vexfs_insert", 100)
                .judged("noLeaks")
                .write(output(), "second");

        JupiterRun run = replay(Parameterized.class);

        run.assertSucceeded("[1] 7");
        assertThat(run.failure("[2] 8"))
                .isExactlyInstanceOf(AssertionError.class)
                .hasMessageStartingWith("inserts 2 leaks 100 bytes in 1 object of module vexfs.");
        assertThat(RunRecords.read(output(), 0)).extracting(TestRun::verdict).hasToString("[PASSED, FAILED]");
    }

    @Test
    void aRepetitionRunsNoBody() throws IOException {
        invocation(Repeated.class, "inserts()", 1).write(output());

        replay(Repeated.class).assertSucceeded("repetition 1 of 1");
    }

    @Test
    void aFactoryWithoutDynamicTestsMakesNoneAgain() throws IOException {
        factory("plain", "").write(output());

        JupiterRun run = replay(Factory.class);

        run.assertSucceeded("plain()");
        assertThat(run.summary().getTestsStartedCount()).isZero();
    }

    @Test
    void eachDynamicTestIsMadeAgainAndJudgedFromItsOwnWindow() throws IOException {
        factory("asserting", "").holds("vexfs_insert", 100).write(output(), "factory");
        factory("asserting", "/[dynamic-test:#1]").judged("noLeaks").write(output(), "one");
        factory("asserting", "/[dynamic-container:#2]/[dynamic-test:#1]")
                .holds("vexfs_insert", 100)
                .judged("noLeaks")
                .write(output(), "two");

        JupiterRun run = replay(Factory.class);

        run.assertSucceeded("test 1");
        assertThat(run.failure("test 2"))
                .hasMessageStartingWith("Factory.asserting test 2 leaks 100 bytes in 1 object");
        run.assertSucceeded("asserting()");
        assertThat(RunRecords.read(output(), 0))
                .extracting(test -> test.started().displayName() + ": " + test.verdict())
                .contains(
                        "Factory.asserting: FAILED",
                        "Factory.asserting test 1: PASSED",
                        "Factory.asserting test 2: FAILED");
    }

    @Test
    void whatIsExpectedOfAFactoryIsJudgedForEachOfItsTestsAndNotTwice() throws IOException {
        factory("expecting", "").holds("vexfs_insert", 100).write(output(), "factory");
        factory("expecting", "/[dynamic-test:#1]").holds("vexfs_insert", 100).write(output(), "one");

        JupiterRun run = replay(Factory.class);

        assertThat(run.failure("test 1"))
                .hasMessageStartingWith("Factory.expecting test 1 leaks 100 bytes in 1 object");
        run.assertSucceeded("expecting()");
    }

    @Test
    void whatAFactoryItselfLeavesHeldFailsIt() throws IOException {
        factory("expecting", "").holds("vexfs_insert", 100).write(output(), "factory");
        factory("expecting", "/[dynamic-test:#1]").write(output(), "one");

        JupiterRun run = replay(Factory.class);

        run.assertSucceeded("test 1");
        assertThat(run.failure("expecting()")).hasMessageStartingWith("Factory.expecting leaks 100 bytes in 1 object");
    }

    private static GivenCapture invocation(Class<?> type, String method, int number) {
        return new GivenCapture(
                "[engine:junit-jupiter]/[class:" + type.getName() + "]/[test-template:" + method
                        + "]/[test-template-invocation:#" + number + "]",
                method.substring(0, method.indexOf('(')) + " " + number);
    }

    /** Begins the window of a factory, or of a test below it; all other factories of the class have one, too. */
    private GivenCapture factory(String method, String below) throws IOException {
        for (String other : List.of("plain", "asserting", "expecting")) {
            if (below.isEmpty() && !other.equals(method)) {
                new GivenCapture(FACTORY + other + "()]", "Factory." + other).write(output(), other);
            }
        }
        String number = below.isEmpty() ? "" : " test " + (below.contains("container") ? 2 : 1);
        return new GivenCapture(FACTORY + method + "()]" + below, "Factory." + method + number);
    }

    private Path output() {
        return folder.resolve("target/vexfs-trace");
    }

    private JupiterRun replay(Class<?> tests) {
        return JupiterRun.of(tests, folder, REPLAY);
    }

    @TraceVexfs(script = Script.MEMORY)
    static class Parameterized {

        @ParameterizedTest
        @ValueSource(ints = {7, 8})
        void inserts(int vectors) {
            throw new AssertionError("a replay runs no body: " + vectors);
        }
    }

    @TraceVexfs(script = Script.MEMORY)
    static class Repeated {

        @RepeatedTest(1)
        void inserts() {
            throw new AssertionError("a replay runs no body");
        }
    }

    @TraceVexfs(script = Script.MEMORY)
    static class Factory {

        @TestFactory
        List<DynamicTest> plain() {
            throw new AssertionError("a replay runs no factory");
        }

        @TestFactory
        DynamicTest asserting() {
            return dynamicTest("asserts", () -> {
                throw new AssertionError("a replay runs no dynamic test");
            });
        }

        @TestFactory
        @ExpectNoLeaks
        DynamicTest expecting() {
            return asserting();
        }
    }
}
