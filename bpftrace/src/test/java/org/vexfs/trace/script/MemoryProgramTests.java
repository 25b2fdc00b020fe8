package org.vexfs.trace.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.vexfs.trace.script.Targets.BPFTRACE_20;
import static org.vexfs.trace.script.Targets.BPFTRACE_23;
import static org.vexfs.trace.script.Targets.BPFTRACE_27;
import static org.vexfs.trace.script.Targets.EVENTS_6_12;
import static org.vexfs.trace.script.Targets.RAW_EVENTS_6_12;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MemoryProgramTests {

    @Test
    void aProgramHasTheProbesThatTheKernelHas() {
        assertThat(ProgramProbes.of(text(Targets.of(BPFTRACE_23, EVENTS_6_12, RAW_EVENTS_6_12, "vexfs_*"))))
                .containsExactly(
                        "BEGIN",
                        "tracepoint:task:task_rename",
                        "rawtracepoint:kmalloc",
                        "rawtracepoint:kmalloc",
                        "rawtracepoint:kmem_cache_alloc",
                        "rawtracepoint:kmem_cache_alloc",
                        "rawtracepoint:kfree",
                        "rawtracepoint:kfree",
                        "rawtracepoint:kmem_cache_free",
                        "rawtracepoint:kmem_cache_free",
                        "kprobe:kvfree_call_rcu",
                        "kprobe:kmem_cache_alloc_bulk_noprof",
                        "kretprobe:kmem_cache_alloc_bulk_noprof",
                        "kretprobe:kmem_cache_alloc_bulk_noprof",
                        "kprobe:kmem_cache_free_bulk",
                        "kprobe:__vmalloc_node_range_noprof",
                        "kretprobe:__vmalloc_node_range_noprof",
                        "kprobe:vfree",
                        "tracepoint:vmalloc:alloc_vmap_area",
                        "tracepoint:percpu:percpu_alloc_percpu",
                        "rawtracepoint:percpu_free_percpu",
                        "kprobe:alloc_pages_noprof",
                        "kprobe:__alloc_pages_noprof",
                        "kprobe:get_free_pages_noprof",
                        "kprobe:get_zeroed_page_noprof",
                        "rawtracepoint:mm_page_alloc",
                        "rawtracepoint:mm_page_free",
                        "kprobe:krealloc_noprof",
                        "kprobe:mempool_alloc_noprof",
                        "kretprobe:mempool_alloc_noprof",
                        "kprobe:vexfs_*",
                        "kretprobe:vexfs_*",
                        "tracepoint:sched:sched_process_exit",
                        "kprobe:do_init_module",
                        "kretprobe:do_init_module",
                        "kprobe:free_module",
                        "rawtracepoint:console",
                        "interval:ms:200",
                        "END");
    }

    @Test
    void aProgramForAKernelBefore61HasTheNodeTracepointsToo() {
        Set<String> events = new HashSet<>(EVENTS_6_12);
        events.addAll(Set.of("kmem:kmalloc_node", "kmem:kmem_cache_alloc_node"));

        assertThat(ProgramProbes.of(text(Targets.of(BPFTRACE_23, events, Set.of(), "vexfs_*"))))
                .contains("tracepoint:kmem:kmalloc_node", "tracepoint:kmem:kmem_cache_alloc_node")
                .contains("tracepoint:printk:console")
                .noneMatch(probe -> probe.matches("rawtracepoint:(k.*|console)"));
    }

    @Test
    void aProgramHasNoRawProbeThatThisBpftraceCannotAttach() {
        assertThat(ProgramProbes.of(text(Targets.of(
                        BPFTRACE_27, EVENTS_6_12, Set.of("kmem_cache_alloc", "kfree", "kmem_cache_free"), "vexfs_*"))))
                .doesNotContain("rawtracepoint:kmalloc", "tracepoint:kmem:kmem_cache_alloc", "tracepoint:kmem:kfree")
                .contains(
                        "tracepoint:kmem:kmalloc",
                        "rawtracepoint:kmem_cache_alloc",
                        "rawtracepoint:kfree",
                        "rawtracepoint:kmem_cache_free");
    }

    @Test
    void whereRawProgramsCanBePreemptedATracepointLooksFirst() {
        TraceTarget target = Targets.of(BPFTRACE_23, EVENTS_6_12, RAW_EVENTS_6_12, "vexfs_*");

        assertThat(ProgramProbes.of(text(Targets.withPreemption(target))))
                .containsSequence(
                        "tracepoint:kmem:kmalloc",
                        "rawtracepoint:kmalloc",
                        "tracepoint:kmem:kmem_cache_alloc",
                        "rawtracepoint:kmem_cache_alloc",
                        "tracepoint:kmem:kfree",
                        "rawtracepoint:kfree",
                        "tracepoint:kmem:kmem_cache_free",
                        "rawtracepoint:kmem_cache_free");
        assertThat(text(Targets.withPreemption(target)).split("bpf_prog_active\"\\) == 0", -1))
                .hasSize(1 + 4);
        assertThat(text612()).doesNotContain("percpu_kaddr(\"bpf_prog_active");
    }

    @Test
    void whereThatCannotBeReadOneLookHasToDo() {
        TraceTarget target =
                Targets.of(BPFTRACE_23, EVENTS_6_12, RAW_EVENTS_6_12, Set.of(), KernelSymbols.NONE, "vexfs_*");

        assertThat(ProgramProbes.of(text(Targets.withPreemption(target))))
                .contains("tracepoint:kmem:kmalloc", "tracepoint:kmem:kfree")
                .noneMatch(probe -> probe.matches("rawtracepoint:(kmalloc|kfree|kmem_cache_.*)"));
    }

    @Test
    void whatTheKernelHasNotIsNotProbed() {
        assertThat(ProgramProbes.of(text(Targets.of(
                        BPFTRACE_23,
                        Set.of("task:task_rename", "kmem:kmalloc", "kmem:kfree"),
                        Set.of(),
                        Set.of(),
                        KernelSymbols.NONE))))
                .containsExactly(
                        "BEGIN",
                        "tracepoint:task:task_rename",
                        "tracepoint:kmem:kmalloc",
                        "tracepoint:kmem:kmem_cache_alloc",
                        "tracepoint:kmem:kfree",
                        "tracepoint:kmem:kmem_cache_free",
                        "tracepoint:sched:sched_process_exit",
                        "tracepoint:printk:console",
                        "interval:ms:200",
                        "END");
    }

    @Test
    void anAllocationIsTheModulesWithinItsBounds() {
        assertThat(text612())
                .contains("@text_start = (uint64)0xffffffffc0a01000 ;")
                .contains("@text_end = (uint64)0xffffffffc0a09000 ;")
                .doesNotContain("0xffffffffff000000");
    }

    @Test
    void onlyBehindTheKernelsImageAreTheModulesBoundsLookedUp() {
        assertThat(text612()).contains("if ($site >= 0xffffffff83000000 ) {").doesNotContain("0xffffffffc0000000");
    }

    @Test
    void whereTheEndOfTheImageIsNotKnownTheModulesOwnStartIsTheBorder() {
        assertThat(text(Targets.of(BPFTRACE_23, EVENTS_6_12, RAW_EVENTS_6_12, Set.of(), KernelSymbols.NONE, "vexfs_*")))
                .contains("if ($site >= 0xffffffffc0a01000 ) {");
    }

    @Test
    void whatTheKernelFreesLaterIsKnownByTheFunctionsThatDoIt() {
        assertThat(text612())
                .contains("($site >= 0xffffffff81100000 && $site < 0xffffffff81100200)")
                .contains("($site >= 0xffffffff81100200 && $site < 0xffffffff81100400)")
                .contains("($site >= 0xffffffff81100400 && $site < 0xffffffff81100800)")
                .doesNotContain("(0 )");
    }

    @Test
    void whoFormatsForItsCallerIsKnownByItsFunction() {
        assertThat(text612())
                .contains(
                        "if ($own || @inside[(uint64)curtask] || (($site >= 0xffffffff81200000 && $site < 0xffffffff81200100) ||"
                                + " ($site >= 0xffffffff81200100 && $site < 0xffffffff81200200) || ($site >="
                                + " 0xffffffff81200200 && $site < 0xffffffff81200300) )) {");
    }

    @Test
    void whereTheKernelsFunctionsAreNotKnownNobodyFreesLaterOrFormats() {
        assertThat(text(Targets.of(BPFTRACE_23, EVENTS_6_12, RAW_EVENTS_6_12, Set.of(), KernelSymbols.NONE, "vexfs_*")))
                .contains("if (0 ) {")
                .contains("|| (0 )) {");
    }

    @Test
    void functionsAreProbedUnderTheNamesOfTheKernelAtHand() {
        assertThat(ProgramProbes.of(text(Targets.of(
                        BPFTRACE_23,
                        EVENTS_6_12,
                        RAW_EVENTS_6_12,
                        Set.of("kmem_cache_alloc_bulk", "krealloc", "mempool_alloc", "nosuch"),
                        KernelSymbols.NONE,
                        "vexfs_*"))))
                .contains(
                        "kprobe:kmem_cache_alloc_bulk",
                        "kretprobe:kmem_cache_alloc_bulk",
                        "kprobe:krealloc",
                        "kprobe:mempool_alloc",
                        "kretprobe:mempool_alloc")
                .noneMatch(probe -> probe.contains("_noprof") || probe.contains("none") || probe.contains("nosuch"));
    }

    @Test
    void aModuleThatIsNotLoadedHasNoBoundsAndNoFunctions() {
        TraceTarget loaded = Targets.of(BPFTRACE_23, EVENTS_6_12, RAW_EVENTS_6_12);
        String text = text(new TraceTarget(
                ModuleSymbols.notLoaded("vexfs"),
                List.of(),
                Set.of(),
                loaded.version(),
                loaded.tracepoints(),
                loaded.rawTracepoints(),
                loaded.preemption(),
                loaded.traceable(),
                loaded.kernel()));

        assertThat(text)
                .contains("@text_start = (uint64)0x0 ;")
                .contains("@text_end = (uint64)0x0 ;")
                .contains("if ($site >= 0xffffffff83000000 ) {");
        assertThat(ProgramProbes.of(text))
                .contains("kprobe:do_init_module", "kprobe:free_module")
                .noneMatch(probe -> probe.contains("vexfs") || probe.contains("none"));
    }

    @Test
    void theModulesNameTheMarkersAndTheSizesAreSet() {
        assertThat(text612())
                .contains("if ($module->name == \"vexfs\" ) {")
                .contains("& 0x00ffffffffffffff) == 0x6f6e6576357876 /")
                .contains("perf_rb_pages = 512 ;")
                .contains("max_map_keys = 8192 ;");
    }

    @Test
    void everyFunctionIsAProbeOfItsOwn() {
        assertThat(text(Targets.of(BPFTRACE_23, EVENTS_6_12, RAW_EVENTS_6_12, "vexfs_open", "next_word")))
                .contains("kprobe:vexfs_open,\nkprobe:next_word\n{")
                .contains("kretprobe:vexfs_open,\nkretprobe:next_word\n{");
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
    void bracesAndParenthesesAreBalanced() {
        String text = text(Targets.of(BPFTRACE_20, EVENTS_6_12, Set.of()));

        assertThat(List.of(text, text612())).allSatisfy(program -> {
            assertThat(program.chars().filter(c -> c == '{').count())
                    .isEqualTo(program.chars().filter(c -> c == '}').count());
            assertThat(program.chars().filter(c -> c == '(').count())
                    .isEqualTo(program.chars().filter(c -> c == ')').count());
        });
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
