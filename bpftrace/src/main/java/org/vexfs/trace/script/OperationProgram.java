package org.vexfs.trace.script;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.script.SelectedOperations.Sample;

/** Makes the text of a script that tells of operations, for one module on this kernel. */
final class OperationProgram {

    private static final List<String> MODULE_CHANGES = List.of("MODULE_START", "MODULE_END");

    /** Of bpftrace's histograms: a bucket is 3.1 % wide. */
    private static final int PRECISION = 5;

    private OperationProgram() {}

    /**
     * Gives the program.
     *
     * @param script {@link TraceScript#KERNEL} or {@link TraceScript#PERFORMANCE}
     * @param options what holds for the whole program
     */
    static String text(TraceScript script, TraceTarget target, ProgramOptions options) {
        Set<String> wanted = new TreeSet<>(target.operations());
        wanted.removeAll(options.selected().leftOut());
        // What the performance script tells of operations stands for both, and it tells of each call.
        boolean samples = script == TraceScript.KERNEL && !options.scripts().contains(TraceScript.PERFORMANCE);
        List<Sample> samplesOf = samples ? options.selected().samples() : List.of();
        Set<String> each = new TreeSet<>(wanted);
        samplesOf.forEach(sample -> each.removeAll(sample.functions()));
        Render render = new Render(script, target, options, target.matching(wanted), samplesOf.isEmpty());
        String text = render.text(target.matching(each), 1, 0);
        if (samplesOf.isEmpty()) {
            return text;
        }
        StringBuilder returns = new StringBuilder(each.isEmpty() ? "" : returnsOf(text));
        for (int i = 0; i < samplesOf.size(); i++) {
            Sample sample = samplesOf.get(i);
            returns.append(returnsOf(render.text(target.matching(sample.functions()), sample.every(), i + 1)));
        }
        return text.replace(returnsOf(text), returns);
    }

    /** Gives the part of the text that is about returns. */
    private static String returnsOf(String text) {
        int from = text.indexOf("\nkretprobe:") + 1;
        return text.substring(from, text.indexOf("\n}\n", from) + "\n}\n".length());
    }

    /**
     * Makes the text with some of the functions in the part that is about returns.
     *
     * @param probed what matches all the functions
     * @param each whether each call of each function is told
     */
    private record Render(
            TraceScript script, TraceTarget target, ProgramOptions options, List<String> probed, boolean each) {

        String text(List<String> returning, int every, int group) {
            Map<String, ScriptValue> settings = new HashMap<>();
            settings.put("MARKER", options.marker());
            settings.put("RING_PAGES", ScriptValue.number(options.ringPages()));
            // As many as the memory script has: in one program there is one size for all.
            settings.put("MAX_CALLS", ScriptValue.number(MemoryProgram.addresses(options.maxObjects())));
            settings.put("TOLD", ScriptValue.number(options.toldInInterval()));
            settings.put("PRECISION", ScriptValue.number(PRECISION));
            settings.put("OPERATIONS", ScriptValue.kprobes(orNone(probed)));
            settings.put("OPERATIONS_RETURN", ScriptValue.kretprobes(orNone(returning)));
            if (script == TraceScript.KERNEL) {
                settings.put("EVERY", ScriptValue.number(every));
                settings.put("GROUP", ScriptValue.number(group));
                settings.put(
                        "MEMORY_EVERY", ScriptValue.number(options.selected().memoryEvery()));
                settings.put("MODULE", ScriptValue.moduleName(target.symbols().module()));
                MODULE_CHANGES.forEach(
                        probe -> settings.put(probe, ScriptValue.kprobes(orNone(MemoryProgram.found(target, probe)))));
            }
            return ScriptTemplate.shipped(script.fileName()).render(settings, condition -> holds(condition, every > 1));
        }

        private static List<String> orNone(List<String> functions) {
            return functions.isEmpty() ? List.of("none") : functions;
        }

        private boolean holds(String condition, boolean sampled) {
            if (condition.startsWith("no ")) {
                return !holds(condition.substring("no ".length()), sampled);
            }
            return switch (condition) {
                case "alone" -> false;
                case "sampled" -> sampled;
                case "samples" -> !each || samplesMemory() && options.sections().contains("memory_ops");
                case "memory samples" -> samplesMemory();
                case "kprobe:OPERATIONS" -> !probed.isEmpty();
                default -> holdsElsewhere(condition);
            };
        }

        private boolean samplesMemory() {
            return options.selected().memoryEvery() > 1;
        }

        private boolean holdsElsewhere(String condition) {
            if (condition.startsWith("script ")) {
                String name = condition.substring("script ".length());
                return options.scripts().stream().anyMatch(other -> other.name().equalsIgnoreCase(name));
            }
            if (condition.startsWith("section ")) {
                return options.sections().contains(condition.substring("section ".length()));
            }
            return target.satisfies(condition);
        }
    }
}
