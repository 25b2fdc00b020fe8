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
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
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
