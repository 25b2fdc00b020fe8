package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.platform.engine.TestExecutionResult.Status.FAILED;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.testing.BpftraceTest;
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;

/** Every kind of test that JUnit has, traced live on this machine's own kernel: each is judged for what it left behind. */
@BpftraceTest
@Timeout(120)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class LifecyclesOnThisKernelTests {

    private static JupiterRun run;
    private static List<TestRun> runs;

    @BeforeAll
    static void run(@TempDir Path folder) throws IOException {
        List<Class<?>> cases = Stream.of(LifecycleTestCases.class.getDeclaredClasses())
                .filter(type -> !type.isInterface() && type != LifecycleTestCases.Rerun.class)
                .sorted(Comparator.comparing(Class::getName))
                .toList();
        run = JupiterRun.of(cases, folder, HostKernel.properties());
        runs = RunRecords.read(folder.resolve("target/vexfs-trace"), 0);
        HostKernel.release();
    }

    @Test
    void noTraceFails() {
        assertThat(run.summary().getContainersFailedCount()).isZero();
    }

    @Test
    void aNestedTestsWindowHasTheBeforeEachMethodsOfTheClassesAround() {
        assertThat(leaked(LifecycleTestCases.Outer.class))
                .containsOnly(entry("leavesTwo", 2L), entry("leavesThree", 3L), entry("leavesFour", 4L));
    }

    @Test
    void eachRepetitionHasAWindow() {
        assertThat(leaked(LifecycleTestCases.Repeated.class))
                .containsOnly(
                        entry("leavesItsNumber(RepetitionInfo)[1]", 1L),
                        entry("leavesItsNumber(RepetitionInfo)[2]", 2L),
                        entry("leavesItsNumber(RepetitionInfo)[3]", 3L));
    }

    @Test
    void eachInvocationOfAParameterizedTestHasAWindow() {
        assertThat(leaked(LifecycleTestCases.Parameterized.class))
                .containsOnly(
                        entry("leavesItsArgument(int, VexfsTrace)[1]", 2L),
                        entry("leavesItsArgument(int, VexfsTrace)[2]", 0L),
                        entry("leavesItsArgument(int, VexfsTrace)[3]", 1L));
    }

    @Test
    void eachTestOfEachInvocationOfAParameterizedClassHasAWindow() {
        assertThat(runs(LifecycleTestCases.OfParameters.class))
                .extracting(LifecyclesOnThisKernelTests::leakedBy)
                .containsExactly(2L, 0L);
        assertThat(runs(LifecycleTestCases.OfParameters.class))
                .extracting(test -> test.started().uniqueId())
                .doesNotHaveDuplicates();
    }

    @Test
    void eachInvocationOfATemplateHasAWindow() {
        assertThat(leaked(LifecycleTestCases.Template.class))
                .containsOnly(entry("leavesOne()[1]", 1L), entry("leavesOne()[2]", 1L));
    }

    @Test
    void whatOneInstanceHoldsFromBeforeIsNoTestsLeak() {
        assertThat(runs(LifecycleTestCases.OneInstance.class))
                .extracting(LifecyclesOnThisKernelTests::leakedBy)
                .containsExactly(1L, 2L);
    }

    @Test
    void aTestWithATimeoutIsTracedInWhicheverThreadItRuns() {
        assertThat(leaked(LifecycleTestCases.InTime.class))
                .containsOnly(entry("sameThreadLeavesOne", 1L), entry("separateThreadLeavesOne(VexfsTrace)", 1L));
    }

    @Test
    void aTestThatTakesTooLongIsJudgedForWhatItDidUntilThen() {
        assertThat(run.failure("takesTooLongInTheSameThread")).isInstanceOf(TimeoutException.class);
        assertThat(run.failure("takesTooLongInASeparateThread")).isInstanceOf(TimeoutException.class);
        assertThat(leaked(LifecycleTestCases.TooLate.class))
                .containsOnly(
                        entry("takesTooLongInTheSameThread", 1L),
                        entry("takesTooLongInASeparateThread", 1L),
                        entry("takesTooLongAndStaysInterrupted", 1L));
    }

    @Test
    @Fault("a test leaves its thread interrupted")
    void aTestThatLeavesItsThreadInterruptedIsJudgedAllTheSame(FaultOutcome outcome) {
        assertThat(runs(LifecycleTestCases.Interrupted.class)).singleElement().satisfies(test -> {
            assertThat(test.verdict()).as(test.text()).isEqualTo(Verdict.FAILED);
            assertThat(leakedBy(test)).isOne();
            outcome.judged(test.verdict(), test.text().lines().findFirst().orElseThrow());
        });
    }

    @Test
    void aTestThatAnswersForItsThreadIsRefusedAnother() {
        assertThat(leaked(LifecycleTestCases.OfItsThread.class))
                .contains(entry("leavesOne", 1L), entry("overridesItsClassAndLeavesOne", 1L));
        assertThat(run.failure("separateThreadLeavesOne"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageStartingWith(
                        "OfItsThread.separateThreadLeavesOne runs on a thread of its own, and attribution"
                                + " is THREAD, so its window would not see what it does. Remedy: set attribution = MODULE");
    }

    @Test
    void aDisabledTestHasNoWindow() {
        assertThat(leaked(LifecycleTestCases.WithDisabled.class)).containsOnly(entry("leavesNone", 0L));
    }

    @Test
    void aRerunIsAnotherAttemptWithAWindowOfItsOwn(@TempDir Path folder) throws IOException {
        JupiterRun first = JupiterRun.of(LifecycleTestCases.Rerun.class, folder, HostKernel.properties());
        JupiterRun second = JupiterRun.of(LifecycleTestCases.Rerun.class, folder, HostKernel.properties());

        assertThat(first.status("leavesTwoAtFirst")).isEqualTo(FAILED);
        second.assertSucceeded("leavesTwoAtFirst");
        List<TestRun> attempts = RunRecords.read(folder.resolve("target/vexfs-trace"), 0);
        assertThat(attempts).extracting(test -> test.started().attempt()).containsExactly(1, 2);
        assertThat(attempts).extracting(TestRun::verdict).containsExactly(Verdict.FAILED, Verdict.PASSED);
        HostKernel.release();
    }

    @Test
    void anInterfacesAnnotationHoldsForTheClassesThatImplementIt() {
        assertThat(leaked(LifecycleTestCases.Implementing.class))
                .containsOnly(entry("leavesOne(VexfsTrace)", 1L), entry("leavesTwoByDefault", 2L));
    }

    @Test
    void andForTheirSubclasses() {
        assertThat(leaked(LifecycleTestCases.ExtendingOneThatImplements.class))
                .containsOnly(entry("leavesOne(VexfsTrace)", 1L), entry("leavesTwoByDefault", 2L));
    }

    @Test
    void anAnnotationOfAnAnnotationHolds() {
        assertThat(leaked(LifecycleTestCases.MetaAnnotated.class)).containsOnly(entry("leavesOne(VexfsTrace)", 1L));
    }

    @Test
    void aMethodsAnnotationHoldsForItAlone() {
        assertThat(leaked(LifecycleTestCases.OneMethod.class)).containsOnly(entry("leavesOne", 1L));
    }

    @Test
    void whatAnAfterEachMethodFreesIsNoLeak() {
        assertThat(leaked(LifecycleTestCases.FreedAfterEach.class)).containsOnly(entry("leavesNone", 0L));
    }

    /** Gives how many objects each test of a class left behind, by the name that Surefire reports. */
    private static Map<String, Long> leaked(Class<?> tests) {
        return runs(tests).stream()
                .collect(
                        Collectors.toMap(test -> test.started().reportedName(), LifecyclesOnThisKernelTests::leakedBy));
    }

    private static long leakedBy(TestRun test) {
        return test.window().orElseThrow().leakedObjects();
    }

    private static List<TestRun> runs(Class<?> tests) {
        return runs.stream()
                .filter(test -> test.started().uniqueId().contains(":" + tests.getName() + "]"))
                .toList();
    }
}
