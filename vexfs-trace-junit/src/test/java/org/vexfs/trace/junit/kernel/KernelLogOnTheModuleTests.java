package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.MemoryAssertion;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.session.LiveWindow;
import org.vexfs.trace.testing.ExampleModule;
import org.vexfs.trace.testing.KernelTest;

/** What the kernel complains of while the module runs. */
@KernelTest
@Timeout(1200)
class KernelLogOnTheModuleTests {

    private static ModuleSession session;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        session = ModuleSession.start(folder, Map.of());
    }

    @AfterAll
    static void stop() {
        session.close();
    }

    @Test
    void aWarningOfTheKernelIsAFinding() throws Exception {
        LiveWindow window = session.open("warned");
        ExampleModule.command("warn");

        MemoryJudgement judgement = ModuleSession.memory(window);

        assertThat(MemoryAssertion.NO_KERNEL_WARNINGS.verdict(judgement)).isEqualTo(Verdict.FAILED);
        assertThat(judgement.kernelWarnings())
                .anySatisfy(warning -> assertThat(warning.lines())
                        .anySatisfy(line -> assertThat(line).contains("vexfs fault: asked to warn")));
        assertThat(judgement.leaks()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void aCleanCommandLeavesNoWarning() throws Exception {
        LiveWindow window = session.open("clean");
        ExampleModule.command("use kmalloc");

        MemoryJudgement judgement = ModuleSession.memory(window);

        assertThat(MemoryAssertion.NO_KERNEL_WARNINGS.verdict(judgement)).isEqualTo(Verdict.PASSED);
        assertThat(judgement.kernelWarnings()).isEmpty();
    }
}
