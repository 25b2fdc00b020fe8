package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.MemoryAssertion;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.report.FindingText;
import org.vexfs.trace.session.LiveWindow;
import org.vexfs.trace.testing.ExampleModule;
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;
import org.vexfs.trace.testing.KernelTest;

/**
 * A module that comes and goes within a window. The session starts without it: probes on functions of a module keep it
 * from being unloaded.
 */
@KernelTest
@Timeout(1200)
class ModuleLoadTests {

    private static final int MOST_ATTEMPTS = 3;

    @TempDir
    private Path folder;

    @BeforeEach
    void unload() throws Exception {
        LoadedModule.unload();
    }

    @AfterEach
    void loadAgain() throws Exception {
        if (LoadedModule.isThere()) {
            LoadedModule.unload();
        }
        LoadedModule.load();
    }

    @Test
    void whatTheModuleTakesWhenItIsLoadedAndFreesWhenItGoesIsNoLeak() throws Exception {
        MemoryJudgement judgement = loadUseAndUnload("init_objects=2");

        assertThat(judgement.gaps()).isEmpty();
        assertThat(judgement.leakFindings()).isEmpty();
        for (MemoryAssertion assertion : MemoryAssertion.values()) {
            assertThat(assertion.verdict(judgement)).as("%s", assertion).isEqualTo(Verdict.PASSED);
        }
    }

    @Test
    void whatTheModuleForgetsWhenItGoesIsALeak() throws Exception {
        MemoryJudgement judgement = loadUseAndUnload("init_objects=2", "leave_behind=1");

        assertThat(judgement.gaps()).isEmpty();
        assertThat(judgement.leaks()).isEqualTo(Verdict.FAILED);
        assertThat(judgement.leakFindings()).singleElement().satisfies(leak -> {
            assertThat(leak.count()).isOne();
            assertThat(leak.bytes()).isEqualTo(112);
            assertThat(leak.site().inModule()).isTrue();
            // The code of its initialisation is gone before its names could be read.
            assertThat(leak.site().function()).matches("(vexfs_init|init_module|\\[vexfs\\]).*");
        });
    }

    @Test
    @Fault("the module, which was not there when the trace began, is loaded, unloaded and loaded again, and then leaks")
    void whatItLeaksOnceItIsLoadedAgainIsALeakInThatWindowAndTheNext(FaultOutcome outcome) throws Exception {
        try (ModuleSession session = ModuleSession.start(folder, Map.of("module_check", "false"))) {
            LiveWindow reloading = session.open("reloading");
            LoadedModule.load();
            ExampleModule.command("use kmalloc");
            LoadedModule.unload();
            LoadedModule.load();
            leaksThree(reloading, "leak 300 3", 900);

            LiveWindow next = session.open("next");
            MemoryJudgement judgement = leaksThree(next, "leak 400 3", 1200);
            outcome.judged(judgement.leaks(), FindingText.of(MemoryAssertion.NO_LEAKS, judgement, next));
        }
    }

    private static MemoryJudgement leaksThree(LiveWindow window, String command, long bytes) throws Exception {
        ExampleModule.command(command);
        MemoryJudgement judgement = ModuleSession.memory(window);
        assertThat(judgement.leaks()).isEqualTo(Verdict.FAILED);
        assertThat(judgement.leakFindings())
                .filteredOn(leak -> leak.site().function().startsWith("vexfs_fault_leak+0x"))
                .singleElement()
                .satisfies(leak -> {
                    assertThat(leak.count()).isEqualTo(3);
                    assertThat(leak.bytes()).isEqualTo(bytes);
                });
        return judgement;
    }

    /**
     * A run that the kernel skipped in an interrupt leaves the window INCONCLUSIVE, which says: run it again. That is done
     * here, as when the other tests have run a thread that the kernel killed keeps the module loaded.
     */
    private MemoryJudgement loadUseAndUnload(String... parameters) throws Exception {
        MemoryJudgement judgement = loadUseAndUnloadOnce(parameters);
        for (int attempt = 2; attempt <= MOST_ATTEMPTS && !judgement.gaps().isEmpty(); attempt++) {
            judgement = loadUseAndUnloadOnce(parameters);
        }
        return judgement;
    }

    private MemoryJudgement loadUseAndUnloadOnce(String... parameters) throws Exception {
        try (ModuleSession session = ModuleSession.start(folder, Map.of("module_check", "false"))) {
            LiveWindow window = session.open("loaded");
            LoadedModule.load(parameters);
            ExampleModule.command("use kmalloc");
            LoadedModule.unload();
            return ModuleSession.memory(window);
        }
    }
}
