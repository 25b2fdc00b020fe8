package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.testing.ExampleModule;
import org.vexfs.trace.testing.KernelTest;

/** All scripts at once by hand, as it is built and started, on a kernel that has the module. */
@KernelTest
@Timeout(1800)
class MonitorOnTheModuleTests {

    private static final Path SCRIPT = Path.of("../bpftrace/tools/vexfs_trace_manager.sh");

    @TempDir
    private Path folder;

    private Process process;

    @AfterEach
    void end() throws InterruptedException {
        if (process != null && process.isAlive()) {
            process.destroyForcibly().waitFor();
        }
    }

    /** What the module says of itself is the truth that the figures are held against. */
    @Test
    void theFiguresOfOneBpftraceAreWhatTheModuleDid() throws Exception {
        startMonitor();
        assertThat(bpftraces()).hasSize(1);
        ExampleModule.command("timings reset");
        ExampleModule.command("fill 40 8 1");
        ExampleModule.command("mixed 7 200");
        String timings = ExampleModule.command("timings");
        ExampleModule.command("clear");
        ExampleModule.command("leak 128 3");

        List<String> block = blockWith("384 bytes held in 3 objects");
        for (String operation : List.of("insert", "update", "delete", "search", "read", "write")) {
            assertThat(inAll(operation, block)).as(operation).isEqualTo(count(operation, timings));
        }
        assertThat(block).anyMatch(line -> line.matches("complete so far: [\\d,]+ events, none lost"));
        signal("INT");

        assertThat(process.inputReader().lines())
                .anyMatch(line -> line.startsWith("LEAK: 3 objects, 384 bytes"))
                .anyMatch(line -> line.startsWith("Result: "));
        assertThat(process.waitFor()).isEqualTo(130);
        assertThat(bpftraces()).isEmpty();
        assertThat(result())
                .content()
                .contains("VexFS SEARCH COMPLETE: vexfs_vector_search() latency=", "VexFS ALLOC: vexfs_fault_leak+0x")
                .contains("\nLEAK: 3 objects, 384 bytes, still held at the end, allocated at vexfs_fault_leak+0x")
                .contains("\nThe trace is complete.\n");
    }

    @Test
    void stopEndsItWithItsReport() throws Exception {
        startMonitor();
        ExampleModule.command("stat");

        assertThat(told("status", "-o", results().toString()))
                .contains("monitor", "vexfs", results().toString());
        assertThat(told("stop")).contains(String.valueOf(process.pid()));
        assertThat(process.waitFor()).isEqualTo(143);
        assertThat(bpftraces()).isEmpty();
        assertThat(result()).content().contains("\nThe trace is complete.\n");
    }

    private Path results() {
        return folder.resolve("results");
    }

    /** Starts it in a session of its own, and waits until it runs. */
    private void startMonitor() throws IOException {
        process = new ProcessBuilder(
                        "setsid",
                        SCRIPT.toString(),
                        "monitor",
                        "-d",
                        "30min",
                        "-o",
                        results().toString(),
                        "-Dvexfs.trace.output.realtime.stats_interval=1s",
                        // An emulated CPU compiles the three scripts for minutes.
                        "-Dvexfs.trace.bpftrace.start_timeout=900s",
                        "-Dvexfs.trace.bpftrace.answer_timeout=120s")
                .start();
        BufferedReader said = process.errorReader();
        List<String> lines = new ArrayList<>();
        do {
            String line = said.readLine();
            assertThat(line).as(String.join("\n", lines)).isNotNull();
            lines.add(line);
        } while (!lines.get(lines.size() - 1).startsWith("tracing module vexfs for 1800 s (monitor, "));
    }

    private List<ProcessHandle> bpftraces() {
        return ProcessHandle.allProcesses()
                .filter(running -> running.info()
                        .command()
                        .map(command -> command.endsWith("/bpftrace"))
                        .orElse(false))
                .toList();
    }

    /** Waits for the first figures that say so, and gives them. */
    private List<String> blockWith(String text) throws IOException {
        BufferedReader shown = process.inputReader();
        List<String> block = new ArrayList<>();
        while (true) {
            String line = shown.readLine();
            assertThat(line).as(String.join("\n", block)).isNotNull();
            if (line.startsWith("vexfs-trace monitor: ")) {
                block.clear();
            }
            block.add(line);
            if (line.startsWith("/s: ") && String.join("\n", block).contains(text)) {
                return block;
            }
        }
    }

    private static long inAll(String operation, List<String> block) {
        return block.stream()
                .filter(line -> line.startsWith(operation + " "))
                .mapToLong(line -> Long.parseLong(line.split(" +")[2].replace(",", "")))
                .findFirst()
                .orElse(0);
    }

    private static long count(String operation, String timings) {
        Matcher line = Pattern.compile("(?m)^" + operation + " count=(\\d+) ").matcher(timings);
        assertThat(line.find()).as("%s in %s", operation, timings).isTrue();
        return Long.parseLong(line.group(1));
    }

    private void signal(String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, "--", "-" + process.pid())
                        .start()
                        .waitFor())
                .isZero();
    }

    private Path result() throws IOException {
        try (Stream<Path> files = Files.list(results())) {
            List<Path> texts =
                    files.filter(file -> file.toString().endsWith(".txt")).toList();
            assertThat(texts).singleElement().asString().contains("vexfs_monitor_trace_");
            return texts.get(0);
        }
    }

    private String told(String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(SCRIPT.toString()));
        words.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Process command = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(command.waitFor()).as(Files.readString(out)).isZero();
        return Files.readString(out);
    }
}
