package org.vexfs.trace.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A server of another project's that a test starts on this machine alone, and ends. */
public final class Daemon implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private final Process process;
    private final Path log;

    private Daemon(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Something that becomes true. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /**
     * Gives where a program is; skips the test where it is not installed.
     *
     * @param debianPackage the package that has it
     */
    public static Path program(String name, String debianPackage) {
        Optional<Path> found = Stream.concat(
                        Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(
                found.isPresent(),
                "no " + name + " on the path. Remedy: install it, as by apt-get install --no-install-recommends "
                        + debianPackage);
        return found.get();
    }

    /** Starts one. */
    public static Daemon start(Path log, List<String> command) throws IOException {
        return new Daemon(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start(),
                log);
    }

    /** Gives a port of this machine that no TCP server has. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Gives a port of this machine that no UDP server has. */
    public static int freeUdpPort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until something is so; fails with what the server said if it ends before, or after a minute. */
    public void await(String what, Condition condition) throws IOException, InterruptedException {
        long began = System.nanoTime();
        while (!condition.holds()) {
            assertThat(process.isAlive() && System.nanoTime() - began < LONGEST.toNanos())
                    .as("%s; the server said: %s", what, Files.readString(log))
                    .isTrue();
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().orTimeout(LONGEST.toSeconds(), TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            process.destroyForcibly().onExit().join();
        }
    }
}
