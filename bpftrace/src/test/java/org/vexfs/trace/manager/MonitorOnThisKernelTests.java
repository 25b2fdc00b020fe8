package org.vexfs.trace.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.session.HostTarget;
import org.vexfs.trace.testing.BpftraceTest;
import org.vexfs.trace.testing.HostBpftrace;

/** A trace is shown live, of this machine's own kernel: a function of it stands in the module's place. */
@BpftraceTest
@Timeout(180)
class MonitorOnThisKernelTests {

    @TempDir
    private Path folder;

    @Test
    void withoutATerminalTheFiguresAreWrittenNowAndThen() throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        TraceRun.Terminal terminal = MonitoredHost.terminal(new PrintWriter(out), new PrintWriter(err));
        TraceRun run = MonitoredHost.run(
                folder, Duration.ofMinutes(2), terminal, Map.of("output.realtime.stats_interval", "1s"));
        TraceProgress progress = new MonitorProgress(Duration.ofSeconds(1), terminal, quit -> Optional.empty(), 80);
        FutureTask<Outcome> outcome = new FutureTask<>(() -> run.run(progress));
        new Thread(outcome).start();
        while (!out.toString().contains("0 bytes held in 0 objects")) {
            assertThat(outcome).isNotDone();
            Thread.onSpinWait();
        }
        try (FileChannel held = HostTarget.allocate()) {
            assertThat(held.isOpen()).isTrue();
            while (!out.toString().contains(" bytes held in 1 object, ")) {
                assertThat(outcome).isNotDone();
                Thread.onSpinWait();
            }
        }
        run.stop();

        assertThat(outcome.get()).isEqualTo(Outcome.DONE);
        assertThat(out.toString())
                .contains("vexfs-trace monitor: module host ", "complete so far: ")
                .contains("=== Report ===", "The trace is complete.")
                .doesNotContain("\033");
    }

    @Test
    void qEndsItAndTheReportIsOnTheScreenThatWasThereBefore() throws Exception {
        try (Tmux tmux = monitor(80, 60, "")) {
            String screen = tmux.await("0 bytes held in 0 objects");
            assertThat(screen.lines().toList())
                    .anyMatch(line -> line.startsWith("complete so far: "))
                    .anyMatch(line -> line.startsWith("q ends it, with its report"));
            assertThat(screen).startsWith("vexfs-trace monitor: module host ").doesNotContain("before it");
            assertThat(tmux.flag("alternate_on")).isEqualTo("1");
            assertThat(tmux.flag("cursor_flag")).isEqualTo("0");
            try (FileChannel held = HostTarget.allocate()) {
                assertThat(held.isOpen()).isTrue();
                tmux.await(" bytes held in 1 object, ");
            }
            tmux.press("q");

            assertThat(tmux.await("status 0 icanon echo"))
                    .contains("before it", "=== Report ===", "The trace is complete.", "Result: ");
            assertRestored(tmux);
        }
    }

    @Test
    void itFollowsTheSizeOfTheTerminal() throws Exception {
        try (Tmux tmux = monitor(80, 24, "")) {
            tmux.await("q ends it, with its report");
            tmux.resize(40, 20);
            String narrow = tmux.await(screen -> screen.startsWith("module host "));
            assertThat(narrow.lines()).allMatch(line -> line.length() <= 40).contains("q ends it, with its report");
            tmux.resize(200, 50);
            assertThat(tmux.await(screen -> screen.contains(" longest")))
                    .startsWith("vexfs-trace monitor: module host ");
        }
    }

    @Test
    void ctrlCEndsItWithItsReportAndTheTerminalAsItWas() throws Exception {
        try (Tmux tmux = monitor(80, 60, "")) {
            tmux.await("0 bytes held in 0 objects");
            HostTarget.allocate().close();
            tmux.press("C-c");

            assertThat(tmux.await("status 130 icanon echo")).contains("before it", "=== Report ===", "Result: ");
            assertRestored(tmux);
            assertThat(Files.readString(result())).contains("\nThe trace is complete.\n");
        }
    }

    @Test
    void anErrorLeavesTheTerminalAsItWas() throws Exception {
        try (Tmux tmux = monitor(80, 24, " fail")) {
            assertThat(tmux.await("status 1 icanon echo")).contains("before it", "as the test wants it");
            assertRestored(tmux);
        }
    }

    @Test
    void aTerminalThatCannotPlaceItsCursorGetsLines() throws Exception {
        try (Tmux tmux = Tmux.start(folder, 80, 24, "export TERM=dumb; " + command(""))) {
            tmux.await(screen -> screen.contains("tracing module host"));
            tmux.await("complete so far: ");
            assertThat(tmux.flag("alternate_on")).isEqualTo("0");
        }
    }

    private static void assertRestored(Tmux tmux) throws Exception {
        assertThat(tmux.flag("alternate_on")).isEqualTo("0");
        assertThat(tmux.flag("cursor_flag")).isEqualTo("1");
    }

    private Tmux monitor(int columns, int rows, String argument) throws IOException, InterruptedException {
        return Tmux.start(folder, columns, rows, "echo before it; " + command(argument));
    }

    /** Java is a child of a shell that ignores Ctrl-C, so that it tells how Java ended. */
    private String command(String argument) throws IOException {
        Path script = folder.resolve("monitor");
        Files.writeString(
                script,
                "trap : INT\n'" + Path.of(System.getProperty("java.home"), "bin", "java")
                        + "' -XX:TieredStopAtLevel=1 -cp '"
                        + System.getProperty("java.class.path") + "' -Dtest.bpftrace='" + HostBpftrace.command()
                        + "' " + MonitoredHost.class.getName() + " '" + folder.resolve("results") + "'" + argument
                        + "\necho status $? $(stty -a | tr ' ' '\\n' | grep -x -e icanon -e echo)\n");
        return "sh '" + script + "'";
    }

    private Path result() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("results"))) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
