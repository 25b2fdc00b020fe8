package org.vexfs.trace.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.vexfs.trace.script.Targets.BPFTRACE_20;
import static org.vexfs.trace.script.Targets.BPFTRACE_23;
import static org.vexfs.trace.script.Targets.BPFTRACE_27;
import static org.vexfs.trace.script.Targets.EVENTS_6_12;
import static org.vexfs.trace.script.Targets.RAW_EVENTS_6_12;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryProgramTests {

    @Test
    void aProgramHasTheProbesThatTheKernelHas() {
        assertThat(ProgramProbes.of(text(Targets.of(BPFTRACE_23, EVENTS_6_12, RAW_EVENTS_6_12, "vexfs_*"))))
                .containsExactly(
                        "BEGIN",
                        "tracepoint:task:task_rename",
                        "tracepoint:kmem:kmalloc",
                        "tracepoint:kmem:kmem_cache_alloc",
                        "rawtracepoint:kmalloc",
                        "rawtracepoint:kmem_cache_alloc",
                        "tracepoint:kmem:kfree",
                        "tracepoint:kmem:kmem_cache_free",
                        "rawtracepoint:kfree",
                        "rawtracepoint:kmem_cache_free",
                        "kprobe:vexfs_*",
                        "tracepoint:module:module_load",
                        "tracepoint:module:module_free",
                        "interval:ms:500",
                        "END");
    }

    @Test
    void aProgramForAKernelBefore61HasTheNodeTracepointsToo() {
        Set<String> events = new HashSet<>(EVENTS_6_12);
        events.addAll(Set.of("kmem:kmalloc_node", "kmem:kmem_cache_alloc_node"));

        assertThat(ProgramProbes.of(text(Targets.of(BPFTRACE_23, events, Set.of(), "vexfs_*"))))
                .contains("tracepoint:kmem:kmalloc_node", "tracepoint:kmem:kmem_cache_alloc_node")
                .noneMatch(probe -> probe.startsWith("rawtracepoint:"));
    }

    @Test
    void aProgramHasNoRawProbeThatThisBpftraceCannotAttach() {
        assertThat(ProgramProbes.of(text(Targets.of(
                        BPFTRACE_27, EVENTS_6_12, Set.of("kmem_cache_alloc", "kfree", "kmem_cache_free"), "vexfs_*"))))
                .doesNotContain("rawtracepoint:kmalloc")
                .contains("rawtracepoint:kmem_cache_alloc", "rawtracepoint:kfree", "rawtracepoint:kmem_cache_free");
    }

    @Test
    void aKernelWithoutModuleEventsOrKprobesIsTracedWithoutThem() {
        assertThat(ProgramProbes.of(text(
                        Targets.of(BPFTRACE_23, Set.of("task:task_rename", "kmem:kmalloc", "kmem:kfree"), Set.of()))))
                .noneMatch(probe -> probe.startsWith("kprobe:") || probe.startsWith("tracepoint:module:"))
                .contains("BEGIN", "END");
    }

    @Test
    void anAllocationIsTheModulesWithinItsBounds() {
        assertThat(text612())
                .contains("(args->call_site >= 0xffffffffc0a01000 && args->call_site < 0xffffffffc0a09000)")
                .contains("(arg0 >= 0xffffffffc0a01000 && arg0 < 0xffffffffc0a09000)")
                .doesNotContain("0xffffffffa0000000")
                .doesNotContain("0xffffffffff000000");
    }

    @Test
    void theModulesNameTheMarkersAndTheSizesAreSet() {
        assertThat(text612())
                .contains("/str(args->name) == \"vexfs\" /")
                .contains("& 0x00ffffffffffffff) == 0x6f6e6576357876 /")
                .contains("perf_rb_pages = 512 ;")
                .contains("max_map_keys = 4096 ;");
    }

    @Test
    void everyFunctionIsAProbeOfItsOwn() {
        assertThat(text(Targets.of(BPFTRACE_23, EVENTS_6_12, RAW_EVENTS_6_12, "vexfs_open", "next_word")))
                .contains("kprobe:vexfs_open,\nkprobe:next_word\n{");
    }

    @Test
    void noDirectiveAndNoSettingIsLeft() {
        for (BpftraceVersion version : new BpftraceVersion[] {BPFTRACE_20, BPFTRACE_23, BPFTRACE_27}) {
            String text = text(Targets.of(version, EVENTS_6_12, RAW_EVENTS_6_12, "vexfs_*"));

            assertThat(text.lines())
                    .noneMatch(line -> line.startsWith("//:") || line.startsWith("//|") || line.startsWith("#!"));
            assertThat(text).doesNotContainPattern("/\\*[A-Z_]+\\*/");
        }
    }

    @Test
    void aMarkersLineHasTheCountsFrom021On() {
        assertThat(text612()).contains("printf(\"M %llu %d %d %s %lld").doesNotContain("print(@allocs)");
    }

    @Test
    void before021TheCountsArePrintedAsMaps() {
        assertThat(text(Targets.of(BPFTRACE_20, EVENTS_6_12, RAW_EVENTS_6_12, "vexfs_*")))
                .contains("printf(\"M %llu %d %d %s\\n\", nsecs, pid, tid, args->newcomm);\n\tprint(@allocs);")
                .contains("print(@second_doubles);")
                .doesNotContain("(int64)@");
    }

    @Test
    void bracesAreBalanced() {
        String text = text(Targets.of(BPFTRACE_20, EVENTS_6_12, Set.of()));

        assertThat(text.chars().filter(c -> c == '{').count())
                .isEqualTo(text.chars().filter(c -> c == '}').count());
    }

    @Test
    void theShippedScriptNamesNoConditionThatIsUnknown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Targets.of(BPFTRACE_23, Set.of(), Set.of()).satisfies("weather sunny"))
                .withMessage("unknown condition 'weather sunny' in a script");
        assertThat(text612()).isNotEmpty();
    }

    private static String text612() {
        return text(Targets.of(BPFTRACE_23, EVENTS_6_12, RAW_EVENTS_6_12, "vexfs_*"));
    }

    private static String text(TraceTarget target) {
        return MemoryProgram.text(target, "5veno", 512, 4096);
    }
}
