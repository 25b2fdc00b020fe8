package org.vexfs.trace.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.report.Quantity;
import org.vexfs.trace.session.HostTarget;
import org.vexfs.trace.session.LiveSession;
import org.vexfs.trace.session.Replay;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.session.TraceUnavailableException;
import org.vexfs.trace.testing.BpftraceTest;
import org.vexfs.trace.testing.HostBpftrace;

/** Traces by hand, live on this machine's own kernel: a function of it stands in the module's place. */
@BpftraceTest
@Timeout(120)
class TraceRunOnThisKernelTests {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CountDownLatch began = new CountDownLatch(1);
    private final CountDownLatch allocated = new CountDownLatch(1);

    @Test
    void whatHappenedIsInTheResultAndTheCaptureIsBesideIt() throws Exception {
        TraceRun run = run(Duration.ofMinutes(1));
        FutureTask<Outcome> outcome = started(run);
        began.await();
        HostTarget.allocate().close();
        run.stop();

        assertThat(outcome.get()).isEqualTo(Outcome.DONE);
        Path result = only(".txt");
        assertThat(result.getFileName().toString()).matches("vexfs_memory_trace_\\d{8}_\\d{6}\\.txt");
        assertThat(Files.readAllLines(result))
                .first()
                .asString()
                .startsWith("# vexfs-trace: module host, script memory, since ");
        assertThat(Files.readAllLines(result))
                .anyMatch(line ->
                        line.matches("\\[\\d\\d:\\d\\d:\\d\\d] host ALLOC: tty_alloc_file\\+0x\\w+ bytes=\\d+, slab"))
                .anyMatch(line -> line.matches("\\[\\d\\d:\\d\\d:\\d\\d] host FREE: .*"))
                .contains("The trace is complete.", "=== Analysis ===")
                .noneMatch(line -> line.contains("LEAK"));
        assertThat(out.toString())
                .contains("=== Report ===", "The trace is complete.", "Result: " + result, "Capture: ");
        assertThat(err.toString()).contains("tracing module host for 60 s (memory, bpftrace ");
        assertThat(Replay.of(List.of(only(".capture.jsonl"))).windows()).hasSize(1);
    }

    @Test
    void itsLinesAreWhatItsReportCountsThoughTheModuleIsBusyWhileItStarts() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        FutureTask<Void> busy = new FutureTask<>(() -> {
            while (!over.get()) {
                HostTarget.allocate().close();
            }
            return null;
        });
        new Thread(busy).start();
        TraceRun run = run(Duration.ofMinutes(1));
        FutureTask<Outcome> outcome = started(run);
        try {
            began.await();
        } finally {
            over.set(true);
            busy.get();
        }
        HostTarget.allocate().close();
        run.stop();
        outcome.get();

        List<String> lines = Files.readAllLines(only(".txt"));
        String allocations = Quantity.count(
                lines.stream().filter(line -> line.contains(" ALLOC: ")).count(), "allocation");
        assertThat(lines)
                .anyMatch(line -> line.matches("memory +allocated .* in " + allocations + ", .*"))
                .anyMatch(line -> line.matches(" +" + allocations + " of .*"));
    }

    @Test
    void whatIsStillHeldAtTheEndIsALeak() throws Exception {
        TraceRun run = run(Duration.ofMinutes(1));
        FutureTask<Outcome> outcome = started(run);
        began.await();
        try (FileChannel held = HostTarget.allocate()) {
            assertThat(held.isOpen()).isTrue();
            allocated.await();
            run.stop();
            assertThat(outcome.get()).isEqualTo(Outcome.DONE);
        }

        assertThat(Files.readAllLines(only(".txt")))
                .anyMatch(line -> line.matches(
                        "LEAK: 1 object, \\d+ bytes, still held at the end, allocated at tty_alloc_file\\+0x.*"));
    }

    @Test
    void itEndsAfterItsTimeAndSaysThatNothingHappened() throws Exception {
        assertThat(run(Duration.ofMillis(100)).run(progress())).isEqualTo(Outcome.INCOMPLETE);

        assertThat(out.toString()).contains("The trace is not complete:", "the module was not exercised");
    }

    @Test
    void itsStatisticsAreWrittenAsOftenAsIsConfigured() throws Exception {
        TraceRun run = run(Duration.ofMinutes(1));
        FutureTask<Outcome> outcome = started(run);
        began.await();
        HostTarget.allocate().close();
        while (!Files.readString(only(".txt")).contains(" allocation of ")) {
            assertThat(outcome).isNotDone();
            Thread.onSpinWait();
        }
        run.stop();

        assertThat(outcome.get()).isEqualTo(Outcome.DONE);
    }

    @Test
    void whileItRunsOthersSeeIt() throws Exception {
        TraceRun run = run(Duration.ofMinutes(1));
        FutureTask<Outcome> outcome = started(run);
        began.await();

        assertThat(running().running()).singleElement().satisfies(trace -> {
            assertThat(trace.pid()).isEqualTo(ProcessHandle.current().pid());
            assertThat(trace.user()).isEqualTo(System.getProperty("user.name"));
            assertThat(trace.script()).isEqualTo("memory");
            assertThat(trace.module()).isEqualTo("host");
            assertThat(trace.result()).isEqualTo(only(".txt").toString());
        });
        HostTarget.allocate().close();
        while (running().running().get(0).events() < 2) {
            assertThat(outcome).isNotDone();
            Thread.onSpinWait();
        }
        run.stop();

        assertThat(outcome.get()).isEqualTo(Outcome.DONE);
        assertThat(running().running()).isEmpty();
    }

    @Test
    void aCaptureThatIsAsLongAsItMayBeEndsTheTraceWithItsReport() throws Exception {
        assertThat(run(Duration.ofMinutes(1), Map.of("general.max_output_size", "0.0001"))
                        .run(progress()))
                .isEqualTo(Outcome.INCOMPLETE);

        assertThat(Files.readAllLines(only(".txt")))
                .contains("=== Report ===", "The trace is not complete:")
                .anyMatch(line -> line.matches(
                        "  - it ended after \\d+ s of 60 s, when the result or the capture had 0\\.0001 MB\\."))
                .contains("    What to do: raise general.max_output_size, or trace fewer functions.");
    }

    private RunningTraces running() {
        return new RunningTraces(folder);
    }

    private FutureTask<Outcome> started(TraceRun run) {
        FutureTask<Outcome> outcome = new FutureTask<>(() -> run.run(progress()));
        Thread thread = new Thread(outcome);
        thread.setDaemon(true);
        thread.start();
        return outcome;
    }

    private TraceRun run(Duration duration) {
        return run(duration, Map.of());
    }

    private TraceRun run(Duration duration, Map<String, String> configured) {
        Properties properties = new Properties();
        configured.forEach((key, value) -> properties.setProperty("vexfs.trace." + key, value));
        TraceConfig config = ConfigLoader.load(
                properties,
                folder,
                Map.of(
                        "module", "host",
                        "scripts", "memory",
                        "output.realtime.stats_interval", "1s",
                        "bpftrace.command", HostBpftrace.command().toString(),
                        "memory_trace.settle.wait", "50ms",
                        "memory_trace.settle.reclaim", "false"));
        return new TraceRun(
                config,
                TracedScripts.of(TraceScript.MEMORY),
                folder,
                duration,
                new TraceRun.Machine(this::start, running()),
                terminal());
    }

    private TraceProgress progress() {
        return new ProgressLine(Duration.ofSeconds(1), terminal());
    }

    private TraceRun.Terminal terminal() {
        PrintWriter told = new PrintWriter(new Announced(err));
        return new TraceRun.Terminal(new PrintWriter(out), told, told, false, false);
    }

    private LiveSession start(
            TraceConfig config, Path capture, BiConsumer<TestId, Alert> alerted, Consumer<TraceEvent> observer)
            throws TraceUnavailableException {
        try {
            return HostTarget.startByHand(config, capture, alerted, event -> {
                observer.accept(event);
                if (event instanceof Allocation) {
                    allocated.countDown();
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path only(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(suffix)).toList();
            assertThat(found).hasSize(1);
            return found.get(0);
        }
    }

    /** Lets a test go on when the trace is said to run. */
    private final class Announced extends FilterWriter {

        Announced(StringWriter writer) {
            super(writer);
        }

        @Override
        public void write(String text, int offset, int length) throws IOException {
            super.write(text, offset, length);
            if (text.startsWith("tracing", offset)) {
                began.countDown();
            }
        }
    }
}
