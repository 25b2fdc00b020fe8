package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.TestExecutionResult.Status.FAILED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.report.RunRecord;
import org.vexfs.trace.report.RunRecords;

/** Leaks that do not count, judged again from a capture of 2026-11-23. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class SuppressedReplayTests {

    @TempDir
    private Path folder;

    private Path output;

    @BeforeEach
    void nameOutput() {
        output = folder.resolve("target/vexfs-trace");
    }

    @Test
    void aSuppressedLeakFailsNeitherTheAssertionNorTheRecord() throws IOException {
        trace().holds("vexfs_cache_fill", 64).judged("noLeaks").write(output);
        suppress("{function: vexfs_cache_*, reason: filled once}");

        replay().assertSucceeded("asserts");
        assertThat(window().leaks()).isEqualTo(Verdict.PASSED);
        assertThat(window().leakedObjects()).isZero();
        assertThat(RunRecords.unusedSuppressions(output, 0)).isEmpty();
    }

    @Test
    void aLeakThatNoneMatchesFailsAndTheMessageTellsWhatDoesNotCount() throws IOException {
        trace().holds("vexfs_cache_fill", 64)
                .holds("vexfs_insert", 100)
                .judged("noLeaks")
                .write(output);
        suppress("{function: vexfs_cache_*, size: 64, reason: filled once}");

        assertThat(replay().failure("asserts"))
                .hasMessageStartingWith("Traced.asserts leaks 100 bytes in 1 object of module vexfs.")
                .hasMessageContaining(
                        "Note: 1 object of 64 bytes held do not count, by the suppression of vexfs_cache_* of"
                                + " 64 bytes (filled once).");
        assertThat(window().leakedBytes()).isEqualTo(100);
    }

    @Test
    void oneThatHadExpiredWhenTheTraceWasMadeSuppressesNothing() throws IOException {
        trace().holds("vexfs_cache_fill", 64).judged("noLeaks").write(output);
        suppress("{function: vexfs_cache_*, reason: filled once, expires: 2026-11-20}");

        assertThat(replay().failure("asserts"))
                .hasMessageContaining("Note: the suppression of vexfs_cache_* (filled once) expired on 2026-11-20");
    }

    @Test
    void oneThatHeldWhenTheTraceWasMadeHoldsInAnyLaterReplay() throws IOException {
        trace().holds("vexfs_cache_fill", 64).judged("noLeaks").write(output);
        suppress("{function: vexfs_cache_*, reason: filled once, expires: 2026-11-24}");

        replay().assertSucceeded("asserts");
    }

    @Test
    void oneThatNoWindowHadAUseForIsTold() throws IOException {
        trace().judged("noLeaks").write(output);
        suppress("{function: vexfs_cache_*, reason: filled once}");

        replay().assertSucceeded("asserts");
        assertThat(RunRecords.unusedSuppressions(output, 0))
                .containsExactly(folder.resolve("known.yaml")
                        + ": the suppression of vexfs_cache_* (filled once) matched no leak of any traced test. Remedy:"
                        + " remove it, or correct its function or size.");
    }

    @Test
    void whatAnAssertionLeftOutLiveItLeavesOutAgainAndTheRecordDoesNot() throws IOException {
        trace().holds("vexfs_cache_fill", 64)
                .leavesOut("vexfs_cache_*")
                .judged("noLeaks")
                .write(output);

        replay(Map.of()).assertSucceeded("asserts");
        assertThat(window().leaks()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void whatOneAssertionLeftOutTheNextDoesNot() throws IOException {
        trace().holds("vexfs_cache_fill", 64)
                .leavesOut("vexfs_cache_*")
                .judged("noLeaks")
                .judged("noLeaks")
                .write(output);

        assertThat(replay(Map.of()).status("asserts")).isEqualTo(FAILED);
    }

    @Test
    void anAssertionNamesTheOnesThatItHadNoUseFor() throws IOException {
        trace().holds("vexfs_insert", 100)
                .leavesOut("vexfs_cache_*")
                .judged("noLeaks")
                .write(output);

        assertThat(replay(Map.of()).failure("asserts"))
                .hasMessageContaining("Note: the suppression of vexfs_cache_* (known) matched nothing.");
    }

    @Test
    void aWrongFileIsAnErrorThatNamesItsLine() throws IOException {
        trace().write(output);
        suppress("{funktion: vexfs_cache_*, reason: filled once}");

        assertThat(replay().failure("asserts"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessage("vexfs-trace: " + folder.resolve("known.yaml")
                        + ", line 2: unknown key 'funktion'; the nearest known is 'function'");
    }

    private static GivenCapture trace() {
        return new GivenCapture(Traced.class, "asserts");
    }

    private void suppress(String suppression) throws IOException {
        Files.writeString(folder.resolve("known.yaml"), "suppressions:\n  - " + suppression + "\n");
    }

    private JupiterRun replay() {
        return replay(Map.of("vexfs.trace.memory_trace.suppressions", "known.yaml"));
    }

    private JupiterRun replay(Map<String, String> properties) {
        Map<String, String> all = new HashMap<>(properties);
        all.put("vexfs.trace.mode", "replay");
        return JupiterRun.of(Traced.class, folder, all);
    }

    private RunRecord.Window window() throws IOException {
        return RunRecords.read(output, 0).get(0).window().orElseThrow();
    }

    @TraceVexfs(script = Script.MEMORY)
    static class Traced {

        @Test
        void asserts() {}
    }
}
