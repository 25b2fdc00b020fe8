package org.vexfs.trace.bpftrace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.vexfs.trace.event.LineTag;
import org.vexfs.trace.event.TraceEvent;

/** Whatever bytes come instead of bpftrace's output, they end nothing, and no line of them is lost. */
class OutputDecoderFuzzTests {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ObjectMapper STRICT =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
    private static final LineTag TAG = new LineTag("0123456789abcdef");

    /** What waits for the end of a marker, and is told then, if it belongs to one. */
    private static final Set<String> MAPS = Set.of("map", "hist", "stats");

    static Stream<byte[]> seeds() throws IOException {
        Path resources = Path.of("src/test/resources");
        String kernel6 = new String(Decoded.capture("6.12"), UTF_8);
        String kernel7 = new String(Decoded.capture("7"), UTF_8);
        return Stream.of(
                Files.readAllBytes(resources.resolve("bpftrace/records-0.23.2.jsonl")),
                Files.readAllBytes(resources.resolve("bpftrace/records-0.27.0.jsonl")),
                lines(kernel6, 1, 18),
                lines(kernel6, 65, 69), // a marker with what is held
                lines(kernel7, 203, 210),
                lines(Files.readString(resources.resolve("captures/vector-search-6.12.capture.jsonl")), 37, 50),
                String.join(
                                "\n",
                                Decoded.printf(TAG.text() + " H 17"),
                                Decoded.printf(TAG.text() + " C 18 250 253 vx6bphvd0000001 3"),
                                "{\"type\": \"map\", \"data\": {\"@opens\": {\"cat,3\": 7}}}",
                                "{\"type\": \"stats\", \"data\": {\"@size\": {\"count\": 2, \"average\": 3, \"total\": 6}}}",
                                "{\"type\": \"hist\", \"data\": {\"@ns\": [{\"min\": 4, \"max\": 7, \"count\": 2}]}}",
                                Decoded.printf(TAG.text() + " Z vx6bphvd0000001"),
                                "{\"type\": \"time\", \"data\": \"01:11:37\\n\"}\n")
                        .getBytes(UTF_8));
    }

    private static byte[] lines(String capture, int from, int to) {
        List<String> lines = capture.lines().toList().subList(from, to);
        return (String.join("\n", lines) + "\n").getBytes(UTF_8);
    }

    @MethodSource("seeds")
    @FuzzTest
    void everyLineIsToldWhateverTheChunks(byte[] bytes) {
        isTold(bytes, Optional.empty());
        isTold(bytes, Optional.of(TAG));
    }

    private static void isTold(byte[] bytes, Optional<LineTag> custom) {
        List<TraceEvent> whole = new ArrayList<>();
        OutputDecoder decoder = decoder(whole, custom);
        decoder.feed(bytes, 0, bytes.length);
        List<TraceEvent> inChunks = new ArrayList<>();
        feed(decoder(inChunks, custom), bytes, 1 + Math.floorMod(Arrays.hashCode(bytes), 97));
        List<TraceEvent> byLine = new ArrayList<>();
        feedLines(decoder(byLine, custom), byLine, bytes);

        assertThat(inChunks).isEqualTo(whole);
        assertThat(byLine).isEqualTo(whole);
        assertThat(decoder.unfinishedBytes()).isEqualTo(bytes.length - endOfLastLine(bytes));
    }

    private static OutputDecoder decoder(List<TraceEvent> into, Optional<LineTag> custom) {
        OutputDecoder decoder = new OutputDecoder(into::add);
        custom.ifPresent(decoder::expectCustom);
        return decoder;
    }

    private static void feed(OutputDecoder decoder, byte[] bytes, int size) {
        for (int offset = 0; offset < bytes.length; offset += size) {
            decoder.feed(bytes, offset, Math.min(size, bytes.length - offset));
        }
    }

    private static void feedLines(OutputDecoder decoder, List<TraceEvent> told, byte[] bytes) {
        int start = 0;
        for (int end = 0; end < bytes.length; end++) {
            if (bytes[end] == '\n') {
                int before = told.size();
                decoder.feed(bytes, start, end + 1 - start);
                String line = new String(bytes, start, end - start, UTF_8);
                assertThat(told.size() > before || line.isEmpty() || waits(line))
                        .as("told: %s", line)
                        .isTrue();
                start = end + 1;
            }
        }
    }

    /** Gives whether a line may be told later: a map, and the beginning of a marker with what was counted. */
    private static boolean waits(String line) {
        String mended = EscapedBytes.mend(line);
        try {
            JsonNode record = MAPPER.readTree(mended);
            String type = record.path("type").asText();
            return MAPS.contains(type)
                    || type.equals("printf") && record.path("data").asText().matches("(?s)[MTY] .*");
        } catch (JsonProcessingException notJson) {
            return line.matches("\\{\"type\": \"printf\", \"data\": \"[MTY] .*\\\\n\"}") || isUnclearMap(mended);
        }
    }

    /** A map whose keys are printed alike is told as unclear, whatever follows them. */
    private static boolean isUnclearMap(String line) {
        try {
            STRICT.readTree(line);
            return false;
        } catch (MismatchedInputException sameKeys) {
            return line.matches("\\{\"type\": \"(map|hist|stats)\", \"data\": .*}}");
        } catch (JsonProcessingException notJson) {
            return false;
        }
    }

    private static int endOfLastLine(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && bytes[end - 1] != '\n') {
            end--;
        }
        return end;
    }
}
