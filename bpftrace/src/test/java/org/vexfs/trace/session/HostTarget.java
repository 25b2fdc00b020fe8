package org.vexfs.trace.session;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Assumptions;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.bpftrace.BpftraceCommand;
import org.vexfs.trace.bpftrace.Preflight;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.script.KernelSymbols;
import org.vexfs.trace.script.ModuleSymbols;
import org.vexfs.trace.script.TraceTarget;
import org.vexfs.trace.testing.HostBpftrace;

/**
 * A piece of this machine's own kernel in a module's place: the function that allocates one object each time somebody
 * opens {@code /dev/ptmx}, which closing it frees. So tests need no module and no kprobe.
 */
public final class HostTarget {

    private static final Path DEVICE = Path.of("/dev/ptmx");
    private static final String FUNCTION = "tty_alloc_file";

    private HostTarget() {}

    /** Makes the kernel allocate one object, which is freed with the channel. */
    public static FileChannel allocate() throws IOException {
        return FileChannel.open(DEVICE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Traces that function with this machine's bpftrace, as if it were the configured module. */
    public static LiveSession start(TraceConfig config) throws IOException, TraceUnavailableException {
        return start(config, Files.createDirectories(config.outputDirectory()));
    }

    /** Does the same with the machine's locks in a folder. */
    public static LiveSession start(TraceConfig config, Path locks) throws IOException, TraceUnavailableException {
        return start(config, target(HostBpftrace.command()), locks);
    }

    /** Traces what a target leads to with this machine's bpftrace, as if it were the configured module. */
    public static LiveSession start(TraceConfig config, TraceTarget target)
            throws IOException, TraceUnavailableException {
        return start(config, target, Files.createDirectories(config.outputDirectory()));
    }

    private static LiveSession start(TraceConfig config, TraceTarget target, Path locks)
            throws IOException, TraceUnavailableException {
        return LiveSession.start(config, HostBpftrace.command(), target, locks, killed -> {}, (test, alert) -> {});
    }

    /** Does the same as {@link LiveSession#startByHand} does it. */
    public static LiveSession startByHand(
            TraceConfig config, Path capture, BiConsumer<TestId, Alert> alerted, Consumer<TraceEvent> observer)
            throws IOException, TraceUnavailableException {
        BpftraceCommand command = HostBpftrace.command().apartFromTerminal();
        Path locks = Files.createDirectories(config.outputDirectory());
        return LiveSession.start(config, command, target(command), locks, capture, killed -> {}, alerted, observer);
    }

    /** Gives what a trace of that function is made for; skips the test where the kernel has it not. */
    static TraceTarget target(BpftraceCommand command) throws IOException {
        Optional<TraceTarget> target = target(command, FUNCTION);
        Assumptions.assumeTrue(
                target.isPresent() && Files.isWritable(DEVICE), "this kernel has no " + FUNCTION + " or no " + DEVICE);
        return target.get();
    }

    /** Gives what a trace of a function of the kernel is made for; empty where the kernel has it not. */
    public static Optional<TraceTarget> target(BpftraceCommand command, String function) throws IOException {
        TreeMap<Long, String> symbols = new TreeMap<>(Long::compareUnsigned);
        for (String line : Files.readString(Path.of("/proc/kallsyms"), StandardCharsets.ISO_8859_1)
                .split("\n")) {
            String[] words = line.split("[ \t]");
            if (words.length == 3 && words[1].equalsIgnoreCase("t")) {
                symbols.put(Long.parseUnsignedLong(words[0], 16), words[2]);
            }
        }
        Optional<Long> start = symbols.entrySet().stream()
                .filter(symbol -> symbol.getValue().equals(function))
                .map(Map.Entry::getKey)
                .findFirst();
        if (start.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new TraceTarget(
                new ModuleSymbols(
                        "host",
                        start.get(),
                        symbols.higherKey(start.get()),
                        new TreeMap<>(Map.of(start.get(), function))),
                List.of(),
                Set.of(),
                command.version(),
                command.tracepoints(),
                command.rawTracepoints(),
                Preflight.preemption(command.kernelFiles()),
                Set.of(),
                KernelSymbols.NONE));
    }
}
