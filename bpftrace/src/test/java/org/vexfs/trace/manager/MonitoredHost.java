package org.vexfs.trace.manager;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.session.HostTarget;
import org.vexfs.trace.testing.HostBpftrace;

/** Monitors a function of this machine's own kernel, which stands in the module's place: of the scripts, memory's alone can. */
final class MonitoredHost {

    private MonitoredHost() {}

    /** Does so in a process of its own, for a test that gives it a terminal. The first argument is the results' folder. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        TraceRun.Terminal terminal = terminal(new PrintWriter(System.out, true), new PrintWriter(System.err, true));
        TraceProgress progress = new MonitorProgress(Duration.ofSeconds(10), terminal, TerminalScreen::open, 80);
        TraceProgress failing = new ProgressThatFails(progress, arguments.length > 1);
        System.exit(run(folder, Duration.ofMinutes(10), terminal, Map.of())
                .run(failing)
                .status());
    }

    static TraceRun.Terminal terminal(PrintWriter out, PrintWriter told) {
        return new TraceRun.Terminal(out, told, told, false, false);
    }

    /** Gives such a trace, with further settings. */
    static TraceRun run(Path folder, Duration duration, TraceRun.Terminal terminal, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(Map.of(
                "module", "host",
                "scripts", "memory",
                "bpftrace.command", HostBpftrace.command().toString(),
                "memory_trace.settle.wait", "50ms",
                "memory_trace.settle.reclaim", "false"));
        all.putAll(settings);
        TraceConfig config = ConfigLoader.load(new Properties(), folder, all);
        TraceRun.Starter starter = (wanted, capture, alerted, observer) -> {
            try {
                return HostTarget.startByHand(wanted, capture, alerted, observer);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
        return new TraceRun(
                config,
                new TracedScripts("monitor", Set.of(TraceScript.MEMORY)),
                folder,
                duration,
                new TraceRun.Machine(starter, new RunningTraces(folder)),
                terminal);
    }

    /** Passes on what it is told, and fails at the third look if it is to. */
    private static final class ProgressThatFails implements TraceProgress {

        private final TraceProgress next;
        private final boolean fails;
        private int looks;

        ProgressThatFails(TraceProgress next, boolean fails) {
            this.next = next;
            this.fails = fails;
        }

        @Override
        public void began(Runnable stop) {
            next.began(stop);
        }

        @Override
        public Duration betweenLooks() {
            return next.betweenLooks();
        }

        @Override
        public void look(Look look) {
            next.look(look);
            looks++;
            if (fails && looks == 3) {
                throw new IllegalStateException("as the test wants it");
            }
        }

        @Override
        public void alerted(Alert alert, String time) {
            next.alerted(alert, time);
        }

        @Override
        public void close() {
            next.close();
        }
    }
}
