package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.TestExecutionResult.Status.ABORTED;
import static org.junit.platform.engine.TestExecutionResult.Status.FAILED;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.session.Replay;
import org.vexfs.trace.testing.BpftraceTest;

/** What a replay makes of a test that did not come to its own end in the live run. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class EndedByItselfReplayTests {

    private static final Map<String, String> REPLAY = Map.of("vexfs.trace.mode", "replay");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"false", "true"})
    void aTestThatAbortedLiveAbortsAgainForTheSameReasonAndIsNotJudged(String bodies) throws IOException {
        recorded().aborts("the device is busy").write(output());

        JupiterRun run = JupiterRun.of(
                Expecting.class, folder, Map.of("vexfs.trace.mode", "replay", "vexfs.trace.replay_bodies", bodies));

        assertThat(run.status("leaksNothing")).isEqualTo(ABORTED);
        assertThat(run.failure("leaksNothing")).hasMessage("aborted live: the device is busy");
        assertThat(RunRecords.read(output(), 0))
                .singleElement()
                .satisfies(test ->
                        assertThat(test.finished().orElseThrow().status()).isEqualTo("ABORTED"));
    }

    @Test
    void anAbortionThatGaveNoReasonIsOneAllTheSame() throws IOException {
        recorded().aborts("").write(output());

        JupiterRun run = JupiterRun.of(Expecting.class, folder, REPLAY);

        assertThat(run.failure("leaksNothing")).hasMessage("aborted live");
    }

    @Test
    void aCaptureThatDoesNotTellIsJudged() throws IOException {
        recorded().write(output());

        JupiterRun run = JupiterRun.of(Expecting.class, folder, REPLAY);

        assertThat(run.status("leaksNothing")).isEqualTo(FAILED);
        assertThat(run.failure("leaksNothing")).hasMessageContaining("leaks 100 bytes in 1 object");
    }

    @Test
    void aTestThatFailedLiveIsStillJudgedForWhatTheModuleDid() throws IOException {
        recorded().fails("java.io.IOException: gone").write(output());

        JupiterRun run = JupiterRun.of(Expecting.class, folder, REPLAY);

        assertThat(run.failure("leaksNothing")).hasMessageContaining("leaks 100 bytes in 1 object");
    }

    @Test
    void andPassesAReplayIfThatWasRight() throws IOException {
        new GivenCapture(Expecting.class, "leaksNothing")
                .fails("java.io.IOException: gone")
                .write(output());

        JupiterRun run = JupiterRun.of(Expecting.class, folder, REPLAY);

        run.assertSucceeded("leaksNothing");
    }

    @Test
    @BpftraceTest
    @Timeout(120)
    void whatALiveRunNotesIsWhatItsReplayReads() throws IOException {
        JupiterRun live = JupiterRun.of(Aborting.class, folder, HostKernel.properties());
        HostKernel.release();
        Map<String, String> properties = HostKernel.properties();
        properties.putAll(REPLAY);

        JupiterRun replay = JupiterRun.of(Aborting.class, folder, properties);

        for (String test : List.of("abortsAfterItHeldOne", "a dynamic test aborts")) {
            assertThat(live.status(test)).isEqualTo(ABORTED);
            assertThat(replay.status(test)).isEqualTo(ABORTED);
            assertThat(replay.failure(test))
                    .hasMessage("aborted live: " + live.failure(test).getMessage());
        }
        assertThat(live.failure("fails")).hasMessage("by itself");
        replay.assertSucceeded("fails");
        assertThat(Replay.ofFolder(output()).windows())
                .flatExtracting(window -> window.failed().stream().toList())
                .containsExactly("java.lang.IllegalStateException: by itself");
    }

    private static GivenCapture recorded() {
        return new GivenCapture(Expecting.class, "leaksNothing").holds("vexfs_insert", 100);
    }

    private Path output() {
        return folder.resolve("target/vexfs-trace");
    }

    @TraceVexfs(script = Script.MEMORY)
    static class Expecting {

        @Test
        @ExpectNoLeaks
        void leaksNothing() {}
    }

    @TraceVexfs(script = Script.MEMORY)
    @ExpectNoLeaks
    @ExtendWith(HostKernel.class)
    static class Aborting {

        @Test
        void abortsAfterItHeldOne() throws IOException {
            HostKernel.hold(1);
            Assumptions.abort("one is held");
        }

        @TestFactory
        DynamicTest factory() {
            return DynamicTest.dynamicTest("a dynamic test aborts", () -> {
                HostKernel.hold(0);
                Assumptions.abort("it is dynamic");
            });
        }

        @Test
        void fails() throws IOException {
            HostKernel.hold(0);
            throw new IllegalStateException("by itself");
        }
    }
}
