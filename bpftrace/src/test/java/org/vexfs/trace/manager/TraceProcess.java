package org.vexfs.trace.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process that stands where one is expected that traces. */
final class TraceProcess implements AutoCloseable {

    /** The user nobody. */
    static final int NOBODY = 65534;

    private final Process process;

    private TraceProcess(Process process) {
        this.process = process;
    }

    /** Starts one that ends at once when it is asked to. */
    static TraceProcess start() throws IOException {
        return start(List.of(), "echo; read line");
    }

    /** Starts one that writes a report when it is asked to end, and ends then. */
    static TraceProcess reportingTo(Path report) throws IOException {
        return start(
                List.of(),
                "trap 'sleep 0.2; echo report >\"" + report + "\"; exit 0' TERM; echo; while :; do sleep 0.05; done");
    }

    /** Starts one that does not heed being asked to end. */
    static TraceProcess deaf() throws IOException {
        return start(List.of(), "trap '' TERM; echo; exec sleep 600");
    }

    /** Starts one of another user; only root can. */
    static TraceProcess ofNobody() throws IOException {
        assumeRoot();
        return start(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), "echo; read line");
    }

    static void assumeRoot() {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can act as several users");
    }

    private static TraceProcess start(List<String> before, String script) throws IOException {
        List<String> words = new ArrayList<>(before);
        words.addAll(List.of("/bin/sh", "-c", script));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
        assertThat(reader.readLine()).as("it runs").isEmpty();
        return new TraceProcess(process);
    }

    long pid() {
        return process.pid();
    }

    /** Has it end by itself, unless it has ended. Gives the signal that ended it; 0 if it got none. */
    int signalSoFar() throws InterruptedException {
        try (OutputStream line = process.getOutputStream()) {
            line.write('\n');
        } catch (IOException e) {
            assertThat(process.onExit()).as("who reads the line: %s", e).succeedsWithin(Duration.ofSeconds(30));
        }
        return signal();
    }

    /** Waits until it has ended. Gives the signal that ended it; 0 if it ended by itself. */
    int signal() throws InterruptedException {
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return Math.max(0, process.exitValue() - 128);
    }

    /** Gives the trace that it stands for. */
    RunningTrace trace(Path results) {
        return new RunningTrace(
                pid(),
                "",
                "alice",
                "memory",
                "vexfs",
                results.resolve("vexfs_memory_trace_20261128_143015.txt").toString(),
                results.resolve("vexfs_memory_trace_20261128_143015.capture.jsonl")
                        .toString(),
                "2026-11-28T14:30:15Z",
                0,
                0);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
