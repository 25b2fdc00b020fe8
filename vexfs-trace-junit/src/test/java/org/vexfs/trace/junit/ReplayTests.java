package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.TestExecutionResult.Status.FAILED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.assertions.VexfsTraceAssertions;
import org.vexfs.trace.example.LeakyIT;
import org.vexfs.trace.example.VectorStoreIT;
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.testing.RecordedCapture;

/** Captures of a live run, judged again through JUnit without a kernel. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ReplayTests {

    private static final Map<String, String> REPLAY = Map.of("vexfs.trace.mode", "replay");

    @TempDir
    private Path folder;

    private Path output;

    @BeforeEach
    void makeOutput() throws IOException {
        output = Files.createDirectories(folder.resolve("target/vexfs-trace"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.12", "7"})
    void whatPassedLivePassesAgainWithoutItsBody(String kernel) throws IOException {
        capture(kernel, "");

        JupiterRun run = JupiterRun.of(VectorStoreIT.class, folder, REPLAY);

        assertThat(run.summary().getTestsFailedCount()).isZero();
        run.assertSucceeded("deleteFreesWhatInsertAllocates");
        assertThat(records())
                .allMatch(TestRun::replayed)
                .extracting(TestRun::verdict)
                .containsExactly(Verdict.PASSED, Verdict.PASSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"6.12", "7"})
    void aLeakThatNoAssertionAskedForIsRecordedAgain(String kernel) throws IOException {
        capture(kernel, "");

        JupiterRun run = JupiterRun.of(LeakyIT.class, folder, REPLAY);

        run.assertSucceeded("losesThreeObjects");
        assertThat(records()).singleElement().satisfies(test -> {
            assertThat(test.started().className()).isEqualTo(LeakyIT.class.getName());
            assertThat(test.started().reportedName()).isEqualTo("losesThreeObjects");
            assertThat(test.window().orElseThrow().leakedObjects()).isEqualTo(3);
            assertThat(test.window().orElseThrow().leakedBytes()).isEqualTo(384);
            assertThat(test.text()).contains("vexfs_fault_leak+0x", "(examples/module/vexfs_faults.c:63)");
            assertThat(test.finished().orElseThrow().status()).isEqualTo("SUCCESSFUL");
        });
    }

    @Test
    void anAssertionThatFailedLiveFailsAgain() throws IOException {
        capture("6.12", "noLeaks");

        JupiterRun run = JupiterRun.of(LeakyIT.class, folder, REPLAY);

        assertThat(run.status("losesThreeObjects")).isEqualTo(FAILED);
        assertThat(run.failure("losesThreeObjects"))
                .isInstanceOf(AssertionError.class)
                .isNotInstanceOf(InconclusiveTraceError.class)
                .hasMessageStartingWith("LeakyIT.losesThreeObjects leaks 384 bytes in 3 objects of module vexfs.");
    }

    @Test
    void aTestThatWasNotTracedLiveIsAnErrorThatNamesIt() throws IOException {
        capture("6.12", "");

        JupiterRun run = JupiterRun.of(NeverTraced.class, folder, REPLAY);

        assertThat(run.failure("neverTraced"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("have no window of NeverTraced.neverTraced")
                .hasMessageContaining("Remedy: trace it live once");
    }

    @Test
    void aFolderWithoutCapturesIsAnErrorThatNamesIt() {
        JupiterRun run = JupiterRun.of(LeakyIT.class, folder, REPLAY);

        assertThat(run.failure("losesThreeObjects"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining(output + ": no capture");
    }

    @Test
    void bodiesRunInAReplayWhereThatIsConfiguredAndAskTheCapture() throws IOException {
        new GivenCapture(
                        "[engine:junit-jupiter]/[class:" + NeedsNoModule.class.getName() + "]/[method:asks("
                                + VexfsTrace.class.getName() + ")]",
                        "NeedsNoModule.asks")
                .holds("vexfs_insert", 100)
                .write(output);

        JupiterRun run = JupiterRun.of(
                NeedsNoModule.class, folder, Map.of("vexfs.trace.mode", "replay", "vexfs.trace.replay_bodies", "true"));

        assertThat(run.failure("asks"))
                .hasMessageStartingWith("NeedsNoModule.asks leaks 100 bytes in 1 object of module vexfs.");
    }

    /** Copies a capture; where an assertion is given, the live run asked it before the leaky window's end. */
    private void capture(String kernel, String assertion) throws IOException {
        List<String> lines = Files.readAllLines(RecordedCapture.path("vector-store-" + kernel));
        if (!assertion.isEmpty()) {
            int end = 0;
            while (!lines.get(end).contains("\"assertion\":\"window\"")) {
                end++;
            }
            lines.add(end, lines.get(end).replace("\"window\",\"end\"", "\"" + assertion + "\",\"end\""));
        }
        Files.write(output.resolve("live.capture.jsonl"), lines);
    }

    private List<TestRun> records() throws IOException {
        return RunRecords.read(output, 0);
    }

    @TraceVexfs(script = Script.MEMORY)
    static class NeverTraced {

        @Test
        void neverTraced() {}
    }

    @TraceVexfs(script = Script.MEMORY)
    static class NeedsNoModule {

        private boolean prepared;

        @BeforeEach
        void prepare() {
            prepared = true;
        }

        @Test
        void asks(VexfsTrace trace) {
            assertThat(prepared).isTrue();
            VexfsTraceAssertions.assertThat(trace).noLeaks();
        }
    }
}
