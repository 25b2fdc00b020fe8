package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.MemoryAssertion;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.session.LiveWindow;
import org.vexfs.trace.testing.ExampleModule;
import org.vexfs.trace.testing.KernelTest;

/**
 * A module that comes and goes within a window. The session starts without it: probes on functions of a module keep it
 * from being unloaded.
 */
@KernelTest
@Timeout(1200)
class ModuleLoadTests {

    private static final Path LOADED = Path.of("/sys/module/vexfs");

    @TempDir
    private Path folder;

    @BeforeEach
    void unload() throws Exception {
        run("rmmod", "vexfs");
    }

    @AfterEach
    void loadAgain() throws Exception {
        if (Files.exists(LOADED)) {
            run("rmmod", "vexfs");
        }
        load();
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

    private MemoryJudgement loadUseAndUnload(String... parameters) throws Exception {
        try (ModuleSession session = ModuleSession.start(folder, Map.of("module_check", "false"))) {
            LiveWindow window = session.open("loaded");
            load(parameters);
            ExampleModule.command("use kmalloc");
            run("rmmod", "vexfs");
            return ModuleSession.memory(window);
        }
    }

    private static void load(String... parameters) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("insmod", System.getProperty("vexfs.trace.module_file"), "faults=1"));
        command.addAll(List.of(parameters));
        run(command.toArray(String[]::new));
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
    }
}
