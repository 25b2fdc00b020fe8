package org.vexfs.trace.script;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Kernels and bpftraces to make programs for. */
final class Targets {

    static final BpftraceVersion BPFTRACE_20 = new BpftraceVersion(0, 20, 2);
    static final BpftraceVersion BPFTRACE_23 = new BpftraceVersion(0, 23, 2);
    static final BpftraceVersion BPFTRACE_27 = new BpftraceVersion(0, 27, 0);

    static final Set<String> EVENTS_6_12 = Set.of(
            "task:task_rename",
            "kmem:kmalloc",
            "kmem:kmem_cache_alloc",
            "kmem:kfree",
            "kmem:kmem_cache_free",
            "vmalloc:alloc_vmap_area",
            "percpu:percpu_alloc_percpu",
            "percpu:percpu_free_percpu",
            "sched:sched_process_exit",
            "printk:console");
    static final Set<String> RAW_EVENTS_6_12 = Set.of(
            "kmalloc",
            "kmem_cache_alloc",
            "kfree",
            "kmem_cache_free",
            "mm_page_alloc",
            "mm_page_free",
            "percpu_free_percpu",
            "console");

    static final Set<String> TRACEABLE_6_12 = Set.of(
            "kvfree_call_rcu",
            "kmem_cache_alloc_bulk_noprof",
            "kmem_cache_free_bulk",
            "__vmalloc_node_range_noprof",
            "vfree",
            "alloc_pages_noprof",
            "__alloc_pages_noprof",
            "get_free_pages_noprof",
            "get_zeroed_page_noprof",
            "krealloc_noprof",
            "mempool_alloc_noprof",
            "do_init_module",
            "free_module");
    static final KernelSymbols KERNEL_6_12 = KernelSymbols.parse("""
            ffffffff81000000 T _text
            ffffffff81100000 t kfree_rcu_work
            ffffffff81100200 t kfree_rcu_monitor
            ffffffff81100400 T kvfree_call_rcu
            ffffffff81100800 T other
            ffffffff81200000 T kvasprintf
            ffffffff81200100 T kvasprintf_const
            ffffffff81200200 T kasprintf
            ffffffff81200300 T another
            000000000003fce0 D bpf_prog_active
            ffffffff83000000 B _end
            """);

    private Targets() {}

    static TraceTarget of(BpftraceVersion version, Set<String> events, Set<String> rawEvents, String... functions) {
        return of(version, events, rawEvents, TRACEABLE_6_12, KERNEL_6_12, functions);
    }

    static TraceTarget of(
            BpftraceVersion version,
            Set<String> events,
            Set<String> rawEvents,
            Set<String> traceable,
            KernelSymbols kernel,
            String... functions) {
        ModuleSymbols symbols = new ModuleSymbols(
                "vexfs",
                0xffffffffc0a01000L,
                0xffffffffc0a09000L,
                new TreeMap<>(Map.of(0xffffffffc0a01010L, "vexfs_open")));
        return new TraceTarget(
                symbols, List.of(functions), Set.of(functions), version, events, rawEvents, false, traceable, kernel);
    }

    /** The same where programs of raw tracepoints can be preempted. */
    static TraceTarget withPreemption(TraceTarget target) {
        return new TraceTarget(
                target.symbols(),
                target.functions(),
                target.operations(),
                target.version(),
                target.tracepoints(),
                target.rawTracepoints(),
                true,
                target.traceable(),
                target.kernel());
    }
}
