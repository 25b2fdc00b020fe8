package org.vexfs.trace.bpftrace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.Note;
import org.vexfs.trace.event.ProbesAttached;

/** Reads the records of bpftrace's JSON output that are no lines of a script. */
final class JsonRecords {

    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final EventSink sink;
    private final MarkerAssembly assembly;
    private final ScriptLines scriptLines;

    JsonRecords(EventSink sink, MarkerAssembly assembly, ScriptLines scriptLines) {
        this.sink = sink;
        this.assembly = assembly;
        this.scriptLines = scriptLines;
    }

    /** Gives whether the line was a record that is known. */
    boolean decode(String line) {
        JsonNode record;
        try {
            record = MAPPER.readTree(line);
        } catch (JsonProcessingException notJson) {
            return false;
        }
        if (record == null || !record.isObject()) {
            return false;
        }
        JsonNode data = record.path("data");
        return switch (record.path("type").asText()) {
            case "attached_probes" -> {
                sink.accept(new ProbesAttached(data.path("probes").asLong()));
                yield true;
            }
            case "lost_events" -> {
                sink.accept(new Loss(data.path("events").asLong(), "events lost on their way from the kernel"));
                yield true;
            }
            case "helper_error" -> {
                sink.accept(new Loss(
                        0,
                        record.path("msg").asText() + " ("
                                + record.path("helper").asText() + ")"));
                yield true;
            }
            case "map" -> {
                map(data);
                yield true;
            }
            case "hist", "stats" -> {
                map(data);
                // Outside of a marker they are a user's own.
                yield assembly.isOpen();
            }
            case "printf" -> {
                byte[] payload = data.asText().stripTrailing().getBytes(StandardCharsets.UTF_8);
                yield payload.length > 0 && scriptLines.decode(payload, 0, payload.length, false);
            }
            case Note.TYPE -> {
                sink.accept(new Note(line));
                yield true;
            }
            default -> false;
        };
    }

    /** Maps that no marker asked for are those that bpftrace prints when it ends. */
    private void map(JsonNode data) {
        data.properties().forEach(entry -> assembly.accept(entry.getKey(), entry.getValue()));
    }
}
