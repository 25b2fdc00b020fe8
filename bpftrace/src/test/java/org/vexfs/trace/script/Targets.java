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
            "module:module_load",
            "module:module_free");
    static final Set<String> RAW_EVENTS_6_12 = Set.of("kmalloc", "kmem_cache_alloc", "kfree", "kmem_cache_free");

    private Targets() {}

    static TraceTarget of(BpftraceVersion version, Set<String> events, Set<String> rawEvents, String... functions) {
        ModuleSymbols symbols = new ModuleSymbols(
                "vexfs",
                0xffffffffc0a01000L,
                0xffffffffc0a09000L,
                new TreeMap<>(Map.of(0xffffffffc0a01010L, "vexfs_open")));
        return new TraceTarget(symbols, List.of(functions), version, events, rawEvents);
    }
}
