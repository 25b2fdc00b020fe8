package org.vexfs.trace.bpftrace;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running bpftrace.
 *
 * <p>It ends with this JVM, however the JVM ends: the script writes five times a second, and a write to a pipe that nobody
 * reads any more ends bpftrace by SIGPIPE. An {@link OutputHeir} puts that off by a second.
 */
public final class BpftraceProcess {

    private static final Logger LOGGER = LoggerFactory.getLogger(BpftraceProcess.class);
    private static final int CHUNK = 64 * 1024;
    /** What a process that a signal ended exits with, and the signal's number added to that. */
    private static final int KILLED_BY_SIGNAL = 128;

    private static final int KILLED_SECONDS = 10;
    private static final int KEPT_ERROR_TEXT = 16 * 1024;

    /** What is verbose may come before what says that a probe was not attached. */
    private static final int KEPT_VERBOSE_TEXT = 16 * 1024 * 1024;

    private final Process process;
    private final BpftraceCommand command;
    private final OutputPipe output;
    private final OutputReader reader;
    private final int keptErrorText;
    private final StringBuilder errorText = new StringBuilder();
    private final CountDownLatch errorsRead = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    private BpftraceProcess(
            Process process, BpftraceCommand command, OutputPipe output, OutputReader reader, int keptErrorText) {
        this.keptErrorText = keptErrorText;
        this.process = process;
        this.command = command;
        this.output = output;
        this.reader = reader;
    }

    /** Takes what bpftrace writes; called on one thread only. */
    public interface OutputReader {

        /** Takes the bytes that arrived; once it returns, their whole lines must outlive this JVM. */
        void bytes(byte[] bytes, int length);

        /** Takes bytes of what it complains of; called on another thread than the others. */
        default void complaint(byte[] bytes, int length) {}

        /** Learns that bpftrace has ended, and why. */
        void ended(String how);
    }

    /**
     * Starts bpftrace on a program.
     *
     * @throws IOException if the command cannot be started
     */
    public static BpftraceProcess start(BpftraceCommand command, String program, OutputReader reader)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command.tracing("-f", "json", "-e", program));
        builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
        Process process = builder.start();
        BpftraceProcess running = new BpftraceProcess(
                process,
                command,
                OutputPipe.of(process, command),
                reader,
                command.verbose() ? KEPT_VERBOSE_TEXT : KEPT_ERROR_TEXT);
        running.read("vexfs-trace-errors", running::readErrors);
        running.read("vexfs-trace-output", running::readOutput);
        return running;
    }

    private void read(String name, Runnable body) {
        Thread thread = new Thread(body, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void readOutput() {
        byte[] bytes = new byte[CHUNK];
        ReadingPace pace = new ReadingPace();
        try (output) {
            for (int length = output.read(bytes); length >= 0; length = output.read(bytes)) {
                reader.bytes(bytes, length);
                output.handedOn();
                LockSupport.parkNanos(pace.after(length, System.nanoTime()));
            }
        } catch (IOException e) {
            LOGGER.debug("bpftrace's output was closed: {}", e.getMessage());
        } finally {
            reader.ended(ending());
            ended.countDown();
        }
    }

    private void readErrors() {
        byte[] bytes = new byte[4096];
        try (InputStream stream = process.getErrorStream()) {
            for (int length = stream.read(bytes); length >= 0; length = stream.read(bytes)) {
                String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
                LOGGER.debug("bpftrace: {}", text);
                reader.complaint(bytes, length);
                synchronized (errorText) {
                    if (errorText.length() < keptErrorText) {
                        errorText.append(text);
                    }
                }
            }
        } catch (IOException e) {
            LOGGER.debug("bpftrace's errors were closed: {}", e.getMessage());
        } finally {
            errorsRead.countDown();
        }
    }

    private String ending() {
        String exit = "bpftrace closed its output";
        boolean killed = false;
        try {
            if (process.waitFor(10, TimeUnit.SECONDS)) {
                exit = "bpftrace ended with exit code " + process.exitValue();
                killed = process.exitValue() > KILLED_BY_SIGNAL && process.exitValue() <= KILLED_BY_SIGNAL + 64;
            }
            // Another thread reads what it complained of; a process that it left behind may keep that open.
            errorsRead.await(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        String errors = errors(killed);
        return errors.isEmpty() ? exit : exit + ": " + errors;
    }

    /**
     * Gives what bpftrace complained of: its errors where there are some, otherwise the last thing it said, unless that was
     * a warning before somebody killed it.
     */
    private String errors(boolean killed) {
        String text;
        synchronized (errorText) {
            text = errorText.toString().strip();
        }
        List<String> errors = text.lines()
                .filter(line -> line.contains("ERROR") || line.contains("cannot"))
                .limit(5)
                .toList();
        return errors.isEmpty()
                ? text.lines()
                        .reduce((earlier, last) -> last)
                        .filter(last -> !(killed && last.contains("WARNING")))
                        .orElse("")
                : String.join("; ", errors);
    }

    /** Gives the probes that bpftrace says it could not attach, as it says it. */
    public List<String> unattachedProbes() {
        synchronized (errorText) {
            return errorText
                    .toString()
                    .lines()
                    .filter(line -> line.contains("could not attach"))
                    .toList();
        }
    }

    /** Gives whether it still runs, as far as is known. */
    public boolean alive() {
        return process.isAlive() && ended.getCount() > 0;
    }

    /** Gives the process of bpftrace itself, behind sudo where that is used. */
    public Optional<Long> pid() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(handle -> handle.info()
                        .command()
                        .map(command -> command.endsWith("/bpftrace"))
                        .orElse(true))
                .reduce((outer, inner) -> inner)
                .map(ProcessHandle::pid);
    }

    OutputPipe output() {
        return output;
    }

    /**
     * Ends it in order, with SIGTERM; after the deadline, by force. A process of sudo cannot be signalled by who called
     * it, so there the end of its output ends it.
     */
    public void stop(Duration deadline) {
        // Process.destroy would close the output before it is read.
        boolean signalled = process.toHandle().destroy();
        boolean interrupted = false;
        try {
            if (!signalled) {
                output.close();
            }
            if (!ended.await(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
                process.waitFor(KILLED_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            interrupted = true;
            kill();
        } catch (IOException e) {
            LOGGER.debug("closing bpftrace's output", e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What root runs only root can kill, and one that is stopped does not notice that nobody reads what it prints. */
    private void kill() {
        process.destroyForcibly();
        if (command.usesSudo() && process.isAlive()) {
            pid().ifPresent(pid -> {
                List<String> words = new ArrayList<>(command.sudoWords());
                words.addAll(List.of("kill", "-s", "KILL", pid.toString()));
                try {
                    Command.run(words, Duration.ofSeconds(KILLED_SECONDS));
                } catch (IOException e) {
                    LOGGER.warn("bpftrace (process {}) could not be killed: {}", pid, e.getMessage());
                }
            });
        }
    }
}
