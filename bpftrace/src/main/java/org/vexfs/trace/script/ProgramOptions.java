package org.vexfs.trace.script;

import java.util.Set;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.event.MarkerName;

/**
 * What a program is asked to do, whatever it traces.
 *
 * @param scripts the scripts that it is made of
 * @param trace five characters that mark this trace's markers
 * @param ringPages the size of the ring, in pages of 4 KiB
 * @param maxObjects how many entries a map of the kernel side can hold
 * @param toldPerSecond how many calls may be told one by one in a second
 * @param sections the parts of the scripts that are switched on
 * @param selected which of the module's functions are looked at, and how closely
 */
public record ProgramOptions(
        Set<TraceScript> scripts,
        String trace,
        int ringPages,
        int maxObjects,
        int toldPerSecond,
        Set<String> sections,
        SelectedOperations selected) {

    /** The scripts count anew as often. */
    private static final int INTERVALS_PER_SECOND = 10;

    public ProgramOptions {
        scripts = Set.copyOf(scripts);
        sections = Set.copyOf(sections);
    }

    /** Asks for every function, and each call of it. */
    public ProgramOptions(
            Set<TraceScript> scripts,
            String trace,
            int ringPages,
            int maxObjects,
            int toldPerSecond,
            Set<String> sections) {
        this(scripts, trace, ringPages, maxObjects, toldPerSecond, sections, SelectedOperations.ALL);
    }

    ScriptValue marker() {
        return ScriptValue.address(MarkerName.prefix(trace));
    }

    int toldInInterval() {
        return toldPerSecond / INTERVALS_PER_SECOND;
    }
}
