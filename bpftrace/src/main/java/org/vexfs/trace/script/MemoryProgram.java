package org.vexfs.trace.script;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.vexfs.trace.event.MarkerName;

/** Makes the memory script's text for one module on this kernel. */
public final class MemoryProgram {

    /** The functions that each probe of the script needs; those with _noprof are so called from kernel 6.10 on. */
    private static final Map<String, List<String>> PROBED = Map.ofEntries(
            Map.entry("KFREE_RCU", List.of("kvfree_call_rcu")),
            Map.entry("BULK_ALLOC", List.of("kmem_cache_alloc_bulk_noprof", "kmem_cache_alloc_bulk")),
            Map.entry("BULK_FREE", List.of("kmem_cache_free_bulk")),
            Map.entry("VMALLOC", List.of("__vmalloc_node_range_noprof", "__vmalloc_node_range")),
            Map.entry("VFREE", List.of("vfree")),
            Map.entry(
                    "PAGES",
                    List.of(
                            "alloc_pages_noprof",
                            "alloc_pages",
                            "__alloc_pages_noprof",
                            "__alloc_pages",
                            "get_free_pages_noprof",
                            "__get_free_pages",
                            "get_zeroed_page_noprof",
                            "get_zeroed_page",
                            "alloc_pages_exact_noprof",
                            "alloc_pages_exact")),
            Map.entry("KREALLOC", List.of("krealloc_noprof", "krealloc_node_align_noprof", "krealloc")),
            Map.entry("HELPERS", List.of("mempool_alloc_noprof", "mempool_alloc")),
            Map.entry("MODULE_START", List.of("do_init_module")),
            Map.entry("MODULE_END", List.of("free_module")));

    /** Those of which the script looks at the result too. */
    private static final Set<String> RETURNS = Set.of("BULK_ALLOC", "VMALLOC", "HELPERS", "MODULE_START");

    /** Where the kernel frees what it was given to free later. */
    private static final List<String> DEFERRED = List.of(
            "kvfree_rcu_list",
            "kfree_rcu_work",
            "kfree_rcu_monitor",
            "kvfree_rcu_bulk",
            "kvfree_rcu_drain_ready",
            "kvfree_rcu_cb",
            "kvfree_call_rcu",
            "rcu_free_sheaf",
            "rcu_free_sheaf_nobarn",
            "delayed_vfree_work");

    /** What formats a string into memory of its own; neighbours in the kernel's image. */
    private static final List<String> FORMAT = List.of("kvasprintf", "kvasprintf_const", "kasprintf");

    private MemoryProgram() {}

    /** Gives every function of the kernel itself that the script would probe where it is there. */
    public static Set<String> kernelFunctions() {
        return PROBED.values().stream().flatMap(List::stream).collect(Collectors.toSet());
    }

    /** Gives what a function of the kernel itself is probed for, such as {@code pages}; empty for one that never is. */
    static Optional<String> purpose(String function) {
        return PROBED.entrySet().stream()
                .filter(probe -> probe.getValue().contains(function))
                .map(probe -> probe.getKey().toLowerCase(Locale.ROOT))
                .findFirst();
    }

    /** Gives the functions that a probe of the script has on this kernel; empty for none, or no such probe. */
    static List<String> found(TraceTarget target, String probe) {
        return PROBED.getOrDefault(probe, List.of()).stream()
                .filter(target.traceable()::contains)
                .toList();
    }

    /**
     * Gives the program.
     *
     * @param trace five characters that mark this trace's markers
     * @param ringPages the size of the ring, in pages of 4 KiB
     * @param maxObjects how many live objects, and how many freed addresses, the kernel side can hold
     */
    public static String text(TraceTarget target, String trace, int ringPages, int maxObjects) {
        ModuleSymbols symbols = target.symbols();
        List<String> operations = target.functions().isEmpty() ? List.of("none") : target.functions();
        Map<String, ScriptValue> settings = new HashMap<>();
        settings.put("MARKER", ScriptValue.address(MarkerName.prefix(trace)));
        settings.put("TEXT_START", ScriptValue.address(symbols.textStart()));
        settings.put("TEXT_END", ScriptValue.address(symbols.textEnd()));
        settings.put("AREA_START", ScriptValue.address(areaStart(target)));
        settings.put("OPERATIONS", ScriptValue.kprobes(operations));
        settings.put("OPERATIONS_RETURN", ScriptValue.kretprobes(operations));
        settings.put("MODULE", ScriptValue.moduleName(symbols.module()));
        settings.put("RING_PAGES", ScriptValue.number(ringPages));
        settings.put("MAX_ADDRESSES", ScriptValue.number(addresses(maxObjects)));
        settings.put("DEFERRED", ScriptValue.siteWithin(target.kernel().ranges(DEFERRED)));
        settings.put("FORMAT", ScriptValue.siteWithin(target.kernel().ranges(FORMAT)));
        PROBED.keySet().forEach(probe -> {
            List<String> functions = found(target, probe);
            List<String> names = functions.isEmpty() ? List.of("none") : functions;
            settings.put(probe, ScriptValue.kprobes(names));
            if (RETURNS.contains(probe)) {
                settings.put(probe + "_RETURN", ScriptValue.kretprobes(names));
            }
        });
        return ScriptTemplate.shipped("vexfs_memory_trace").render(settings, target::satisfies);
    }

    /** Live and freed addresses share a map, and neither shall take the other's place. */
    static long addresses(int maxObjects) {
        return 2L * maxObjects;
    }

    /** Modules lie behind the kernel's image; what stands in a module's place in tests may lie in it. */
    private static long areaStart(TraceTarget target) {
        long text = target.symbols().textStart();
        long end = target.kernel().imageEnd();
        return end == 0 || text != 0 && Long.compareUnsigned(text, end) < 0 ? text : end;
    }
}
