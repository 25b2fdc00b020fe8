package org.vexfs.trace.script;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.FunctionPattern;

/**
 * What a program is made for: a module, and what this kernel and this bpftrace offer.
 *
 * @param symbols where the module's code lies
 * @param functions the functions, or patterns of them, whose calls are counted; empty where there are no kprobes
 * @param operations the names of the functions that those match
 * @param version the version of bpftrace
 * @param tracepoints the kernel's tracepoints, such as {@code kmem:kfree}
 * @param rawTracepoints those that this bpftrace can attach to raw, such as {@code kfree}
 * @param preemption whether programs of raw tracepoints can be preempted on this kernel
 * @param traceable the kernel's own functions that can be probed, of those that a script may ask for
 * @param kernel the kernel's own functions
 */
public record TraceTarget(
        ModuleSymbols symbols,
        List<String> functions,
        Set<String> operations,
        BpftraceVersion version,
        Set<String> tracepoints,
        Set<String> rawTracepoints,
        boolean preemption,
        Set<String> traceable,
        KernelSymbols kernel) {

    private static final Set<String> SLABS = Set.of("kmalloc", "kmem_cache_alloc", "kfree", "kmem_cache_free");

    public TraceTarget {
        functions = List.copyOf(functions);
        operations = Set.copyOf(operations);
        tracepoints = Set.copyOf(tracepoints);
        rawTracepoints = Set.copyOf(rawTracepoints);
        traceable = Set.copyOf(traceable);
    }

    /** Gives patterns, or names, that match some of the functions that are traced, and nobody else's. */
    List<String> matching(Set<String> wanted) {
        if (wanted.equals(operations)) {
            return functions;
        }
        Set<String> others = new TreeSet<>(symbols.functions().values());
        others.addAll(operations);
        others.removeAll(wanted);
        return FunctionPatterns.matching(wanted, others).stream()
                .flatMap(pattern -> isWithin(pattern)
                        ? Stream.of(pattern)
                        : wanted.stream()
                                .filter(FunctionPattern.of(pattern)::matches)
                                .sorted())
                .distinct()
                .toList();
    }

    /** Other modules have functions, too: only what lies within a pattern that matches none of those may be one. */
    private boolean isWithin(String pattern) {
        return functions.stream()
                .filter(probed -> probed.indexOf('*') == probed.length() - 1)
                .anyMatch(probed -> pattern.startsWith(probed.substring(0, probed.length() - 1)));
    }

    /** Gives whether a condition of a script holds here; {@code no} before a condition turns it round. */
    public boolean satisfies(String condition) {
        if (condition.startsWith("no ")) {
            return !satisfies(condition.substring("no ".length()));
        }
        if (condition.startsWith("bpftrace ")) {
            return version.satisfies(condition);
        }
        if (condition.startsWith("tracepoint:")) {
            return tracepoints.contains(condition.substring("tracepoint:".length()));
        }
        if (condition.startsWith("rawtracepoint:")) {
            // Their arguments are what the scripts take them for from kernel 6.1, which has no tracepoints of nodes.
            String event = condition.substring("rawtracepoint:".length());
            return rawTracepoints.contains(event)
                    && (event.contains("free") || !tracepoints.contains("kmem:kmalloc_node"))
                    && (!SLABS.contains(event) || !preemption || kernel.countsRunningPrograms());
        }
        if (condition.startsWith("first ")) {
            return !preemption && satisfies(condition.substring("first ".length()));
        }
        if (condition.equals("preemption")) {
            return preemption;
        }
        if (condition.equals("kprobe:OPERATIONS")) {
            return !functions.isEmpty();
        }
        if (condition.startsWith("kprobe:")) {
            String name = condition.substring("kprobe:".length());
            return !MemoryProgram.found(this, name).isEmpty();
        }
        throw new IllegalArgumentException("unknown condition '" + condition + "' in a script");
    }
}
