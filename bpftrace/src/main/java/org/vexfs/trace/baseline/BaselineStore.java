package org.vexfs.trace.baseline;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.vexfs.trace.output.OutputFile;

/**
 * Keeps a baseline in a file that is committed: JSON, with a line for each environment, test, operation and known leak, in
 * the order of their names. Every line stands for itself and ends in a comma (the last element of a list is empty), so that
 * what is added changes no other line, and lines may come in any order after a merge.
 */
public final class BaselineStore {

    /** The version of the format; a later one is refused. */
    static final int FORMAT = 1;

    /** What a record does not have must not read as 0. */
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(
                    DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private BaselineStore() {}

    /**
     * Reads a baseline; {@link Baseline#NONE} where there is no file.
     *
     * @throws IOException if it cannot be read, or is none; the message names the line, and what to do
     */
    public static Baseline read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            return Baseline.NONE;
        } catch (CharacterCodingException e) {
            throw new Reading(file).broken(1, "it is no UTF-8", Reading.AGAIN);
        }
        return new Reading(file).baseline(text);
    }

    /** Gives the text of a baseline, which is always the same for the same one. */
    static String text(Baseline baseline) throws JsonProcessingException {
        SortedMap<String, Environment> environments = new TreeMap<>();
        baseline.tests()
                .values()
                .forEach(test -> environments.put(test.environment().id(), test.environment()));
        StringBuilder text = new StringBuilder("{\n\"format\": " + FORMAT + ",\n\"environments\": [\n");
        for (Map.Entry<String, Environment> environment : environments.entrySet()) {
            ObjectNode line = MAPPER.createObjectNode().put("id", environment.getKey());
            line.setAll((ObjectNode) MAPPER.valueToTree(environment.getValue()));
            append(text, line);
        }
        text.append("{}\n],\n\"entries\": [\n");
        for (Map.Entry<String, TestBaseline> test : baseline.tests().entrySet()) {
            append(text, test.getKey(), test.getValue());
        }
        return text.append("{}\n]\n}\n").toString();
    }

    private static void append(StringBuilder text, String name, TestBaseline test) throws JsonProcessingException {
        append(
                text,
                MAPPER.createObjectNode()
                        .put("test", name)
                        .put("environment", test.environment().id())
                        .put("peakBytes", test.peakBytes()));
        for (Map.Entry<String, KnownLeak> leak : test.knownLeaks().entrySet()) {
            ObjectNode line = MAPPER.createObjectNode().put("test", name).put("leak", leak.getKey());
            line.setAll((ObjectNode) MAPPER.valueToTree(leak.getValue()));
            append(text, line);
        }
        for (Map.Entry<String, OperationBaseline> operation : test.operations().entrySet()) {
            ObjectNode line = MAPPER.createObjectNode().put("test", name).put("operation", operation.getKey());
            line.setAll((ObjectNode) MAPPER.valueToTree(operation.getValue()));
            append(text, line);
        }
    }

    private static void append(StringBuilder text, ObjectNode line) throws JsonProcessingException {
        // What is not ASCII may be read in another encoding by what shows a difference.
        text.append(MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII).writeValueAsString(line))
                .append(",\n");
    }

    /**
     * Writes a baseline in the place of the file, all of it or nothing, and never through a link.
     *
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, Baseline baseline) throws IOException {
        OutputFile.replaceDurably(file, text(baseline));
    }

    /** Reads a file, and knows where in it. */
    private static final class Reading {

        private static final String MERGE = "<<<<<<<";
        private static final String AGAIN =
                "take the file from version control again, or write it anew with the goal baseline";

        private final Path file;
        private final Map<String, Environment> environments = new HashMap<>();
        private final Map<String, Head> heads = new HashMap<>();
        private final Map<String, SortedMap<String, OperationBaseline>> operations = new HashMap<>();
        private final Map<String, SortedMap<String, KnownLeak>> leaks = new HashMap<>();
        private final Map<String, Integer> lines = new HashMap<>();
        private final SortedMap<String, Integer> tests = new TreeMap<>();

        Reading(Path file) {
            this.file = file;
        }

        Baseline baseline(String text) throws IOException {
            try (JsonParser parser = MAPPER.createParser(text)) {
                parse(parser);
            } catch (JsonProcessingException e) {
                JsonLocation at = e.getLocation();
                int line = at == null ? 1 : at.getLineNr();
                throw broken(
                        line,
                        e.getOriginalMessage(),
                        text.contains("\n" + MERGE)
                                ? "it has the marks of a merge that is not done; keep the lines of both sides, or of one"
                                : AGAIN);
            }
            return assembled();
        }

        private void parse(JsonParser parser) throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw broken(line(parser), "it does not begin with {", "see that it is the baseline");
            }
            boolean versioned = false;
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                if (field.equals("format")) {
                    requireFormat(parser);
                    versioned = true;
                } else if (!versioned) {
                    throw broken(line(parser), "it does not say its format first", "see that it is the baseline");
                } else if (value == JsonToken.START_ARRAY
                        && (field.equals("environments") || field.equals("entries"))) {
                    while (parser.nextToken() != JsonToken.END_ARRAY) {
                        element(field, line(parser), MAPPER.readTree(parser));
                    }
                } else {
                    parser.skipChildren();
                }
            }
            if (!versioned) {
                throw broken(line(parser), "it does not say its format", "see that it is the baseline");
            }
            if (parser.nextToken() != null) {
                throw broken(line(parser), "something follows its end", "remove that");
            }
        }

        private void requireFormat(JsonParser parser) throws IOException {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT || parser.getIntValue() > FORMAT) {
                throw broken(
                        line(parser),
                        "it is of format " + parser.getText() + "; this version reads up to " + FORMAT,
                        "use the version of the plugin that wrote it, or a later one");
            }
        }

        private void element(String list, int line, JsonNode element) throws IOException {
            if (element.isEmpty()) {
                return;
            }
            try {
                if (list.equals("environments")) {
                    environments.put(text(element, "id"), MAPPER.treeToValue(element, Environment.class));
                } else {
                    entry(line, element);
                }
            } catch (JsonProcessingException | IllegalArgumentException e) {
                String message = e instanceof JsonProcessingException json ? json.getOriginalMessage() : e.getMessage();
                throw broken(line, message, "write the test anew with the goal baseline");
            }
        }

        private void entry(int line, JsonNode element) throws IOException {
            String test = text(element, "test");
            String key = test;
            if (element.has("operation")) {
                OperationBaseline operation = MAPPER.treeToValue(element, OperationBaseline.class);
                operation.latencies().distribution(); // Refused here, where the line is known.
                key += " operation " + text(element, "operation");
                operations.computeIfAbsent(test, name -> new TreeMap<>()).put(text(element, "operation"), operation);
            } else if (element.has("leak")) {
                key += " leak " + text(element, "leak");
                leaks.computeIfAbsent(test, name -> new TreeMap<>())
                        .put(text(element, "leak"), MAPPER.treeToValue(element, KnownLeak.class));
            } else {
                heads.put(test, MAPPER.treeToValue(element, Head.class));
            }
            tests.putIfAbsent(test, line);
            Integer before = lines.putIfAbsent(key, line);
            if (before != null) {
                throw broken(line, "it says of " + key + " again what line " + before + " says", "keep one of the two");
            }
        }

        private static String text(JsonNode element, String field) {
            if (!element.path(field).isTextual()) {
                throw new IllegalArgumentException("'" + field + "' is missing, or no text");
            }
            return element.get(field).asText();
        }

        private Baseline assembled() throws IOException {
            SortedMap<String, TestBaseline> assembled = new TreeMap<>();
            for (Map.Entry<String, Integer> entry : tests.entrySet()) {
                String test = entry.getKey();
                Head head = heads.get(test);
                if (head == null || !environments.containsKey(head.environment())) {
                    throw broken(
                            entry.getValue(),
                            head == null
                                    ? "the line of " + test + " itself is missing"
                                    : "environment " + head.environment() + " is missing",
                            "write the test anew with the goal baseline");
                }
                assembled.put(
                        test,
                        new TestBaseline(
                                environments.get(head.environment()),
                                head.peakBytes(),
                                operations.getOrDefault(test, new TreeMap<>()),
                                leaks.getOrDefault(test, new TreeMap<>())));
            }
            return new Baseline(assembled);
        }

        private static int line(JsonParser parser) {
            return parser.currentTokenLocation().getLineNr();
        }

        private IOException broken(int line, String what, String remedy) {
            return new IOException(file + ", line " + line + ": not a baseline: " + what + ". Remedy: " + remedy + ".");
        }
    }

    /** What stands in a test's own line. */
    private record Head(String environment, long peakBytes) {}
}
