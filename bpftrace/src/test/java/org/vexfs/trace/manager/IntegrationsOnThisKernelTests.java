package org.vexfs.trace.manager;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.FutureTask;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.session.HostTarget;
import org.vexfs.trace.session.LiveSession;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.session.TraceUnavailableException;
import org.vexfs.trace.testing.BpftraceTest;
import org.vexfs.trace.testing.HostBpftrace;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Whom a trace by hand is told to, live on this machine's own kernel: a function of it stands in the module's place. */
@BpftraceTest
@Timeout(120)
class IntegrationsOnThisKernelTests {

    private static final Pattern SERVED = Pattern.compile("metrics at (http://127\\.0\\.0\\.1:\\d+/metrics)");

    @TempDir
    private Path folder;

    private final StringWriter told = new StringWriter();

    @Test
    void whatIsHeldShowsInTheMetricsWhileItIsAndAsALeakAtTheEnd() throws Exception {
        try (DatagramSocket syslog = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            TraceConfig config = config("udp://127.0.0.1:" + syslog.getLocalPort());
            Options options = new Options();
            Path file = folder.resolve("host.prom");
            new CommandLine(options).parseArgs("--serve=0", "--textfile=" + file);
            PrintWriter writer = new PrintWriter(told, true);
            TraceRun.Terminal terminal = new TraceRun.Terminal(writer, writer, writer, false, false);
            TraceRun run = new TraceRun(
                    config,
                    TracedScripts.of(TraceScript.MEMORY),
                    folder,
                    Duration.ofMinutes(1),
                    new TraceRun.Machine(this::start, new RunningTraces(folder)),
                    terminal);
            try (Integrations integrations = Integrations.start(config, options.metrics, run::site, terminal)) {
                run.follow(integrations);
                FutureTask<Outcome> outcome =
                        new FutureTask<>(() -> run.run(new ProgressLine(Duration.ofSeconds(1), terminal)));
                Thread thread = new Thread(outcome);
                thread.setDaemon(true);
                thread.start();
                await(() -> told.toString().contains("tracing module host"), outcome);
                try (FileChannel held = HostTarget.allocate()) {
                    assertThat(held.isOpen()).isTrue();
                    await(() -> served().contains("vexfs_trace_live_objects{module=\"host\"} 1.0\n"), outcome);
                    assertThat(served())
                            .contains(
                                    "vexfs_trace_info{module=\"host\",script=\"memory\"} 1\n",
                                    "vexfs_trace_running{module=\"host\"} 1.0\n")
                            .doesNotContain("leaked");
                    run.stop();
                    assertThat(outcome.get()).isEqualTo(Outcome.DONE);
                }
                assertThat(Files.readAllLines(file))
                        .contains(
                                "vexfs_trace_leaked_objects{module=\"host\"} 1.0",
                                "vexfs_trace_complete{module=\"host\"} 1.0",
                                "vexfs_trace_running{module=\"host\"} 0.0");
                assertThat(served()).contains("vexfs_trace_leaked_objects{module=\"host\"} 1.0\n");
            }
            assertThat(received(syslog))
                    .satisfiesExactly(
                            start -> assertThat(start)
                                    .startsWith("<134>1 ")
                                    .contains(" START [vexfs-trace@32473 module=\"host\" script=\"memory\"] tracing"),
                            leak -> assertThat(leak)
                                    .startsWith("<131>1 ")
                                    .contains(" LEAK [", "objects=\"1\"", "leaked, allocated at tty_alloc_file+0x"),
                            summary -> assertThat(summary)
                                    .startsWith("<134>1 ")
                                    .contains("complete=\"true\"", "leaked=\"1\"", "1 leaked object, 0 double frees"));
        }
    }

    private TraceConfig config(String syslog) {
        return ConfigLoader.load(
                new Properties(),
                folder,
                Map.of(
                        "module", "host",
                        "scripts", "memory",
                        "integration.syslog.enabled", "true",
                        "integration.syslog.target", syslog,
                        "bpftrace.command", HostBpftrace.command().toString(),
                        "memory_trace.settle.wait", "50ms",
                        "memory_trace.settle.reclaim", "false"));
    }

    private LiveSession start(
            TraceConfig config, Path capture, BiConsumer<TestId, Alert> alerted, Consumer<TraceEvent> observer)
            throws TraceUnavailableException {
        try {
            return HostTarget.startByHand(config, capture, alerted, observer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String served() throws IOException {
        Matcher matcher = SERVED.matcher(told.toString());
        assertThat(matcher.find()).isTrue();
        try (var stream = URI.create(matcher.group(1)).toURL().openStream()) {
            return new String(stream.readAllBytes(), UTF_8);
        }
    }

    private static void await(Check check, FutureTask<Outcome> outcome) throws IOException {
        while (!check.holds()) {
            assertThat(outcome).isNotDone();
            Thread.onSpinWait();
        }
    }

    private interface Check {
        boolean holds() throws IOException;
    }

    /** All was sent before the integrations were closed. */
    private static List<String> received(DatagramSocket socket) throws IOException {
        List<String> messages = new ArrayList<>();
        while (messages.isEmpty() || !messages.get(messages.size() - 1).contains(" SUMMARY ")) {
            DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
            socket.receive(packet);
            messages.add(new String(packet.getData(), 0, packet.getLength(), UTF_8));
        }
        return messages;
    }

    @Command(name = "options")
    private static final class Options {

        @Mixin
        private MetricsOptions metrics;
    }
}
