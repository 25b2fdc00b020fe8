package org.vexfs.trace.junit.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.session.Replay;
import org.vexfs.trace.session.TraceWindow;
import org.vexfs.trace.testing.ExampleModule;
import org.vexfs.trace.testing.KernelTest;

/** The trace manager as it is built and started, on a kernel that has the module. */
@KernelTest
@Timeout(1800)
class TraceManagerOnTheModuleTests {

    private static final Path SCRIPT = Path.of("../bpftrace/tools/vexfs_trace_manager.sh");

    @TempDir
    private Path folder;

    @Test
    void listNamesTheFunctionsThatTheKernelHas() throws Exception {
        JsonNode listed = new ObjectMapper().readTree(out(0, "list", "-v", "--format", "json"));
        Set<String> symbols = named("/proc/kallsyms", "\\S+ [tTwW] (vexfs_\\w+)\t\\[vexfs\\]");
        Set<String> traceable = named("/sys/kernel/tracing/available_filter_functions", "(vexfs_\\w+) \\[vexfs\\]");

        assertThat(texts(listed.at("/probed"))).containsExactlyElementsOf(traceable);
        assertThat(symbols).hasSizeGreaterThan(100).containsAll(traceable);
        assertThat(texts(listed.at("/functions"))).containsAll(traceable);
        for (JsonNode script : listed.at("/scripts")) {
            Set<String> told = new TreeSet<>(texts(script.at("/others")));
            script.at("/categories").forEach(names -> told.addAll(texts(names)));
            assertThat(told).containsExactlyElementsOf(traceable);
        }
        assertThat(texts(listed.at("/scripts/0/categories/search")))
                .containsExactly("vexfs_hnsw_search", "vexfs_lsh_search", "vexfs_vector_search");
        assertThat(texts(listed.at("/scripts/2/kernelFunctions/vfree"))).containsExactly("vfree");
        assertThat(listed.at("/unknown")).isEmpty();
    }

    @Test
    void doctorFindsThatATraceCanStart() throws Exception {
        assertThat(out(0, "doctor"))
                .endsWith("\nA trace of module vexfs can start here.\n")
                .doesNotContain("FAIL");
    }

    @Test
    void doctorFindsThatAModuleIsNotLoaded() throws Exception {
        assertThat(out(2, "doctor", "-Dvexfs.trace.module=nobodys"))
                .contains("FAIL  module     'nobodys' is not loaded");
    }

    /** The signal goes to all processes of the terminal, bpftrace too, as a terminal's Ctrl-C does. */
    @Test
    void ctrlCEndsATraceWithItsReport() throws Exception {
        Path results = folder.resolve("results");
        Process process = tracing("memory", results);
        ExampleModule.command("leak 128 3");
        assertThat(new ProcessBuilder("kill", "-INT", "--", "-" + process.pid())
                        .start()
                        .waitFor())
                .isZero();

        assertThat(process.errorReader().lines())
                .last()
                .asString()
                .matches("\\d+ s traced: [\\d,]+ events, .*; none lost; 0 alerts");
        assertThat(process.waitFor()).isEqualTo(130);
        String text = Files.readString(result(results, ".txt"));
        assertThat(text.lines().filter(line -> line.contains("VexFS ALLOC: vexfs_fault_leak+0x")))
                .hasSize(3)
                .allMatch(line -> line.matches("\\[\\d\\d:\\d\\d:\\d\\d] .* bytes=128, slab"));
        assertThat(text)
                .contains("\nLEAK: 3 objects, 384 bytes, still held at the end, allocated at vexfs_fault_leak+0x")
                .contains("\nThe trace is complete.\n");
        assertThat(folder.resolve("traced")).content().contains("LEAK: 3 objects, 384 bytes", "Result: " + results);
        assertThat(Replay.of(List.of(result(results, ".capture.jsonl"))).windows())
                .singleElement()
                .satisfies(
                        window -> assertThat(window.judgeMemory(TraceWindow.END).leakedObjects())
                                .isEqualTo(3));
    }

    @Test
    void stopEndsATraceWithItsReport() throws Exception {
        Path results = folder.resolve("results");
        Process process = tracing("performance", results);
        ExampleModule.command("stat");

        assertThat(out(0, "status", "-o", results.toString())).contains("performance", "vexfs", results.toString());
        assertThat(out(0, "stop")).contains(String.valueOf(process.pid()));
        assertThat(process.waitFor()).isEqualTo(143);
        assertThat(result(results, ".txt"))
                .content()
                .contains("VexFS CALL ", ": vexfs_dev_write() latency=")
                .contains("\nThe trace is complete.\n");
    }

    /** Starts a trace in a session of its own, and waits until it runs. */
    private Process tracing(String script, Path results) throws IOException {
        Process process = new ProcessBuilder(
                        "setsid", SCRIPT.toString(), "run", script, "-d", "30min", "-o", results.toString())
                .redirectOutput(folder.resolve("traced").toFile())
                .start();
        List<String> said = new ArrayList<>();
        do {
            String line = process.errorReader().readLine();
            assertThat(line).as(String.join("\n", said)).isNotNull();
            said.add(line);
        } while (!said.get(said.size() - 1).startsWith("tracing module vexfs for "));
        return process;
    }

    private static Path result(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Gives what a command writes; nothing goes to standard error. */
    private String out(int status, String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(SCRIPT.toString()));
        words.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(words)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();

        assertThat(process.waitFor()).as(Files.readString(err)).isEqualTo(status);
        assertThat(err).isEmptyFile();
        return Files.readString(out);
    }

    private static Set<String> named(String file, String line) throws IOException {
        return Files.readString(Path.of(file))
                .lines()
                .filter(text -> text.matches(line))
                .map(text -> text.replaceFirst(line, "$1"))
                .filter(name -> !name.startsWith("__pfx_"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> texts(JsonNode names) {
        return StreamSupport.stream(names.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
