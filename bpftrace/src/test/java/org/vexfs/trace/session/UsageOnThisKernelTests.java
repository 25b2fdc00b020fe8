package org.vexfs.trace.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.bpftrace.BpftraceCommand;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.testing.BpftraceTest;
import org.vexfs.trace.testing.HostBpftrace;

/** What the configuration says of memory, on a live window and on its replay. */
@BpftraceTest
@Timeout(120)
class UsageOnThisKernelTests {

    private static final TestId TEST = new TestId("[test:host]", "Host.test", 1);

    @TempDir
    private Path folder;

    private final BlockingQueue<Alert> alerts = new LinkedBlockingQueue<>();
    private final List<FileChannel> held = new ArrayList<>();

    @Test
    void moreObjectsThanTheThresholdAreAnAlertWhileTheWindowIsOpen() throws Exception {
        TraceConfig config = config(Map.of(
                "memory_trace.leak_detection.outstanding_alloc_threshold", "2",
                "performance_trace.alerts.interval", "200ms",
                "memory_trace.settle.wait", "50ms",
                "memory_trace.settle.reclaim", "false"));
        MemoryJudgement judgement;
        try (LiveSession session = start(config)) {
            LiveWindow window = session.open(TEST, config);
            hold(3);

            Alert alert = alerts.poll(30, TimeUnit.SECONDS);

            assertThat(alert).isNotNull();
            assertThat(alert.kind()).isEqualTo(Alert.Kind.OUTSTANDING_ALLOCATIONS);
            assertThat(alert.value()).isEqualTo(3);
            judgement = window.close().memory().orElseThrow();
        } finally {
            release();
        }

        assertThat(judgement.usage().details().alerts())
                .extracting(Alert::kind)
                .containsOnlyOnce(Alert.Kind.OUTSTANDING_ALLOCATIONS);
        assertThat(alerts).isEmpty();
        assertThat(replayed(config)).isEqualTo(judgement);
    }

    @Test
    void whereLeaksAreNotLookedForNothingIsWaitedForAndNothingPasses() throws Exception {
        TraceConfig config =
                config(Map.of("memory_trace.tracking.track_leaks", "false", "memory_trace.settle.wait", "60s"));
        MemoryJudgement judgement;
        try (LiveSession session = start(config)) {
            LiveWindow window = session.open(TEST, config);
            hold(1);
            judgement = window.close().memory().orElseThrow();
        } finally {
            release();
        }

        assertThat(judgement.leaks()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judgement.leakFindings()).isEmpty();
        assertThat(judgement.settling()).isEmpty();
        assertThat(replayed(config)).isEqualTo(judgement);
    }

    private TraceConfig config(Map<String, String> overrides) {
        return ConfigLoader.load(new Properties(), folder, overrides);
    }

    private LiveSession start(TraceConfig config) throws Exception {
        BpftraceCommand command = HostBpftrace.command();
        return LiveSession.start(
                config, command, HostTarget.target(command), folder, killed -> {}, (test, alert) -> alerts.add(alert));
    }

    private static MemoryJudgement replayed(TraceConfig config) throws Exception {
        return Replay.ofFolder(config.outputDirectory())
                .window(TEST.uniqueId(), TEST.attempt())
                .orElseThrow()
                .atEnd()
                .orElseThrow();
    }

    private void hold(int objects) throws Exception {
        for (int i = 0; i < objects; i++) {
            held.add(HostTarget.allocate());
        }
    }

    private void release() throws Exception {
        for (FileChannel channel : held) {
            channel.close();
        }
    }
}
