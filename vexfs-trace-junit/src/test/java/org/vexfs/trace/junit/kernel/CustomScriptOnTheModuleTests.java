package org.vexfs.trace.junit.kernel;

import static org.junit.platform.engine.TestExecutionResult.Status.FAILED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.vexfs.trace.junit.InconclusiveTraceError;
import org.vexfs.trace.junit.JupiterRun;
import org.vexfs.trace.testing.ExampleModule;
import org.vexfs.trace.testing.KernelTest;

/** Tests with a script of their own on the module's functions, live and replayed. */
@KernelTest
@Timeout(1200)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class CustomScriptOnTheModuleTests {

    private static final int MOST_ATTEMPTS = 5;

    private static final List<String> TESTS = List.of("isToldOfWhatItDid", "isToldOfNothingElse");

    private static JupiterRun live;
    private static JupiterRun replayed;

    @BeforeAll
    static void run(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("grows.bt"), CustomScriptTestCases.SCRIPT);
        live = live(folder);
        // The kernel skips a program where it interrupts another: the trace cannot tell then, which says: run it again.
        for (int attempt = 2;
                attempt <= MOST_ATTEMPTS && TESTS.stream().anyMatch(test -> inconclusive(live, test));
                attempt++) {
            live = live(folder);
        }
        Map<String, String> replay = new HashMap<>(ModuleSession.properties());
        replay.put("vexfs.trace.mode", "replay");
        replay.put("vexfs.trace.replay_bodies", "true");
        replayed = JupiterRun.of(CustomScriptTestCases.class, folder, replay);
    }

    private static JupiterRun live(Path folder) {
        return JupiterRun.of(CustomScriptTestCases.class, folder, ModuleSession.properties());
    }

    private static boolean inconclusive(JupiterRun run, String test) {
        return run.status(test) == FAILED && run.failure(test) instanceof InconclusiveTraceError;
    }

    @AfterAll
    static void clear() throws IOException {
        ExampleModule.command("clear");
    }

    @ParameterizedTest
    @FieldSource("TESTS")
    void itsLinesAndMapsTellOfTheModule(String test) {
        live.assertSucceeded(test);
        replayed.assertSucceeded(test);
    }
}
