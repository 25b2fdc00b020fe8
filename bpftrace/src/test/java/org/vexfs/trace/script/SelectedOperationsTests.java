package org.vexfs.trace.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.config.TraceScript;

class SelectedOperationsTests {

    private static final Set<String> NAMES = Set.of(
            "vexfs_read",
            "vexfs_write",
            "vexfs_lookup",
            "vexfs_lock_store",
            "vexfs_lock_store_shared",
            "vexfs_unlock_store",
            "vexfs_vector_insert",
            "vexfs_vector_search",
            "vexfs_hnsw_build");

    private static final TraceTarget TARGET = new TraceTarget(
            new ModuleSymbols("vexfs", 0xffffffffc0a01000L, 0xffffffffc0a09000L, symbols()),
            List.of("vexfs_*"),
            NAMES,
            new BpftraceVersion(0, 23, 2),
            Set.of("task:task_rename", "kmem:kmalloc"),
            Set.of(),
            false,
            Set.of("do_init_module", "free_module"),
            KernelSymbols.NONE);

    @Test
    void byDefaultEachCallOfEachFunctionIsTold() {
        assertThat(selected(Map.of())).isEqualTo(SelectedOperations.ALL);
        assertThat(program(Map.of(), TraceScript.KERNEL))
                .contains("kprobe:vexfs_*\n{", "kretprobe:vexfs_*\n{")
                .doesNotContain("@nth");
    }

    @Test
    void filesystemOperationsAreNotProbedWhereTheyAreSwitchedOff() {
        Map<String, String> off = Map.of("kernel_trace.filesystem_ops", "false");

        assertThat(selected(off).leftOut()).containsExactlyInAnyOrder("vexfs_read", "vexfs_write", "vexfs_lookup");
        assertThat(program(off, TraceScript.KERNEL))
                .contains(
                        "kprobe:vexfs_hnsw_build,\nkprobe:vexfs_lock_store*,\nkprobe:vexfs_unlock_store,\nkprobe:vexfs_vector_*\n")
                .doesNotContain("vexfs_read", "vexfs_write", "vexfs_lookup", "vexfs_*");
        assertThat(program(off, TraceScript.PERFORMANCE)).doesNotContain("vexfs_read", "vexfs_*");
    }

    @Test
    void theFunctionsThatTakeLocksAreNotProbedWhereTheyAreSwitchedOff() {
        assertThat(selected(Map.of("kernel_trace.lock_ops", "false")).leftOut())
                .containsExactlyInAnyOrder("vexfs_lock_store", "vexfs_lock_store_shared", "vexfs_unlock_store");
    }

    @Test
    void aFunctionThatDoesSomethingElseTooIsStillProbed() {
        assertThat(selected(Map.of(
                                "kernel_trace.filesystem_ops", "false", "operations.categories.search", "vexfs_read"))
                        .leftOut())
                .containsExactlyInAnyOrder("vexfs_write", "vexfs_lookup");
    }

    @Test
    void ofSampledFunctionsEachSoManyThIsToldAndTheOthersAreAddedUp() {
        String program = program(
                Map.of(
                        "kernel_trace.sampling.filesystem_sample_rate",
                        "10",
                        "kernel_trace.sampling.lock_sample_rate",
                        "3"),
                TraceScript.KERNEL);

        assertThat(program.split("\nkretprobe:(?=.*)", -1)[0]).contains("kprobe:vexfs_*\n{");
        assertThat(block(program, "kretprobe:vexfs_hnsw_build"))
                .contains("kretprobe:vexfs_vector_*")
                .doesNotContain("@nth");
        assertThat(block(program, "kretprobe:vexfs_lookup"))
                .contains("kretprobe:vexfs_read", "kretprobe:vexfs_write")
                .contains(
                        "$group = 1 ;",
                        "@nth[$group] = ($nth + 1) % 10 ;",
                        "if ($nth == 0 && $spent < 1000 ) {",
                        "@totalled = count();");
        assertThat(block(program, "kretprobe:vexfs_lock_store*"))
                .contains("$group = 2 ;", "@nth[$group] = ($nth + 1) % 3 ;");
        assertThat(program).contains("clear(@nth);");
    }

    @Test
    void ofSampledMemoryTheBytesOfEachSoManyThAllocationStandForThoseOfTheOthers() {
        String program = program(Map.of("kernel_trace.sampling.memory_sample_rate", "5"), TraceScript.KERNEL);

        assertThat(program)
                .contains("@nth[0] = ($nth + 1) % 5 ;", "sum((uint64)args->bytes_alloc * 5 )", "clear(@nth);")
                .contains("@inner_allocations = count();");
    }

    @Test
    void thePerformanceScriptTellsOfEachCall() {
        Map<String, String> sampled = Map.of("kernel_trace.sampling.filesystem_sample_rate", "10");

        assertThat(program(sampled, TraceScript.PERFORMANCE)).doesNotContain("@nth");
        assertThat(program(sampled, TraceScript.KERNEL, TraceScript.PERFORMANCE))
                .doesNotContain("@nth");
    }

    private static String block(String program, String head) {
        int from = program.indexOf("\n" + head);
        assertThat(from).as(head).isPositive();
        return program.substring(from, program.indexOf("\n}\n", from));
    }

    private static SelectedOperations selected(Map<String, String> configured) {
        return SelectedOperations.of(settings(configured), NAMES);
    }

    static String program(Map<String, String> configured, TraceScript... scripts) {
        String text = TraceProgram.text(
                TARGET,
                new ProgramOptions(
                        Set.of(scripts), "5venw", 1024, 65_536, 10_000, Set.of("memory_ops"), selected(configured)));
        return text.substring(text.indexOf("config = {"));
    }

    private static OperationSettings settings(Map<String, String> configured) {
        return ConfigLoader.load(new Properties(), Path.of("."), configured).operations();
    }

    private static TreeMap<Long, String> symbols() {
        TreeMap<Long, String> symbols = new TreeMap<>();
        NAMES.forEach(name -> symbols.put(0xffffffffc0a01000L + 16 * symbols.size(), name));
        return symbols;
    }
}
