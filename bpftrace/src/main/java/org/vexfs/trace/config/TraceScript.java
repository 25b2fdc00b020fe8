package org.vexfs.trace.config;

import java.util.Collection;
import java.util.Locale;

/** One of the shipped scripts. A trace runs one or several of them as one program. */
public enum TraceScript {
    /** The module's operations in general: calls, results, locks, memory activity, loads and unloads. */
    KERNEL,
    /** How long operations take, and where they wait. */
    PERFORMANCE,
    /** What the module allocates, frees, frees twice, and still holds. */
    MEMORY;

    /** Gives the script's name, such as {@code vexfs_memory_trace}. */
    public String fileName() {
        return "vexfs_" + name().toLowerCase(Locale.ROOT) + "_trace";
    }

    /** Gives whether it tells of the module's operations. */
    public boolean tellsOperations() {
        return this != MEMORY;
    }

    /** Gives whether one of them tells of operations. */
    public static boolean anyTellsOperations(Collection<TraceScript> scripts) {
        return scripts.stream().anyMatch(TraceScript::tellsOperations);
    }
}
