package org.vexfs.trace.script;

import java.util.List;
import java.util.Map;
import org.vexfs.trace.event.MarkerName;

/** Makes the memory script's text for one module on this kernel. */
public final class MemoryProgram {

    private MemoryProgram() {}

    /**
     * Gives the program.
     *
     * @param trace five characters that mark this trace's markers
     * @param ringPages the size of the ring, in pages of 4 KiB
     * @param maxObjects how many live objects the kernel side can hold
     */
    public static String text(TraceTarget target, String trace, int ringPages, int maxObjects) {
        ModuleSymbols symbols = target.symbols();
        List<String> functions = target.functions().isEmpty() ? List.of("none") : target.functions();
        return ScriptTemplate.shipped("vexfs_memory_trace")
                .render(
                        Map.of(
                                "MARKER", ScriptValue.address(MarkerName.prefix(trace)),
                                "TEXT_START", ScriptValue.address(symbols.textStart()),
                                "TEXT_END", ScriptValue.address(symbols.textEnd()),
                                // The code of module_init is gone once the module is loaded.
                                "INIT_START", ScriptValue.address(0),
                                "INIT_END", ScriptValue.address(0),
                                "OPERATIONS", ScriptValue.kprobes(functions),
                                "MODULE", ScriptValue.moduleName(symbols.module()),
                                "RING_PAGES", ScriptValue.number(ringPages),
                                "MAX_OBJECTS", ScriptValue.number(maxObjects)),
                        target::satisfies);
    }
}
