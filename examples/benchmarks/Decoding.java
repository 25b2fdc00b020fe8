package org.vexfs.trace.benchmark;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.vexfs.trace.bpftrace.EventSink;
import org.vexfs.trace.bpftrace.OutputDecoder;
import org.vexfs.trace.event.TraceEvent;

/** Measures how many events of recorded traces one core decodes in a second, beside two ways to read their lines. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Decoding {

    private static final int EVENTS = 100_000;

    /** What the library reads at a time. */
    private static final int CHUNK = 64 * 1024;

    @Param({"A", "O"})
    public String kind;

    private byte[] bytes;

    /** Takes the events of both captures, over and over, and requires that both readers make the same of them. */
    @Setup
    public void lines() throws IOException {
        List<String> recorded = new ArrayList<>();
        for (String capture : System.getProperty("captures").split(":")) {
            Files.readAllLines(Path.of(capture)).stream()
                    .filter(line -> line.startsWith("{\"type\": \"printf\", \"data\": \"O ") == kind.equals("O"))
                    .filter(line -> RegexReader.event(line) != null)
                    .forEach(recorded::add);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < EVENTS; i++) {
            all.writeBytes((recorded.get(i % recorded.size()) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        bytes = all.toByteArray();
        List<TraceEvent> decoded = new ArrayList<>();
        decode(decoded::add);
        List<TraceEvent> matched = new ArrayList<>();
        RegexReader.read(reader(), matched::add);
        if (decoded.size() != EVENTS || !decoded.equals(matched)) {
            throw new IllegalStateException("the two readers differ: " + decoded.size() + " events and " + matched.size());
        }
    }

    private void decode(EventSink sink) {
        OutputDecoder decoder = new OutputDecoder(sink);
        for (int offset = 0; offset < bytes.length; offset += CHUNK) {
            decoder.feed(bytes, offset, Math.min(CHUNK, bytes.length - offset));
        }
    }

    private BufferedReader reader() {
        return new BufferedReader(new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8));
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void library(Blackhole events) {
        decode(events::consume);
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void patterns(Blackhole events) throws IOException {
        RegexReader.read(reader(), events::consume);
    }

    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public void linesOnly(Blackhole lines) throws IOException {
        try (BufferedReader reader = reader()) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.consume(line);
            }
        }
    }

    /** Prints the rows of the table: the arguments are the captures, how many JVMs, and how many seconds in each. */
    public static void main(String[] arguments) throws RunnerException {
        Map<String, Double> rates = new Runner(new OptionsBuilder()
                        .include("\\." + Decoding.class.getSimpleName() + "\\.")
                        .forks(Integer.parseInt(arguments[1]))
                        .warmupIterations(2)
                        .warmupTime(TimeValue.seconds(2))
                        .measurementIterations(Integer.parseInt(arguments[2]))
                        .measurementTime(TimeValue.seconds(1))
                        // With a collector on threads of its own, one core would not be one.
                        .jvmArgs("-XX:+UseSerialGC", "-Xmx1g", "-Dcaptures=" + arguments[0])
                        .build())
                .run().stream()
                        .collect(Collectors.toMap(Decoding::name, result -> result.getPrimaryResult().getScore()));
        row("`BufferedReader`, a regex for each kind of line, to the same events", "patterns", rates);
        row("`OutputDecoder` of this library", "library", rates);
        row("`BufferedReader`, lines only", "linesOnly", rates);
    }

    private static String name(RunResult result) {
        return result.getPrimaryResult().getLabel() + " " + result.getParams().getParam("kind");
    }

    private static void row(String text, String way, Map<String, Double> rates) {
        double allocations = rates.get(way + " A");
        double calls = rates.get(way + " O");
        System.out.printf(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.2f | %.2f |%n",
                text,
                allocations / rates.get("patterns A"),
                calls / rates.get("patterns O"),
                allocations,
                calls);
    }
}
