package org.vexfs.trace.script;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.vexfs.trace.analysis.FunctionPattern;

/**
 * The functions of a loaded module, and which of them a trace probes.
 *
 * @param module the module's name, as the kernel shows it
 * @param all every function of it
 * @param traceable those that the kernel can trace; all, where it does not say which
 * @param selected the traceable ones that the configured patterns match
 * @param probed patterns, or names, that match the selected ones and nobody else's functions
 * @param listed whether the kernel says which can be traced
 */
public record ModuleFunctions(
        String module,
        SortedSet<String> all,
        SortedSet<String> traceable,
        SortedSet<String> selected,
        List<String> probed,
        boolean listed) {

    public ModuleFunctions {
        all = Collections.unmodifiableSortedSet(new TreeSet<>(all));
        traceable = Collections.unmodifiableSortedSet(new TreeSet<>(traceable));
        selected = Collections.unmodifiableSortedSet(new TreeSet<>(selected));
        probed = List.copyOf(probed);
    }

    /**
     * Selects what to probe: the patterns where they match nothing else, otherwise others that match the same functions of
     * the module alone. Each function by its name would be attached, and detached, by itself: about 0.1 s each in a VM.
     *
     * @param names the names of all its functions
     * @param traceable the text of {@code available_filter_functions}; empty where it cannot be read
     * @param patterns what is configured
     */
    public static ModuleFunctions select(
            String module, Collection<String> names, Optional<String> traceable, List<String> patterns) {
        patterns.forEach(ScriptValue::requireFunctionPattern);
        FunctionPattern wanted = FunctionPattern.anyOf(patterns);
        String owner = " [" + module + "]";
        List<String> lines = traceable
                .map(text -> text.lines().toList())
                .orElseGet(() -> names.stream().map(name -> name + owner).toList());
        SortedSet<String> own = new TreeSet<>();
        SortedSet<String> matched = new TreeSet<>();
        List<String> others = new ArrayList<>();
        boolean foreign = false;
        for (String line : lines) {
            // vexfs_open [vexfs]
            int space = line.indexOf(' ');
            String name = space < 0 ? line : line.substring(0, space);
            if (line.endsWith(owner) && ScriptValue.canName(name)) {
                own.add(name);
                if (wanted.matches(name)) {
                    matched.add(name);
                } else {
                    others.add(name);
                }
            } else {
                others.add(name);
                foreign |= wanted.matches(name);
            }
        }
        SortedSet<String> all = new TreeSet<>(names);
        all.addAll(own);
        return new ModuleFunctions(
                module,
                all,
                own,
                matched,
                foreign && !matched.isEmpty() ? FunctionPatterns.matching(matched, others) : patterns,
                traceable.isPresent());
    }
}
