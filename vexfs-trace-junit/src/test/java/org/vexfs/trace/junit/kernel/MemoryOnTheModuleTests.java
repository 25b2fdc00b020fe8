package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.session.LiveSession;
import org.vexfs.trace.session.LiveWindow;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.testing.ExampleModule;
import org.vexfs.trace.testing.KernelTest;

/** What the module is made to do, and what a window on it comes to. */
@KernelTest
@Timeout(1200)
class MemoryOnTheModuleTests {

    private static TraceConfig config;
    private static LiveSession session;

    private LiveWindow window;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        config = ConfigLoader.load(System.getProperties(), folder, Map.of("general.output_dir", "out"));
        session = LiveSession.start(config);
    }

    @AfterAll
    static void stop() {
        session.close();
    }

    @BeforeEach
    void open(TestInfo test) throws Exception {
        window = session.open(new TestId(test.getDisplayName(), test.getDisplayName(), 1), config);
    }

    @AfterEach
    void clear() throws IOException {
        ExampleModule.command("clear");
    }

    @Test
    void aLeakIsNamedByBytesCountFunctionAndLine() throws Exception {
        ExampleModule.command("leak 1000 7");

        MemoryJudgement judgement = ModuleSession.memory(window);

        assertThat(judgement.leaks()).isEqualTo(Verdict.FAILED);
        assertThat(judgement.leakFindings()).singleElement().satisfies(leak -> {
            assertThat(leak.count()).isEqualTo(7);
            assertThat(leak.bytes()).isEqualTo(7 * 1000);
            assertThat(leak.site().function()).matches("vexfs_fault_leak\\+0x[0-9a-f]+");
            assertThat(leak.site().source())
                    .hasValueSatisfying(line -> assertThat(line).matches("examples/module/vexfs_faults\\.c:\\d+"));
        });
        assertThat(judgement.doubleFrees()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void aLeakOfACacheIsFound() throws Exception {
        ExampleModule.command("leak_cache 4");

        MemoryJudgement judgement = ModuleSession.memory(window);

        assertThat(judgement.leaks()).isEqualTo(Verdict.FAILED);
        assertThat(judgement.leakedObjects()).isEqualTo(4);
        assertThat(judgement.leakFindings())
                .singleElement()
                .satisfies(leak -> assertThat(leak.site().function()).startsWith("vexfs_fault_leak_cache+0x"));
    }

    @Test
    void aLargeLeakCountsOnce() throws Exception {
        ExampleModule.command("leak 300000");

        MemoryJudgement judgement = ModuleSession.memory(window);

        assertThat(judgement.leaks()).isEqualTo(Verdict.FAILED);
        assertThat(judgement.leakedObjects()).isOne();
        assertThat(judgement.leakedBytes()).isEqualTo(300_000);
    }

    @Test
    void aDoubleFreeThatTheKernelDoesNotNoticeIsFound() throws Exception {
        ExampleModule.command("double_free 128");

        MemoryJudgement judgement = ModuleSession.memory(window);

        assertThat(judgement.doubleFrees()).isEqualTo(Verdict.FAILED);
        assertThat(judgement.activity().doubleFrees()).isOne();
        assertThat(judgement.doubleFreeFindings()).singleElement().satisfies(doubleFree -> {
            assertThat(doubleFree.site().function()).startsWith("vexfs_fault_double_free+0x");
            assertThat(doubleFree.firstFree())
                    .hasValueSatisfying(site -> assertThat(site.function()).startsWith("vexfs_fault_double_free+0x"));
            assertThat(doubleFree.allocation())
                    .hasValueSatisfying(site -> assertThat(site.function()).startsWith("vexfs_fault_double_free+0x"));
        });
        assertThat(judgement.leaks()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void whatAWorkqueueFreesWithinTheSettleTimeIsNoLeak(@TempDir Path folder) throws Exception {
        // Late enough for a busy machine to ask before, and patience enough for one that is busier.
        TraceConfig patient = ConfigLoader.load(
                System.getProperties(), folder, Map.of("general.output_dir", "out", "memory_trace.settle.wait", "60s"));
        LiveWindow late = session.open(new TestId("late", "late", 1), patient);
        ExampleModule.command("late_free 256 5000");

        MemoryJudgement judgement = ModuleSession.memory(late);

        assertThat(judgement.leaks()).isEqualTo(Verdict.PASSED);
        assertThat(judgement.settling())
                .singleElement()
                .satisfies(step -> assertThat(step).startsWith("waited"));
    }

    @Test
    void whatIsRetainedIsHeldUntilItIsFreed() throws Exception {
        ExampleModule.command("retain 64");
        assertThat(window.judgeMemory("noLeaks").leaks()).isEqualTo(Verdict.FAILED);

        ExampleModule.command("clear");
        assertThat(ModuleSession.memory(window).leaks()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void threeLeaksInAFloodAreExactlyThree() throws Exception {
        ExampleModule.command("fill 10000 8 1");
        ExampleModule.command("leak 96 3");
        ExampleModule.command("clear");

        MemoryJudgement judgement = ModuleSession.memory(window);

        assertThat(judgement.leaks()).isEqualTo(Verdict.FAILED);
        assertThat(judgement.leakedObjects()).isEqualTo(3);
        assertThat(judgement.leakedBytes()).isEqualTo(3 * 96);
        assertThat(judgement.activity().allocations()).isGreaterThanOrEqualTo(10_000);
    }

    @Test
    void aWindowWithoutActivityIsInconclusive() {
        MemoryJudgement judgement = ModuleSession.memory(window);

        assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judgement.gaps())
                .singleElement()
                .extracting(Gap::cause)
                .asString()
                .startsWith("the module was not exercised");
    }

    @Test
    void aFunctionThatAllocatesNothingIsActivity() throws Exception {
        ExampleModule.command("stat");

        assertThat(ModuleSession.memory(window).leaks()).isEqualTo(Verdict.PASSED);
    }
}
