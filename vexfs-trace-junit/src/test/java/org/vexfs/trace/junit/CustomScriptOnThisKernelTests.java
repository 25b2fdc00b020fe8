package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.TestExecutionResult.Status.FAILED;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.report.BuildVerdict;
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.testing.BpftraceTest;

/** Tests with scripts of their own, traced live on this machine's own kernel, and replayed. */
@BpftraceTest
@Timeout(120)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class CustomScriptOnThisKernelTests {

    private static JupiterRun live;
    private static JupiterRun replayed;
    private static List<TestRun> runs;

    @BeforeAll
    static void run(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("hits.bt"), CustomScriptTestCases.HITS);
        Files.writeString(folder.resolve("other.bt"), CustomScriptTestCases.OTHER);
        Files.writeString(folder.resolve("flood.bt"), CustomScriptTestCases.FLOOD);
        List<Class<?>> tests = List.of(
                CustomScriptTestCases.Hits.class,
                CustomScriptTestCases.Shipped.class,
                CustomScriptTestCases.Other.class,
                CustomScriptTestCases.Flood.class);
        live = JupiterRun.of(tests, folder, HostKernel.properties());
        runs = RunRecords.read(folder.resolve("target/vexfs-trace"), 0);
        Map<String, String> replay = new HashMap<>(HostKernel.properties());
        replay.put("vexfs.trace.mode", "replay");
        replay.put("vexfs.trace.replay_bodies", "true");
        replayed = JupiterRun.of(tests, folder, replay);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "readsItsLinesAndMaps",
                "readsWhatItsOwnWindowAdded",
                "readsWhatCameAfterAMark",
                "readsTheMapOfAnotherScript"
            })
    void whatTheScriptTellsIsThereLiveAndReplayed(String test) {
        live.assertSucceeded(test);
        replayed.assertSucceeded(test);
    }

    @Test
    void anAssertionOnMemoryIsInconclusiveAndSaysWhichScriptItNeeds() {
        assertThat(live.failure("assertsNoLeaks"))
                .isInstanceOf(InconclusiveTraceError.class)
                .hasMessageContainingAll("tells nothing of memory", "traces only CUSTOM", "script = MEMORY");
    }

    @Test
    void anExpectationOfMemoryIsAConfigurationErrorThatSaysWhichScriptItNeeds() {
        assertThat(live.failure("expectsNoLeaks"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContainingAll("which is not traced", "script = MEMORY", "CUSTOM runs alone");
    }

    @Test
    void operationsCannotBeReadAndTheErrorSaysWhichScriptTheyNeed() {
        assertThat(live.failure("asksForOperations"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("tells nothing of operations", "PERFORMANCE or KERNEL");
    }

    @Test
    void linesOfAShippedScriptCannotBeRead() {
        assertThat(live.failure("asksAShippedScriptForLines"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("a script of its own", "script = CUSTOM, file =");
    }

    @Test
    void whatIsNoSumHasNoChange() {
        assertThat(live.failure("asksForTheChangeOfAMaximum"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("@longest");
    }

    @Test
    void aMapThatIsNotThereIsAnErrorThatNamesThoseThatAre() {
        assertThat(live.failure("asksForAMapThatIsNotThere"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("no map '@hit'", "@hits, @by_digit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "replayed"})
    void linesThatWereLostMakeTheTraceInconclusive(String when) {
        assertThat((when.equals("live") ? live : replayed).failure("losesLines"))
                .isInstanceOf(InconclusiveTraceError.class)
                .hasMessageContainingAll("were lost on their way", "bpftrace.ring_pages");
    }

    @Test
    void aCompleteTraceIsNoLeakVerdictAndBreaksNoBuild() {
        TestRun run = run("readsItsLinesAndMaps(VexfsTrace)");

        assertThat(run.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(run.window()).isEmpty();
        assertThat(run.custom().orElseThrow().lines()).isEqualTo(15);
        assertThat(BuildVerdict.of(List.of(run), new BuildVerdict.Rules(true, true, true, true, true))
                        .violations())
                .isEmpty();
        assertThat(live.entries("readsItsLinesAndMaps"))
                .containsEntry("vexfs.trace.verdict", "PASSED")
                .containsEntry("vexfs.trace.customLines", "15")
                .doesNotContainKey("vexfs.trace.leaks");
    }

    @Test
    void anIncompleteTraceBreaksTheBuild() {
        TestRun run = run("losesLines(VexfsTrace)");

        assertThat(run.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(BuildVerdict.of(List.of(run), new BuildVerdict.Rules(true, true, true, true, true))
                        .violations())
                .singleElement()
                .asString()
                .contains("were lost on their way");
    }

    @Test
    void bpftracesComplaintNamesTheLineOfTheUsersFile(@TempDir Path folder) throws IOException {
        assertThat(wrong(folder, "/* c */\nBEGIN { printf(\"%d\\n\", nosuch); }\n"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("wrong.bt:2:")
                .hasMessageContaining("nosuch");
    }

    @Test
    void aScriptThatIsNotThereIsAnErrorThatNamesIt(@TempDir Path folder) {
        JupiterRun run = JupiterRun.of(CustomScriptTestCases.Wrong.class, folder, HostKernel.properties());

        assertThat(run.failure("isOfAScriptThatIsWrong"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContainingAll("custom_trace.file is", "wrong.bt", "there is no such file");
    }

    @Test
    void aPatternThatMatchesNothingIsAnErrorWithItsLine(@TempDir Path folder) throws IOException {
        assertThat(wrong(folder, "BEGIN { }\nkprobe:nosuchfunction_* { @x = count(); }\n"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContainingAll("line 2", "kprobe:nosuchfunction_*", "matches nothing");
    }

    private static Throwable wrong(Path folder, String script) throws IOException {
        Files.writeString(folder.resolve("wrong.bt"), script);
        JupiterRun run = JupiterRun.of(CustomScriptTestCases.Wrong.class, folder, HostKernel.properties());
        assertThat(run.status("isOfAScriptThatIsWrong")).isEqualTo(FAILED);
        return run.failure("isOfAScriptThatIsWrong");
    }

    private static TestRun run(String name) {
        return runs.stream()
                .filter(run -> run.started().reportedName().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
