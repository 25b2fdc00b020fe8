package org.vexfs.trace.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Leak;
import org.vexfs.trace.analysis.LeakGrowth;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.Suppressions;
import org.vexfs.trace.bpftrace.BpftraceCommand;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.Suppression;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.testing.BpftraceTest;
import org.vexfs.trace.testing.HostBpftrace;

/** Samples and exceptions of a live window, and their replay. */
@BpftraceTest
@Timeout(120)
class SamplesOnThisKernelTests {

    private static final TestId TEST = new TestId("[test:host]", "Host.test", 1);

    @TempDir
    private Path folder;

    @Test
    void samplesAreTakenWithoutWaitingAndReplayedAsTheyWere() throws Exception {
        TraceConfig config = ConfigLoader.load(
                new Properties(),
                folder,
                Map.of("memory_trace.settle.wait", "50ms", "memory_trace.settle.reclaim", "false"));
        BpftraceCommand command = HostBpftrace.command();
        List<MemoryJudgement> samples = new ArrayList<>();
        List<FileChannel> held = new ArrayList<>();
        Suppressions suppressions = Suppressions.of(Suppression.of("tty_alloc_*", "known"));
        MemoryJudgement excepted;
        try (LiveSession session = LiveSession.start(
                config, command, HostTarget.target(command), folder, killed -> {}, (test, alert) -> {})) {
            LiveWindow window = session.open(TEST, config);
            for (int i = 0; i <= 6; i++) {
                samples.add(window.sampleMemory("growth " + i));
                held.add(HostTarget.allocate());
            }
            excepted = window.judgeMemory("noLeaks", suppressions);
            window.close();
        } finally {
            for (FileChannel channel : held) {
                channel.close();
            }
        }

        assertThat(samples).extracting(MemoryJudgement::leakedObjects).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(samples).allSatisfy(sample -> assertThat(sample.settling()).isEmpty());
        List<List<Leak>> leaks =
                samples.stream().map(MemoryJudgement::leakFindings).toList();
        assertThat(LeakGrowth.of(leaks).growing())
                .singleElement()
                .extracting(LeakGrowth.Growing::objectsPerIteration)
                .isEqualTo(1.0);
        ReplayedWindow replayed = Replay.ofFolder(config.outputDirectory())
                .window(TEST.uniqueId(), TEST.attempt())
                .orElseThrow();
        for (int i = 0; i <= 6; i++) {
            assertThat(replayed.find("growth " + i)).contains(samples.get(i));
        }
        assertThat(replayed.judgements().get(7)).satisfies(asked -> {
            assertThat(asked.judgement()).isEqualTo(excepted);
            assertThat(asked.suppressions().list()).isEqualTo(suppressions.list());
            assertThat(asked.suppressions()
                            .apply(asked.judgement(), replayed.day())
                            .leakFindings())
                    .isEmpty();
        });
    }
}
