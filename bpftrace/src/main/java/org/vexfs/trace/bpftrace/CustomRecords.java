package org.vexfs.trace.bpftrace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.vexfs.trace.event.CustomMaps;
import org.vexfs.trace.event.CustomMarker;
import org.vexfs.trace.event.CustomText;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.LineTag;
import org.vexfs.trace.event.MapValue;
import org.vexfs.trace.event.MarkerEnd;
import org.vexfs.trace.event.MarkerName;

/**
 * Reads the output of a program that has a user's script: what begins with the tag is the library's, everything else the
 * script's.
 */
final class CustomRecords {

    private static final ObjectMapper MAPPER = new ObjectMapper()
            .enable(
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    private static final Pattern MAP =
            Pattern.compile("\\{\"type\": \"(?:map|hist|stats)\", \"data\": \\{\"(@\\w*)\": .*}}");
    private static final Pattern MARKER =
            Pattern.compile("C (\\d{1,19}) (\\d{1,10}) (\\d{1,10}) (\\S+) (-?\\d{1,19})\n");
    private static final Pattern MARKER_END = Pattern.compile("Z (\\S+)\n");
    private static final Pattern HEARTBEAT = Pattern.compile("H (\\d{1,19})\n");

    private final EventSink sink;
    private final String tag;
    private final JsonRecords others;
    private final Map<String, MapValue> maps = new HashMap<>();

    /** The marker whose end has not come yet; empty for none. */
    private String marker = "";

    private boolean clear;
    private long received;

    CustomRecords(EventSink sink, LineTag tag, JsonRecords others) {
        this.sink = sink;
        this.tag = tag.text() + " ";
        this.others = others;
    }

    /** Gives whether the line was a record that is known. */
    boolean decode(String line) {
        String mended = EscapedBytes.mend(line);
        JsonNode record;
        try {
            record = MAPPER.readTree(mended);
        } catch (MismatchedInputException sameKeys) {
            return unclearMap(mended);
        } catch (JsonProcessingException notJson) {
            return false;
        }
        try {
            return decode(record, mended);
        } catch (NumberFormatException damaged) {
            return false;
        }
    }

    private boolean decode(JsonNode record, String line) {
        JsonNode data = record.path("data");
        String type = record.path("type").asText();
        return switch (type) {
            case "printf" -> printed(data.asText());
            case "time" -> told(data.asText(), true);
            case "cat", "join", "syscall" -> told(data.asText(), false);
            // print() of what is no map ends its line.
            case "value" -> told((data.isValueNode() ? data.asText() : data.toString()) + "\n", true);
            case "map", "hist", "stats" -> {
                data.properties().forEach(map -> map(map.getKey(), MapValues.read(type, map.getValue())));
                yield true;
            }
            default -> others.decode(line);
        };
    }

    /** Keys that differ in what is not printed, such as what is behind the end of a string, are printed alike. */
    private boolean unclearMap(String line) {
        Matcher map = MAP.matcher(line);
        if (map.matches()) {
            map(
                    map.group(1),
                    new MapValue.Unclear(
                            "different keys of " + map.group(1) + " are printed alike. Remedy: where a key is a"
                                    + " text of the kernel's, such as args->newcomm, write str(args->newcomm)"));
        }
        return map.matches();
    }

    private boolean printed(String text) {
        return text.startsWith(tag) ? own(text.substring(tag.length())) : told(text, true);
    }

    private boolean told(String text, boolean counted) {
        received += counted ? 1 : 0;
        sink.accept(new CustomText(text, counted));
        return true;
    }

    private boolean own(String text) {
        Matcher heartbeat = HEARTBEAT.matcher(text);
        if (heartbeat.matches()) {
            sink.accept(new Heartbeat(Long.parseLong(heartbeat.group(1))));
            return true;
        }
        Matcher begin = MARKER.matcher(text);
        if (begin.matches()) {
            // A marker of another thread while one is under way: whose maps come next is not known.
            clear = marker.isEmpty();
            marker = begin.group(4);
            maps.clear();
            sink.accept(new CustomMarker(
                    Long.parseLong(begin.group(1)),
                    (int) Long.parseLong(begin.group(2)),
                    (int) Long.parseLong(begin.group(3)),
                    marker,
                    Long.parseLong(begin.group(5)),
                    received));
            return true;
        }
        Matcher end = MARKER_END.matcher(text);
        return end.matches() && end(end.group(1));
    }

    private boolean end(String name) {
        if (asksForMaps(name)) {
            sink.accept(new CustomMaps(name, maps, clear && name.equals(marker)));
        }
        marker = "";
        sink.accept(new MarkerEnd(name));
        return true;
    }

    private static boolean asksForMaps(String name) {
        return name.length() > MarkerName.KIND_INDEX
                && name.charAt(MarkerName.KIND_INDEX) == MarkerName.Kind.DUMP.letter();
    }

    /** What comes where no marker asked for it, the script printed itself, or bpftrace when it ends. */
    private void map(String name, MapValue value) {
        if (!marker.isEmpty() && maps.put(name, value) != null) {
            clear = false;
        }
    }
}
