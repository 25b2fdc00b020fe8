package org.vexfs.trace.manager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.manager.Manager.Answer;

class ListCommandTests {

    @TempDir
    private Path folder;

    private Manager manager;

    @BeforeEach
    void machine() throws IOException {
        manager = new Manager(folder);
    }

    @Test
    void theScriptsAreListedWithWhatTheyShowAndWhichSectionsAreOn() {
        Answer answer = manager.run("list");

        assertThat(answer.status()).isZero();
        assertThat(answer.err()).isEmpty();
        assertThat(answer.out()).isEqualTo("""
                kernel       What a kernel module does: operations and results, locks, memory,
                             coming and going.
                             Sections: kernel_trace.memory_ops is on.
                performance  How long a kernel module's operations take, what they return, and
                             where they wait.
                             Sections: kernel_trace.lock_ops is on.
                memory       What a kernel module allocates, frees, frees twice, and still
                             holds.
                             Runs unless a test asks for others (scripts).

                'vexfs_trace_manager.sh list --verbose' says which functions of the loaded
                module each would probe.
                """);
    }

    @Test
    void withoutVerboseNothingOfTheMachineIsRead() {
        manager.run("list");

        assertThat(manager.kernelReads()).isEmpty();
    }

    @Test
    void sectionsAndScriptsAreToldAsTheyAreConfigured() throws IOException {
        Path file = Files.writeString(folder.resolve("trace.yaml"), """
                scripts: [performance]
                environments:
                  quick:
                    kernel_trace:
                      lock_ops: false
                """);

        assertThat(manager.run("list", "performance", "--config", file.toString(), "--environment", "quick")
                        .out())
                .startsWith("""
                        performance  How long a kernel module's operations take, what they return, and
                                     where they wait.
                                     Runs unless a test asks for others (scripts).
                                     Sections: kernel_trace.lock_ops is off.
                        """);
    }

    @Test
    void quietGivesTheNamesAlone() {
        assertThat(manager.run("list", "-q").out()).isEqualTo("kernel\nperformance\nmemory\n");
    }

    @Test
    void verboseGivesTheFunctionsThatEachScriptWouldProbeByCategory() {
        Answer answer = manager.run("list", "--verbose");

        assertThat(answer.status()).isZero();
        assertThat(answer.err()).isEmpty();
        assertThat(answer.out())
                .startsWith("Module vexfs has 7 functions; 5 match 'functions' (vexfs_*) and would be probed.\n")
                .contains("""
                          5 functions of module vexfs
                            read              vexfs_read
                            write             vexfs_write
                            metadata          none
                            search            vexfs_vector_search
                        """)
                .contains("    lock              vexfs_lock_store\n")
                .contains("    others            vexfs_open\n  functions of the kernel itself\n"
                        + "    module_end        free_module\n    module_start      do_init_module\n"
                        + "  tracepoints         kmem:kfree, kmem:kmalloc, ")
                .contains("    others            vexfs_open\n  tracepoints         lock:contention_begin, ")
                .contains("    vector_functions  vexfs_vector_search\n")
                .contains("    vfree             vfree\n")
                .contains("  raw tracepoints     kfree\n")
                .contains("""
                        Functions of module vexfs that would not be probed:
                          not traceable       vexfs_exit
                          not matched         next_word
                        """)
                .doesNotContain("Could not be asked");
    }

    @Test
    void aSwitchedOffSectionIsNotProbed() {
        assertThat(manager.run("list", "-v", "performance", "-Dvexfs.trace.kernel_trace.lock_ops=false")
                        .out())
                .contains("kernel_trace.lock_ops is off")
                .doesNotContain("contention_begin");
    }

    @Test
    void patternsThatMatchNothingAreNamedWithTheNearestFunctions() {
        assertThat(manager.run("list", "-v", "-Dvexfs.trace.operations.categories.read=vexfs_raed")
                        .out())
                .contains("    read              none\n")
                .contains("""
                        Patterns that you configured and that match nothing:
                          - operations.categories.read: 'vexfs_raed' matches nothing. Remedy: correct
                            it, or remove it; the nearest functions are vexfs_read, vexfs_open,
                            vexfs_write.
                        """)
                .contains("patterns of the shipped configuration, which serves several modules, match")
                .containsIgnoringWhitespaces(
                        "  - operations.categories.cache_lookup: vexfs_cache_get*, vexfs_cache_lookup*;"
                                + " the nearest functions are ");
    }

    @Test
    void withoutRightsTheFunctionsAreToldAndWhatCouldNotBeAsked() {
        Answer answer = manager.withoutRights().run("list", "-v");

        assertThat(answer.status()).isZero();
        assertThat(answer.out())
                .contains("""
                        Could not be asked here:
                          - which functions of module vexfs the kernel can trace; all are shown.
                          - which tracepoints, and which functions of the kernel itself, would be
                            probed.
                        Because:
                          - rights: this process belongs to \
                        """)
                .containsIgnoringWhitespaces(
                        "  - functions: /sys/kernel/tracing/available_filter_functions cannot be read."
                                + " Remedy: run as root, with tracefs mounted.")
                .contains("    read              vexfs_read\n")
                .doesNotContain("  tracepoints ");
    }

    @Test
    void ofAModuleThatIsNotLoadedTheScriptsAreToldAndWhatCouldNotBeAsked() {
        Answer answer = manager.withoutModule().run("list", "-v");

        assertThat(answer.status()).isZero();
        assertThat(answer.out())
                .startsWith("Could not be asked here:\n  - which functions of module vexfs would be probed.\n")
                .contains("  - module: 'vexfs' is not loaded. Remedy: load it (insmod, modprobe)")
                .contains("memory       What a kernel module allocates")
                .doesNotContain("match nothing");
    }

    @Test
    void aModuleThatNeedNotBeLoadedIsSaidToBeUnknownWhereItIsNot() {
        assertThat(manager.withoutModule()
                        .run("list", "-v", "--no-module-check")
                        .out())
                .startsWith("""
                        Could not be asked here:
                          - which functions of module vexfs would be probed.
                        Because:
                          - module: vexfs is not loaded. Remedy: load it (insmod, modprobe).
                        """)
                .contains("  tracepoints  ");
    }

    @Test
    void jsonHasTheSameForPrograms() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(manager.run("list", "-v", "--format", "json").out());

        assertThat(json.at("/module").asText()).isEqualTo("vexfs");
        assertThat(texts(json.at("/probed")))
                .containsExactly("vexfs_lock_store", "vexfs_open", "vexfs_read", "vexfs_vector_search", "vexfs_write");
        JsonNode kernel = json.at("/scripts/0");
        assertThat(kernel.at("/name").asText()).isEqualTo("kernel");
        assertThat(kernel.at("/sections/memory_ops").asBoolean()).isTrue();
        assertThat(texts(kernel.at("/categories/search"))).containsExactly("vexfs_vector_search");
        assertThat(texts(kernel.at("/others"))).containsExactly("vexfs_open");
        assertThat(texts(kernel.at("/kernelFunctions/module_end"))).containsExactly("free_module");
        assertThat(texts(json.at("/unmatched/0/nearest"))).hasSize(3);
        assertThat(json.at("/unknown")).isEmpty();
    }

    @Test
    void jsonLeavesOutWhatIsNotKnown() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(manager.withoutModule()
                        .run("list", "-v", "--format", "json")
                        .out());

        assertThat(json.has("probed")).isFalse();
        assertThat(json.at("/scripts/0").has("categories")).isFalse();
        assertThat(json.at("/unknown")).hasSize(2);
        assertThat(json.at("/reasons/0").asText()).startsWith("module: 'vexfs' is not loaded");
    }

    private static List<String> texts(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
