package org.vexfs.trace.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.bpftrace.BpftraceCommand;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.testing.BpftraceTest;
import org.vexfs.trace.testing.HostBpftrace;

/** A real bpftrace on this machine's own kernel, through the session that tests use. */
@BpftraceTest
@Timeout(120)
class LiveSessionOnThisKernelTests {

    private static final TestId TEST = new TestId("[test:host]", "Host.test", 1);

    @TempDir
    private Path folder;

    private TraceConfig config;
    private LiveSession session;

    @BeforeEach
    void start() throws Exception {
        config = ConfigLoader.load(
                new Properties(),
                folder,
                Map.of("memory_trace.settle.wait", "50ms", "memory_trace.settle.reclaim", "false"));
        BpftraceCommand command = HostBpftrace.command();
        session = LiveSession.start(
                config, command, HostTarget.target(command), folder, killed -> {}, (test, alert) -> {});
    }

    @AfterEach
    void stop() {
        if (session != null) {
            session.close();
        }
    }

    @Test
    void whatIsFreedIsNoLeak() throws Exception {
        LiveWindow window = session.open(TEST, config);
        HostTarget.allocate().close();

        MemoryJudgement judgement = memory(window);

        assertThat(judgement.gaps()).isEmpty();
        assertThat(judgement.leaks()).isEqualTo(Verdict.PASSED);
        assertThat(judgement.doubleFrees()).isEqualTo(Verdict.PASSED);
        assertThat(judgement.activity().allocations()).isOne();
        assertThat(judgement.activity().frees()).isOne();
    }

    @Test
    void whatIsHeldIsALeakNamedByItsFunction() throws Exception {
        LiveWindow window = session.open(TEST, config);
        try (FileChannel first = HostTarget.allocate();
                FileChannel second = HostTarget.allocate()) {
            assertThat(List.of(first.isOpen(), second.isOpen())).containsOnly(true);

            MemoryJudgement judgement = window.judgeMemory("noLeaks");

            assertThat(judgement.leaks()).isEqualTo(Verdict.FAILED);
            assertThat(judgement.leakFindings()).singleElement().satisfies(leak -> {
                assertThat(leak.count()).isEqualTo(2);
                assertThat(leak.site().function()).startsWith("tty_alloc_file+0x");
            });
            assertThat(judgement.settling()).isNotEmpty();
        }
        assertThat(memory(window).leaks()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void withoutResolvedSymbolsALeakIsNamedByItsAddress() throws Exception {
        session.close();
        TraceConfig unresolved = ConfigLoader.load(
                new Properties(),
                folder,
                Map.of("advanced.symbols.resolve_symbols", "false", "memory_trace.settle.reclaim", "false"));
        session = HostTarget.start(unresolved);
        LiveWindow window = session.open(TEST, unresolved);
        try (FileChannel held = HostTarget.allocate()) {
            assertThat(held.isOpen()).isTrue();
            MemoryJudgement judgement = window.judgeMemory("noLeaks");

            assertThat(judgement.leakFindings()).singleElement().satisfies(leak -> {
                assertThat(leak.site().function()).matches("\\[host]\\+0x[0-9a-f]+");
                assertThat(leak.site().source()).isEmpty();
                assertThat(leak.stack())
                        .allSatisfy(frame -> assertThat(frame.function()).contains("0x"));
            });
        }
    }

    @Test
    void readingAWindowFlushesWhatTheKernelTold() throws Exception {
        LiveWindow window = session.open(TEST, config);
        for (int i = 0; i < 100; i++) {
            HostTarget.allocate().close();
            assertThat(window.events().stream().filter(Allocation.class::isInstance))
                    .hasSize(i + 1);
        }
        assertThat(window.events().stream().filter(Free.class::isInstance)).hasSize(100);
    }

    @Test
    void aWindowKnowsNothingOfTheOneBefore() throws Exception {
        LiveWindow first = session.open(TEST, config);
        try (FileChannel held = HostTarget.allocate()) {
            assertThat(held.isOpen()).isTrue();
            assertThat(memory(first).leaks()).isEqualTo(Verdict.FAILED);

            LiveWindow second = session.open(TEST, config);
            HostTarget.allocate().close();
            assertThat(memory(second).leaks()).isEqualTo(Verdict.PASSED);
        }
    }

    @Test
    void aWindowWithoutActivityIsInconclusive() throws Exception {
        MemoryJudgement judgement = memory(session.open(TEST, config));

        assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judgement.gaps())
                .singleElement()
                .satisfies(gap -> assertThat(gap.cause()).startsWith("the module was not exercised"));
    }

    @Test
    void aReplayOfTheCaptureComesToTheSameJudgements() throws Exception {
        LiveWindow window = session.open(TEST, config);
        MemoryJudgement live;
        try (FileChannel held = HostTarget.allocate()) {
            assertThat(held.isOpen()).isTrue();
            live = memory(window);
        }
        session.close();
        session = null;

        MemoryJudgement replayed = Replay.ofFolder(config.outputDirectory())
                .window(TEST.uniqueId(), TEST.attempt())
                .flatMap(ReplayedWindow::atEnd)
                .orElseThrow();

        assertThat(replayed).isEqualTo(live);
    }

    @Test
    void aStoppedSessionLeavesNoBpftrace() {
        ProcessHandle bpftrace =
                ProcessHandle.of(session.bpftracePid().orElseThrow()).orElseThrow();

        session.close();
        session = null;

        assertThat(bpftrace.isAlive()).isFalse();
    }

    private static MemoryJudgement memory(LiveWindow window) {
        return window.close().memory().orElseThrow();
    }
}
