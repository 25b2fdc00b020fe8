package org.vexfs.trace.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.bpftrace.BpftraceCommand;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.script.ProgramOptions;
import org.vexfs.trace.script.TraceProgram;
import org.vexfs.trace.script.TraceTarget;
import org.vexfs.trace.session.HostTarget;
import org.vexfs.trace.session.LiveSession;
import org.vexfs.trace.session.LiveWindow;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.testing.HostBpftrace;

/** Finds the highest rate of events of which nothing is lost, by who reads them, and what reading takes of the JVM. */
final class Streaming {

    private static final double FIRST_RATE = 50_000;
    private static final double SECONDS = 1.5;

    /** So often the JVM reads at the first rate before it counts: it compiles meanwhile. */
    private static final int WARM_UP = 4;

    /** bpftrace says what it lost once it has worked off what it did not lose. */
    private static final long REST_MILLIS = 300;

    /** How often the interval is halved between a rate without loss and twice that with some: to within 4.4 %. */
    private static final int HALVINGS = 4;

    private static final OperatingSystemMXBean MACHINE =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Path load;
    private final Path work;
    private final TraceConfig config;
    private final TraceTarget target;
    private final Path program;

    private Streaming(Path load, Path work) throws IOException {
        this.load = load;
        this.work = work;
        BpftraceCommand command = HostBpftrace.command();
        config = ConfigLoader.load(System.getProperties(), work, Map.of());
        // What the kernel allocates for each path that it is given; compilers take the rare part out of the function.
        target = HostTarget.target(command, "getname_flags.part.0")
                .or(() -> target("getname_flags"))
                .orElseThrow(() -> new IllegalStateException("this kernel has no getname_flags to trace"));
        program = Files.writeString(
                work.resolve("program.bt"),
                TraceProgram.text(
                        target,
                        new ProgramOptions(
                                Set.of(TraceScript.MEMORY), "00000", config.ringPages(), config.maxObjects(), 0, Set.of())));
    }

    private static Optional<TraceTarget> target(String function) {
        try {
            return HostTarget.target(HostBpftrace.command(), function);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prints the rows of the table: the arguments are the load, a folder, and how many rounds. */
    public static void main(String[] arguments) throws Exception {
        Streaming streaming = new Streaming(Path.of(arguments[0]), Path.of(arguments[1]));
        String program = streaming.program.toString();
        List<Way> ways = List.of(
                streaming.new Discarded("`bpftrace FILE > /dev/null`", program),
                streaming.new Discarded("`bpftrace -f json FILE > /dev/null`", "-f", "json", program),
                streaming.new Piped("`bpftrace -f json FILE`, read by `BufferedReader` and a regex for each kind of line"),
                streaming.new Traced("memory trace of this library"));
        for (int round = 0; round < Integer.parseInt(arguments[2]); round++) {
            for (Way way : ways) {
                way.measure();
            }
        }
        double unit = ways.get(0).rate();
        double cost = ways.get(2).cost();
        for (Way way : ways) {
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %s | %.0f | %s |%n",
                    way.text,
                    way.rate() / unit,
                    way.reads() ? String.format(Locale.ROOT, "%.2f", way.cost() / cost) : "-",
                    way.rate(),
                    way.reads() ? String.format(Locale.ROOT, "%.2f", way.cost()) : "-");
        }
    }

    /** What happened while the load ran; the CPU time is that of this JVM. */
    private record Probe(double rate, long read, boolean lost, long cpuNanos) {}

    private double runLoad(double rate) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "chrt", "-f", "1", load.toString(), String.format(Locale.ROOT, "%.0f", rate), "" + SECONDS)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip().split(" ");
        if (process.waitFor() != 0) {
            throw new IllegalStateException("the load failed");
        }
        return Double.parseDouble(said[0]) / Double.parseDouble(said[1]) * 1e9;
    }

    private static ProcessBuilder bpftrace(String... arguments) {
        return new ProcessBuilder(HostBpftrace.command().with(arguments));
    }

    /** Gives how often a process of bpftrace has written, which it does for each line. */
    private static long written(Process process) throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException("bpftrace ended: " + process);
        }
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/io"))) {
            return lines.filter(line -> line.startsWith("syscw: "))
                    .mapToLong(line -> Long.parseLong(line.substring("syscw: ".length())))
                    .sum();
        }
    }

    /** Waits after the load until bpftrace writes no more than the rest of the machine gives it to write. */
    private static void rest(Process process) throws IOException, InterruptedException {
        long most = 0;
        long before = written(process);
        while (true) {
            Thread.sleep(REST_MILLIS);
            long now = written(process);
            if (now - before <= most / 5) {
                return;
            }
            most = Math.max(most, now - before);
            before = now;
        }
    }

    /** Waits until a script runs, which says so five times a second. */
    private static void awaitBeats(Process process) throws IOException, InterruptedException {
        long before = written(process);
        for (int beats = 0; beats < 3; ) {
            Thread.sleep(300);
            long now = written(process);
            beats = now > before ? beats + 1 : 0;
            before = now;
        }
    }

    /** Ends bpftrace; {@link Process#destroy} would close what it writes before that is read. */
    private static void end(Process process) throws InterruptedException {
        process.toHandle().destroy();
        process.waitFor(30, TimeUnit.SECONDS);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }

    /** A way to read a trace. */
    private abstract class Way {

        private final String text;
        private final List<Double> rates = new ArrayList<>();
        private final List<Double> costs = new ArrayList<>();

        Way(String text) {
            this.text = text;
        }

        abstract void start() throws Exception;

        abstract Probe probe(double rate) throws Exception;

        abstract void stop() throws Exception;

        boolean reads() {
            return true;
        }

        double rate() {
            return median(rates);
        }

        double cost() {
            return median(costs);
        }

        /** Halves or doubles the rate until something is lost at the double only, and halves the interval then. */
        void measure() throws Exception {
            start();
            try {
                for (int i = 0; i < WARM_UP && rates.isEmpty() && reads(); i++) {
                    tried(FIRST_RATE);
                }
                double low = rates.isEmpty() ? FIRST_RATE : rate() / 1.4;
                Probe best = tried(low);
                double high = best.lost ? low : 0;
                while (best.lost) {
                    high = low;
                    low /= 2;
                    best = tried(low);
                }
                while (high == 0 && best.rate > 0.9 * low) {
                    Probe probe = tried(2 * low);
                    if (probe.lost) {
                        high = 2 * low;
                    } else {
                        best = probe;
                        low *= 2;
                    }
                }
                for (int i = 0; i < HALVINGS && high > 0; i++) {
                    double between = Math.sqrt(low * high);
                    Probe probe = tried(between);
                    if (probe.lost) {
                        high = between;
                    } else {
                        low = between;
                        best = probe;
                    }
                }
                rates.add(best.rate);
                costs.add(best.cpuNanos / 1e3 / best.read);
            } finally {
                stop();
            }
        }

        private Probe tried(double rate) throws Exception {
            Probe probe = probe(rate);
            System.err.printf(
                    Locale.ROOT,
                    "%s: %.0f of %.0f a second, %d read, %s, %.2f s of CPU for a million%n",
                    text,
                    probe.rate,
                    rate,
                    probe.read,
                    probe.lost ? "some lost" : "none lost",
                    probe.cpuNanos / 1e3 / probe.read);
            return probe;
        }
    }

    /** bpftrace alone: what it lost it says where nobody reads it, but it writes each line on its own. */
    private final class Discarded extends Way {

        private final String[] arguments;
        private Process process;

        Discarded(String text, String... arguments) {
            super(text);
            this.arguments = arguments;
        }

        @Override
        void start() throws Exception {
            process = bpftrace(arguments)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            awaitBeats(process);
        }

        @Override
        Probe probe(double rate) throws Exception {
            long before = written(process);
            double reached = runLoad(rate);
            rest(process);
            long lines = written(process) - before;
            return new Probe(reached, lines, lines < reached * SECONDS, 0);
        }

        @Override
        void stop() throws Exception {
            end(process);
        }

        @Override
        boolean reads() {
            return false;
        }
    }

    /** bpftrace's lines through a pipe; it says in a line of its own what it lost. */
    private final class Piped extends Way {

        private Process process;
        private volatile long read;
        private volatile long lost;

        Piped(String text) {
            super(text);
        }

        @Override
        void start() throws Exception {
            process = bpftrace("-f", "json", program.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            Thread reader = new Thread(this::read, "reader");
            reader.setDaemon(true);
            reader.start();
            awaitBeats(process);
        }

        private void read() {
            try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    if (RegexReader.event(line) != null) {
                        read++;
                    } else if (line.contains("\"lost_events\"")) {
                        lost++;
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        Probe probe(double rate) throws Exception {
            long readBefore = read;
            long lostBefore = lost;
            long cpu = MACHINE.getProcessCpuTime();
            double reached = runLoad(rate);
            rest(process);
            long events = read - readBefore;
            return new Probe(
                    reached,
                    events,
                    lost > lostBefore || events < reached * SECONDS,
                    MACHINE.getProcessCpuTime() - cpu);
        }

        @Override
        void stop() throws Exception {
            end(process);
        }
    }

    /** All that a traced test would have: written to a capture, decoded, booked and judged. */
    private final class Traced extends Way {

        private LiveSession session;
        private Path capture;

        Traced(String text) {
            super(text);
        }

        @Override
        void start() throws Exception {
            session = HostTarget.start(config, target);
        }

        @Override
        Probe probe(double rate) throws Exception {
            LiveWindow window = session.open(new TestId("[test:1]", "stream", 1), config);
            capture = window.capture();
            long cpu = MACHINE.getProcessCpuTime();
            double reached = runLoad(rate);
            MemoryJudgement judged = window.close().memory().orElseThrow();
            long read = judged.activity().allocations() + judged.activity().frees();
            return new Probe(
                    reached,
                    read,
                    judged.incompleteDetail() || !judged.gaps().isEmpty(),
                    MACHINE.getProcessCpuTime() - cpu);
        }

        @Override
        void stop() throws IOException {
            session.close();
            Files.delete(capture);
        }
    }
}
