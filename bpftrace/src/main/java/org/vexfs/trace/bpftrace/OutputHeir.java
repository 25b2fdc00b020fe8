package org.vexfs.trace.bpftrace;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that inherits bpftrace's output if this JVM ends without a word, and writes down what was not read yet and
 * what the kernel's log says.
 *
 * <p>It holds the pipe open, reads nothing while this JVM lives, and for about a second after. Then it ends, and bpftrace
 * with it, as nobody reads any more.
 */
public final class OutputHeir {

    private static final Logger LOGGER = LoggerFactory.getLogger(OutputHeir.class);

    /**
     * Its arguments: the pipe's end, what that is to be, what this JVM has read of it and not written, the two files, and
     * the command that prints the kernel's log. Of its input only this JVM has the other end, so it ends when this JVM
     * does. Only files are written that were not there: {@code set -C} of a shell would write to a device that a
     * link leads to, and wait for who reads a pipe. It reads on for a second, or as long as bpftrace takes for the
     * heartbeats of a second: on a busy machine it may not have run since. One that is stopped writes no more, and so
     * would not notice that nobody reads: whatever still has the pipe as its output is killed.
     */
    private static final String SCRIPT = """
            exec 3<"$1" 4<"$3" || exit 1
            [ "$(readlink /proc/self/fd/3)" = "$2" ] || exit 1
            read -r dismissed && exit 0
            umask 022
            {
                tr -d '\\000' <&4
                for second in 1 2 3 4 5 6 7 8 9 10; do
                    timeout 1 cat <&3 && break
                    [ -f "$4" ] || break
                    [ "$(grep -cE '"data": "([0-9a-f]{16} )?H ' "$4")" -lt 4 ] || break
                done
            } | dd of="$4" bs=64k conv=excl
            exec 3<&-
            for pid in $(ls -l /proc/[0-9]*/fd/1 | grep -F -e "-> $2" | sed 's,.*/proc/\\([0-9]*\\)/fd/1 .*,\\1,'); do
                kill -s KILL "$pid"
            done
            log=$5
            shift 5
            "$@" | dd of="$log" bs=64k conv=excl
            exit 0
            """;

    private static final long DISMISSAL_SECONDS = 5;
    private static final long WORK_SECONDS = 15;
    private static final String[] NONE = {};

    private final Process process;
    private volatile boolean dismissed;

    private OutputHeir(Process process) {
        this.process = process;
    }

    /**
     * Appoints one for a bpftrace. Where it cannot be, the trace goes on without.
     *
     * @param rest the file for what bpftrace still prints
     * @param kernelLog the file for the kernel's log
     */
    public static Optional<OutputHeir> of(
            BpftraceProcess bpftrace, BpftraceCommand command, Path rest, Path kernelLog) {
        try {
            OutputPipe pipe = bpftrace.output();
            List<String> words = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "vexfs-trace-heir"));
            words.addAll(List.of(
                    pipe.descriptor().toString(),
                    pipe.name(),
                    pipe.pending().orElse(Path.of("/dev/null")).toString(),
                    rest.toAbsolutePath().toString(),
                    kernelLog.toAbsolutePath().toString()));
            words.addAll(KernelLog.reading(command));
            OutputHeir heir = new OutputHeir(new ProcessBuilder(words)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
            heir.process.onExit().thenAccept(heir::ended);
            return Optional.of(heir);
        } catch (IOException e) {
            complain(e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Waits for the heir of a JVM that is gone: it may be at work still.
     *
     * @param rest the file that it writes what bpftrace still prints to
     */
    public static void await(Path rest) {
        String file = rest.toAbsolutePath().toString();
        CompletableFuture<?>[] heirs = ProcessHandle.allProcesses()
                .filter(process ->
                        Arrays.asList(process.info().arguments().orElse(NONE)).contains(file))
                .map(ProcessHandle::onExit)
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(heirs).get(WORK_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOGGER.debug("the heir that writes to {} is still at work", file);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ended(Process heir) {
        if (!dismissed) {
            complain("its process ended with exit code " + heir.exitValue());
        }
    }

    private static void complain(String why) {
        LOGGER.warn("what bpftrace prints last would be lost if this JVM were killed, as nobody inherits it: {}", why);
    }

    /** Gives its process. */
    public long pid() {
        return process.pid();
    }

    /** Ends it; bpftrace's output is this JVM's alone then. */
    public void dismiss() {
        dismissed = true;
        try (OutputStream input = process.getOutputStream()) {
            input.write("dismissed\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            LOGGER.debug("the heir of bpftrace's output is gone: {}", e.getMessage());
        }
        try {
            if (!process.waitFor(DISMISSAL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
