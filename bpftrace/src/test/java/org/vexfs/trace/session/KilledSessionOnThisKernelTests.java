package org.vexfs.trace.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.testing.BpftraceTest;
import org.vexfs.trace.testing.HostBpftrace;

/** A JVM that is killed while what bpftrace told stands unread. */
@BpftraceTest
@Timeout(120)
class KilledSessionOnThisKernelTests {

    private static final int UNREAD = 50;

    @TempDir
    private Path folder;

    @Test
    void whatItHadNotReadIsInItsWindowAndNoProcessOutlivesIt() throws Exception {
        Process jvm = start();
        List<ProcessHandle> children = children(jvm);
        assertThat(children).hasSize(2);
        // A thread may stop with what it has just read.
        signal("STOP", jvm);
        for (int i = 0; i < UNREAD; i++) {
            HostTarget.allocate().close();
        }

        signal("KILL", jvm);
        jvm.waitFor();
        for (ProcessHandle child : children) {
            child.onExit().get(30, TimeUnit.SECONDS);
        }

        Path capture = capture();
        ReplayedWindow window = Replay.of(List.of(capture)).windows().get(0);
        assertThat(window.test()).isEqualTo(DoomedSession.TEST);
        assertThat(window.atEnd()).isEmpty();
        List<Allocation> allocations = told(window, Allocation.class);
        assertThat(allocations.size()).isGreaterThanOrEqualTo(UNREAD);
        assertThat(Set.copyOf(allocations)).as("without what is told twice").hasSameSizeAs(allocations);
        assertThat(told(window, Free.class).size()).isGreaterThanOrEqualTo(UNREAD);
        Aftermath aftermath = Aftermath.of(capture);
        assertThat(aftermath.rest()).isNotEmptyFile();
        assertThat(aftermath.lastLogged(1, 0, 0)).hasSize(1);
    }

    private static <T> List<T> told(ReplayedWindow window, Class<T> kind) {
        return window.events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private Process start() throws IOException {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DoomedSession.class.getName(),
                folder.toString()));
        words.addAll(HostBpftrace.command().words());
        return new ProcessBuilder(words)
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
    }

    private List<ProcessHandle> children(Process jvm) throws IOException {
        try (BufferedReader output = jvm.inputReader()) {
            String pids = output.readLine();
            assertThat(pids)
                    .as("said %s", Files.readString(folder.resolve("errors.txt")))
                    .isNotNull();
            return Arrays.stream(pids.split(" "))
                    .map(pid -> ProcessHandle.of(Long.parseLong(pid)).orElseThrow())
                    .toList();
        }
    }

    private static void signal(String name, Process process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-s", name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private Path capture() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(Replay.SUFFIX))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
