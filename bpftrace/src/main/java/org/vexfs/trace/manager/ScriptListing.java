package org.vexfs.trace.manager;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.script.ScriptTemplate;

/**
 * A script, as it is configured.
 *
 * @param script which one
 * @param purpose what it shows
 * @param configured whether it runs where an annotation does not say otherwise
 * @param sections whether each of its parts that can be switched off is on
 */
record ScriptListing(TraceScript script, String purpose, boolean configured, SortedMap<String, Boolean> sections) {

    ScriptListing {
        sections = Collections.unmodifiableSortedMap(new TreeMap<>(sections));
    }

    /** Gives some of the scripts; all where none is named. */
    static List<ScriptListing> of(Set<TraceScript> wanted, TraceConfig config) {
        return TraceScript.shipped().stream()
                .filter(script -> wanted.isEmpty() || wanted.contains(script))
                .map(script -> of(script, config))
                .toList();
    }

    private static ScriptListing of(TraceScript script, TraceConfig config) {
        ScriptTemplate template = ScriptTemplate.shipped(script.fileName());
        SortedMap<String, Boolean> sections = new TreeMap<>();
        template.sections()
                .forEach(section -> sections.put(section, config.sections().contains(section)));
        return new ScriptListing(script, template.purpose(), config.scripts().contains(script), sections);
    }

    /** Gives the name that the configuration has for it, such as {@code memory}. */
    String name() {
        return name(script);
    }

    /** Gives the name that the configuration has for a script. */
    static String name(TraceScript script) {
        return script.name().toLowerCase(Locale.ROOT);
    }

    /** Gives the key of the configuration that switches a section; the performance script's are the kernel script's. */
    String key(String section) {
        return (script == TraceScript.PERFORMANCE ? name(TraceScript.KERNEL) : name()) + "_trace." + section;
    }

    /** Puts it into a JSON object. */
    void put(Map<String, Object> json) {
        json.put("name", name());
        json.put("file", script.fileName() + ".bt");
        json.put("purpose", purpose);
        json.put("configured", configured);
        json.put("sections", sections);
    }
}
