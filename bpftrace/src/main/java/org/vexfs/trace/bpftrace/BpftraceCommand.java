package org.vexfs.trace.bpftrace;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vexfs.trace.script.BpftraceVersion;
import org.vexfs.trace.script.KernelFiles;

/**
 * How bpftrace is started: {@code bpftrace}, a path, or {@code sudo -n bpftrace}.
 *
 * @param words the program and its first arguments; no shell reads them
 * @param apart whether a bpftrace that traces gets a session of its own, so that what a terminal signals does not reach it
 * @param verbose whether a bpftrace that traces says more on its standard error
 * @param symbolMap the file that says where the kernel's functions lie
 */
public record BpftraceCommand(List<String> words, boolean apart, boolean verbose, String symbolMap) {

    private static final String KERNEL_SYMBOLS = "/proc/kallsyms";

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    public BpftraceCommand {
        words = List.copyOf(words);
        if (words.isEmpty() || words.contains("")) {
            throw new IllegalArgumentException("the bpftrace command " + words + " is empty or has an empty word");
        }
    }

    public BpftraceCommand(List<String> words) {
        this(words, false, false, KERNEL_SYMBOLS);
    }

    /** Gives the same, of which a terminal's Ctrl-C ends no trace: whoever started it does, once it is read to its end. */
    public BpftraceCommand apartFromTerminal() {
        return new BpftraceCommand(words, true, verbose, symbolMap);
    }

    /** Gives the same, with another file that says where the kernel's functions lie. */
    public BpftraceCommand withSymbolMap(String map) {
        return new BpftraceCommand(words, apart, verbose, map);
    }

    /** Gives the same, of which a trace says more on its standard error, or does not. */
    public BpftraceCommand withVerbose(boolean more) {
        return new BpftraceCommand(words, apart, more, symbolMap);
    }

    /** Gives the words that start a trace: setsid(1) runs the program in its place, as the same process. */
    List<String> tracing(String... arguments) {
        List<String> all = new ArrayList<>(apart ? List.of("setsid") : List.of());
        all.addAll(words);
        if (verbose) {
            // What it adds goes to the standard error, and leaves the JSON alone: seen with 0.23.2 and 0.27.
            all.add("-v");
        }
        all.addAll(List.of(arguments));
        return all;
    }

    /** Gives the command with more arguments. */
    public List<String> with(String... arguments) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of(arguments));
        return all;
    }

    /** Gives whether another program lends bpftrace its rights. */
    public boolean usesSudo() {
        return Path.of(words.get(0)).getFileName().toString().equals("sudo");
    }

    /** Gives the words before bpftrace's own: {@code sudo -n}. */
    List<String> sudoWords() {
        if (!usesSudo()) {
            return List.of();
        }
        int own = 1;
        while (own < words.size() && !words.get(own).contains("bpftrace")) {
            own++;
        }
        return words.subList(0, own);
    }

    /** Gives whether another file than the kernel's says where its functions lie. */
    boolean hasOwnSymbolMap() {
        return !symbolMap.equals(KERNEL_SYMBOLS);
    }

    /** Gives a reader of the kernel's files that has the rights this command gives bpftrace. */
    public KernelFiles kernelFiles() {
        KernelFiles files = new PrivilegedFiles(this);
        return !hasOwnSymbolMap() ? files : new SymbolMapFiles(files, symbolMap);
    }

    /**
     * Asks bpftrace for its version.
     *
     * @throws IOException if it cannot be started, fails, or prints none; the message says which
     */
    public BpftraceVersion version() throws IOException {
        Command run = Command.run(with("--version"), TIMEOUT);
        Optional<BpftraceVersion> version = BpftraceVersion.parse(run.out());
        if (run.exitCode() != 0 || version.isEmpty()) {
            throw new IOException("'" + this + " --version' ended with " + run.exitCode() + " and said: "
                    + (run.out() + run.err()).strip());
        }
        return version.get();
    }

    /** Asks bpftrace for the kernel's tracepoints, such as {@code kmem:kfree}; gives none where it cannot tell. */
    public Set<String> tracepoints() {
        return probes("tracepoint:*").collect(Collectors.toSet());
    }

    /**
     * Asks bpftrace for the raw tracepoints of memory, such as {@code kfree}. Not every tracepoint can be attached to
     * raw by every version: 0.27 cannot find {@code kmalloc} on a kernel 7.2.
     */
    public Set<String> rawTracepoints() {
        // From 0.24 a module stands before the name: rawtracepoint:vmlinux:kfree
        return probes("rawtracepoint:*")
                .map(name -> name.substring(name.indexOf(':') + 1))
                .collect(Collectors.toSet());
    }

    /** Asks bpftrace whether a pattern, such as {@code kprobe:vexfs_*}, matches anything that can be probed. */
    public boolean matches(String pattern) {
        return probes(pattern).findAny().isPresent();
    }

    private Stream<String> probes(String pattern) {
        String prefix = pattern.substring(0, pattern.indexOf(':') + 1);
        try {
            return Command.run(with("-l", pattern), TIMEOUT)
                    .out()
                    .lines()
                    .filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).strip());
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
