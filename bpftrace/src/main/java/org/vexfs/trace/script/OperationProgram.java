package org.vexfs.trace.script;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.vexfs.trace.config.TraceScript;

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
        List<String> functions = target.functions().isEmpty() ? List.of("none") : target.functions();
        Map<String, ScriptValue> settings = new HashMap<>();
        settings.put("MARKER", options.marker());
        settings.put("RING_PAGES", ScriptValue.number(options.ringPages()));
        // As many as the memory script has: in one program there is one size for all.
        settings.put("MAX_CALLS", ScriptValue.number(MemoryProgram.addresses(options.maxObjects())));
        settings.put("TOLD", ScriptValue.number(options.toldInInterval()));
        settings.put("PRECISION", ScriptValue.number(PRECISION));
        settings.put("OPERATIONS", ScriptValue.kprobes(functions));
        settings.put("OPERATIONS_RETURN", ScriptValue.kretprobes(functions));
        if (script == TraceScript.KERNEL) {
            settings.put("MODULE", ScriptValue.moduleName(target.symbols().module()));
            MODULE_CHANGES.forEach(probe -> {
                List<String> found = MemoryProgram.found(target, probe);
                settings.put(probe, ScriptValue.kprobes(found.isEmpty() ? List.of("none") : found));
            });
        }
        return ScriptTemplate.shipped(script.fileName())
                .render(settings, condition -> holds(condition, target, options));
    }

    private static boolean holds(String condition, TraceTarget target, ProgramOptions options) {
        if (condition.startsWith("no ")) {
            return !holds(condition.substring("no ".length()), target, options);
        }
        if (condition.equals("alone")) {
            return false;
        }
        if (condition.startsWith("script ")) {
            String name = condition.substring("script ".length());
            return options.scripts().stream().anyMatch(script -> script.name().equalsIgnoreCase(name));
        }
        if (condition.startsWith("section ")) {
            return options.sections().contains(condition.substring("section ".length()));
        }
        return target.satisfies(condition);
    }
}
