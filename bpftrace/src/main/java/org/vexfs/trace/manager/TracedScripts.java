package org.vexfs.trace.manager;

import java.util.Set;
import org.vexfs.trace.config.TraceScript;

/**
 * What one trace by hand traces, as one program.
 *
 * @param name what it is called in the names of its files and where traces are listed, such as {@code memory}
 * @param scripts the scripts
 */
record TracedScripts(String name, Set<TraceScript> scripts) {

    /** All that come with the library at once. */
    static final TracedScripts ALL = new TracedScripts("monitor", TraceScript.shipped());

    TracedScripts {
        scripts = Set.copyOf(scripts);
    }

    /** Gives one script alone. */
    static TracedScripts of(TraceScript script) {
        return new TracedScripts(ScriptListing.name(script), Set.of(script));
    }
}
