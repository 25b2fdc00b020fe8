package org.vexfs.trace.config;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * What a trace runs: one of the shipped scripts, or several of them as one program, or a script of the user's own, which
 * runs alone.
 */
public enum TraceScript {
    /** The module's operations in general: calls, results, locks, memory activity, loads and unloads. */
    KERNEL,
    /** How long operations take, and where they wait. */
    PERFORMANCE,
    /** What the module allocates, frees, frees twice, and still holds. */
    MEMORY,
    /** What the user's own script tells. */
    CUSTOM;

    /** Gives the scripts that come with the library. */
    public static Set<TraceScript> shipped() {
        return EnumSet.complementOf(EnumSet.of(CUSTOM));
    }

    /** Gives the script's name, such as {@code vexfs_memory_trace}. */
    public String fileName() {
        return "vexfs_" + name().toLowerCase(Locale.ROOT) + "_trace";
    }

    /** Gives whether it tells of the module's operations. */
    public boolean tellsOperations() {
        return this == KERNEL || this == PERFORMANCE;
    }

    /** Gives whether one of them tells of operations. */
    public static boolean anyTellsOperations(Collection<TraceScript> scripts) {
        return scripts.stream().anyMatch(TraceScript::tellsOperations);
    }
}
