package org.vexfs.trace.script;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.vexfs.trace.config.TraceScript;

/**
 * What a script probes on this kernel beside the module's functions.
 *
 * @param tracepoints tracepoints, such as {@code kmem:kfree}
 * @param rawTracepoints those that it attaches to raw, such as {@code kfree}
 * @param kernelFunctions functions of the kernel itself, by what they are probed for, such as {@code pages}
 */
public record ScriptProbes(
        SortedSet<String> tracepoints,
        SortedSet<String> rawTracepoints,
        SortedMap<String, SortedSet<String>> kernelFunctions) {

    public ScriptProbes {
        tracepoints = Collections.unmodifiableSortedSet(new TreeSet<>(tracepoints));
        rawTracepoints = Collections.unmodifiableSortedSet(new TreeSet<>(rawTracepoints));
        kernelFunctions = Collections.unmodifiableSortedMap(new TreeMap<>(kernelFunctions));
    }

    /** Reads them from the program that the script comes to with these sections. */
    public static ScriptProbes of(TraceScript script, TraceTarget target, Set<String> sections) {
        // Sizes and the mark of its markers change no probe.
        String program = TraceProgram.text(target, new ProgramOptions(Set.of(script), "probe", 1, 1, 1, sections));
        List<String> probes = ProgramProbes.of(program);
        SortedMap<String, SortedSet<String>> functions = new TreeMap<>();
        for (String function : named("kprobe:", probes)) {
            MemoryProgram.purpose(function)
                    .ifPresent(purpose -> functions
                            .computeIfAbsent(purpose, unused -> new TreeSet<>())
                            .add(function));
        }
        return new ScriptProbes(named("tracepoint:", probes), named("rawtracepoint:", probes), functions);
    }

    /** Gives how many functions of the kernel itself it probes. */
    public int kernelFunctionCount() {
        return kernelFunctions.values().stream().mapToInt(Set::size).sum();
    }

    /** Gives how many tracepoints it attaches to, in either way. */
    public int tracepointCount() {
        return tracepoints.size() + rawTracepoints.size();
    }

    private static SortedSet<String> named(String kind, List<String> probes) {
        SortedSet<String> names = new TreeSet<>();
        probes.stream()
                .filter(probe -> probe.startsWith(kind))
                .forEach(probe -> names.add(probe.substring(kind.length())));
        return names;
    }
}
