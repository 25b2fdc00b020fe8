package org.vexfs.trace.junit.kernel;

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
import org.vexfs.trace.junit.JupiterRun;
import org.vexfs.trace.testing.ExampleModule;
import org.vexfs.trace.testing.KernelTest;

/** Tests with a script of their own on the module's functions, live and replayed. */
@KernelTest
@Timeout(1200)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class CustomScriptOnTheModuleTests {

    private static final List<String> TESTS = List.of("isToldOfWhatItDid", "isToldOfNothingElse");

    private static JupiterRun live;
    private static JupiterRun replayed;

    @BeforeAll
    static void run(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("grows.bt"), CustomScriptTestCases.SCRIPT);
        live = JupiterRun.conclusive(CustomScriptTestCases.class, folder, ModuleSession.properties());
        Map<String, String> replay = new HashMap<>(ModuleSession.properties());
        replay.put("vexfs.trace.mode", "replay");
        replay.put("vexfs.trace.replay_bodies", "true");
        replayed = JupiterRun.of(CustomScriptTestCases.class, folder, replay);
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
