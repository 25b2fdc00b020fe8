package org.vexfs.trace.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.config.TraceScript;

class ScriptProbesTests {

    private static final TraceTarget TARGET =
            Targets.of(Targets.BPFTRACE_23, withContention(Targets.EVENTS_6_12), Targets.RAW_EVENTS_6_12, "vexfs_*");

    @Test
    void theMemoryScriptProbesWhatThisKernelHasOfTheFunctionsThatAllocate() {
        ScriptProbes probes = ScriptProbes.of(TraceScript.MEMORY, TARGET, Set.of());

        assertThat(probes.kernelFunctions())
                .containsEntry("krealloc", new TreeSet<>(List.of("krealloc_noprof")))
                .containsEntry("vfree", new TreeSet<>(List.of("vfree")))
                .hasSize(10);
        assertThat(probes.kernelFunctionCount()).isEqualTo(Targets.TRACEABLE_6_12.size());
        assertThat(probes.rawTracepoints()).contains("kfree", "kmalloc");
        assertThat(probes.tracepoints()).contains("task:task_rename");
    }

    @Test
    void aSectionThatIsOffTakesItsProbesWithIt() {
        assertThat(ScriptProbes.of(TraceScript.PERFORMANCE, TARGET, Set.of("lock_ops"))
                        .tracepoints())
                .contains("lock:contention_begin", "lock:contention_end");
        assertThat(ScriptProbes.of(TraceScript.PERFORMANCE, TARGET, Set.of()).tracepoints())
                .doesNotContain("lock:contention_begin", "lock:contention_end");
    }

    @Test
    void theModulesOwnFunctionsAreNotAmongThem() {
        assertThat(ScriptProbes.of(TraceScript.KERNEL, TARGET, Set.of()).kernelFunctions())
                .containsOnlyKeys("module_end", "module_start");
    }

    private static Set<String> withContention(Set<String> events) {
        Set<String> all = new HashSet<>(events);
        all.add("lock:contention_begin");
        return all;
    }
}
