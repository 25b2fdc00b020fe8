package org.vexfs.trace.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.bpftrace.BpftraceCommand;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.testing.BpftraceTest;
import org.vexfs.trace.testing.HostBpftrace;

/** Windows within a live window, and their replay. */
@BpftraceTest
@Timeout(120)
class MarksOnThisKernelTests {

    private static final TestId TEST = new TestId("[test:host]", "Host.test", 1);

    @TempDir
    private Path folder;

    @Test
    void aWindowWithinAnotherTellsOnlyOfWhatComesAfterItsMark() throws Exception {
        TraceConfig config = config();
        MemoryJudgement whole;
        MemoryJudgement afterFirst;
        MemoryJudgement afterSecond;
        try (LiveSession session = start(config);
                FileChannel before = HostTarget.allocate()) {
            LiveWindow window = session.open(TEST, config);
            TraceWindow first = window.openWithin("warm");
            try (FileChannel one = HostTarget.allocate();
                    FileChannel two = HostTarget.allocate()) {
                TraceWindow second = window.openWithin("warm");
                try (FileChannel three = HostTarget.allocate()) {
                    whole = window.judgeMemory("noLeaks");
                    afterFirst = first.judgeMemory("noLeaks");
                    afterSecond = second.judgeMemory("noLeaks");
                    assertThat(before.isOpen() && one.isOpen() && two.isOpen() && three.isOpen())
                            .isTrue();
                }
            }
            assertThat(first.judgeMemory("noLeaks again").leakedObjects()).isZero();
            assertThat(window.close().memory().orElseThrow().leaks()).isEqualTo(Verdict.PASSED);
        }

        assertThat(whole.leakedObjects()).isEqualTo(3);
        assertThat(afterFirst.leakedObjects()).isEqualTo(3);
        assertThat(afterSecond.leakedObjects()).isEqualTo(1);
        assertThat(afterSecond.usage().heldObjects()).isEqualTo(1);

        ReplayedWindow replayed = Replay.ofFolder(config.outputDirectory())
                .window(TEST.uniqueId(), TEST.attempt())
                .orElseThrow();
        assertThat(replayed.find("noLeaks")).contains(whole);
        assertThat(replayed.parts())
                .extracting(part -> part.test().displayName())
                .containsExactly("Host.test since \"warm\"", "Host.test since \"warm\"");
        assertThat(replayed.openWithin("warm").judgeMemory("noLeaks")).isEqualTo(afterFirst);
        assertThat(replayed.openWithin("warm").judgeMemory("noLeaks")).isEqualTo(afterSecond);
        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(() -> replayed.openWithin("warm"))
                .withMessageContaining("the live run of Host.test set no mark \"warm\" here");
    }

    @Test
    void aMarkAfterTheTraceHasEndedTellsNothingForSure() throws Exception {
        TraceConfig config = config();
        try (LiveSession session = start(config)) {
            LiveWindow window = session.open(TEST, config);
            ProcessHandle bpftrace =
                    ProcessHandle.of(session.bpftracePid().orElseThrow()).orElseThrow();
            bpftrace.destroyForcibly();
            bpftrace.onExit().join();

            MemoryJudgement judgement = window.openWithin("late").judgeMemory("noLeaks");

            assertThat(judgement.leaks()).isEqualTo(Verdict.INCONCLUSIVE);
            window.close();
        }
    }

    private LiveSession start(TraceConfig config) throws Exception {
        BpftraceCommand command = HostBpftrace.command();
        return LiveSession.start(
                config, command, HostTarget.target(command), folder, killed -> {}, (test, alert) -> {});
    }

    private TraceConfig config() {
        return ConfigLoader.load(
                new Properties(),
                folder,
                Map.of("memory_trace.settle.wait", "50ms", "memory_trace.settle.reclaim", "false"));
    }
}
