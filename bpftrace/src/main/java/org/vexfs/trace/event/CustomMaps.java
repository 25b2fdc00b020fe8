package org.vexfs.trace.event;

import java.util.Map;

/**
 * The maps of a user's script as they stood at a marker that asked for them.
 *
 * @param marker the marker's name
 * @param values the maps by name, such as {@code @opens}; one that is empty is not there
 * @param clear whether each came once; if not, the script printed one of them itself at that very moment, and perhaps not
 *     the whole of it
 */
public record CustomMaps(String marker, Map<String, MapValue> values, boolean clear) implements TraceEvent {

    public CustomMaps {
        values = Map.copyOf(values);
    }
}
