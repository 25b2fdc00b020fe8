package org.vexfs.trace.manager;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.vexfs.trace.analysis.CategorizedFunctions;
import org.vexfs.trace.analysis.FunctionPattern;
import org.vexfs.trace.analysis.UnmatchedPattern;
import org.vexfs.trace.bpftrace.Preflight;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.ConfigurationException;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.script.ModuleFunctions;
import org.vexfs.trace.script.ScriptProbes;

/**
 * What the scripts would probe here, as far as this process may know it.
 *
 * @param config what is configured
 * @param preflight what was found here
 */
record Survey(TraceConfig config, Preflight preflight) {

    /**
     * Looks at the machine and the module.
     *
     * @throws ConfigurationException if the configuration names what no module or function can be called
     */
    static Survey of(TraceConfig config, Function<TraceConfig, Preflight> inspection) {
        try {
            return new Survey(config, inspection.apply(config));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(e.getMessage());
        }
    }

    /** Gives whether a trace can start here. */
    boolean fit() {
        return preflight.target().isPresent();
    }

    /** Gives the module's functions; empty where it is not loaded, or has none that is known. */
    Optional<ModuleFunctions> functions() {
        return preflight.functions();
    }

    /**
     * Gives the functions that a script probes by what it takes them for; those of which it takes nothing are not there.
     *
     * @param functions the module's
     */
    Map<String, List<String>> groups(TraceScript script, ModuleFunctions functions) {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        if (script.tellsOperations()) {
            CategorizedFunctions.of(functions.selected(), config.operations())
                    .byCategory()
                    .forEach((category, names) -> groups.put(category.key(), names));
        } else {
            // Who holds vectors is read from stacks, on which every function may stand.
            FunctionPattern vectors =
                    FunctionPattern.anyOf(config.usage().vectors().functions());
            groups.put(
                    "vector_functions",
                    functions.all().stream().filter(vectors::matches).toList());
        }
        return groups;
    }

    /** Gives the functions that a script probes and that are in none of those groups. */
    static List<String> ungrouped(ModuleFunctions functions, Map<String, List<String>> groups) {
        TreeSet<String> others = new TreeSet<>(functions.selected());
        groups.values().forEach(others::removeAll);
        return List.copyOf(others);
    }

    /** Gives what else a script probes; empty where no trace can start here. */
    Optional<ScriptProbes> probes(TraceScript script) {
        return preflight.target().map(target -> ScriptProbes.of(script, target, config.sections()));
    }

    /** Gives the patterns that match no function, of all that some script makes use of. */
    List<UnmatchedPattern> unmatched() {
        return functions()
                .map(functions -> UnmatchedPattern.in(
                        config.withScripts(TraceScript.shipped()),
                        ConfigLoader.shipped(),
                        functions.selected(),
                        functions.all()))
                .orElse(List.of());
    }

    /** Gives what is not known here. */
    List<String> unknown() {
        List<String> unknown = new ArrayList<>();
        if (functions().isEmpty()) {
            unknown.add("which functions of module " + config.module() + " would be probed");
        } else if (!functions().get().listed()) {
            unknown.add("which functions of module " + config.module() + " the kernel can trace; all are shown");
        }
        if (preflight.target().isEmpty()) {
            unknown.add("which tracepoints, and which functions of the kernel itself, would be probed");
        }
        return unknown;
    }

    /** Gives why that is not known, and what to do about it. */
    List<String> reasons() {
        List<String> reasons = new ArrayList<>();
        preflight.checks().stream().filter(check -> !check.passed()).forEach(check -> reasons.add(check.text()));
        if (functions().isEmpty() && reasons.isEmpty()) {
            reasons.add("module: " + config.module() + " is not loaded. Remedy: load it (insmod, modprobe).");
        }
        if (functions().isPresent() && !functions().get().listed()) {
            reasons.add("functions: " + Preflight.FUNCTIONS
                    + " cannot be read. Remedy: run as root, with tracefs mounted.");
        }
        return reasons;
    }
}
