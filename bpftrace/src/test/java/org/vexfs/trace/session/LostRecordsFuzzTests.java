package org.vexfs.trace.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;
import org.vexfs.trace.analysis.Verdict;

/** Whatever lines of bpftrace are missing in a capture: where one told of an event, nothing passes. */
class LostRecordsFuzzTests {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern EVENT = Pattern.compile("\\{\"type\": \"printf\", \"data\": \"([AFQDO]) .*");
    private static final Pattern MARKER =
            Pattern.compile("\\{\"type\": \"printf\", \"data\": \"[MT] \\d+ \\d+ \\d+ (\\S+) .*");

    /** How much is read of each capture: a few tests. */
    private static final int LINES = 400;

    private static final List<Recorded> CAPTURES = Stream.of(
                    "vector-store-6.12", "vector-store-7", "vector-search-6.12")
            .map(LostRecordsFuzzTests::recorded)
            .toList();

    @TempDir
    static Path folder;

    /**
     * A judgement that a live run made.
     *
     * @param test the test that was judged
     * @param events the numbers of the lines with what it was made of
     */
    private record Judged(String test, BitSet events) {}

    private record Recorded(List<String> lines, List<Judged> memory, List<Judged> operations) {}

    static Stream<byte[]> seeds() {
        return Stream.of(new byte[] {0, 0, 9}, new byte[] {1, 0, 90}, new byte[] {2, 0, 45, 1, 3}, new byte[40]);
    }

    /** @param choice the capture in the first byte, and then a line in each pair of bytes */
    @MethodSource("seeds")
    @FuzzTest
    void whereAnEventIsLostNothingPasses(byte[] choice) throws IOException {
        if (choice.length == 0) {
            return;
        }
        Recorded recorded = CAPTURES.get(Math.floorMod(choice[0], CAPTURES.size()));
        BitSet lost = new BitSet();
        for (int i = 1; i + 1 < choice.length; i += 2) {
            int line = ((choice[i] & 0xff) << 8 | choice[i + 1] & 0xff)
                    % recorded.lines().size();
            if (!recorded.lines().get(line).contains("\"vexfs-trace\"")) {
                lost.set(line);
            }
        }
        List<String> left = new ArrayList<>();
        for (int i = 0; i < recorded.lines().size(); i++) {
            if (!lost.get(i)) {
                left.add(recorded.lines().get(i));
            }
        }
        Path file = Captures.write(folder, left);
        List<ReplayedWindow> windows;
        try {
            windows = Replay.of(List.of(file)).windows();
        } catch (CaptureException refused) {
            assertThat(refused).hasMessageContaining(file.toString());
            return;
        }
        List<Verdict> memory = windows.stream()
                .flatMap(window -> window.judgements().stream())
                .map(asked -> asked.judgement().verdict())
                .toList();
        List<Verdict> operations = windows.stream()
                .flatMap(window -> window.operationJudgements().stream())
                .map(asked -> asked.judgement().completeness())
                .toList();
        nothingPasses(recorded.memory(), memory, lost);
        nothingPasses(recorded.operations(), operations, lost);
    }

    private static void nothingPasses(List<Judged> live, List<Verdict> verdicts, BitSet lost) {
        assertThat(verdicts).hasSameSizeAs(live);
        for (int i = 0; i < live.size(); i++) {
            if (live.get(i).events().intersects(lost)) {
                assertThat(verdicts.get(i)).as(live.get(i).test()).isNotEqualTo(Verdict.PASSED);
            }
        }
    }

    private static Recorded recorded(String name) {
        try {
            List<String> lines = Files.readAllLines(Path.of("src/test/resources/captures", name + Replay.SUFFIX))
                    .subList(0, LINES);
            Map<String, Integer> markers = new HashMap<>();
            Map<String, String> executing = new HashMap<>();
            Map<String, Judged> executed = new HashMap<>();
            List<Judged> memory = new ArrayList<>();
            List<Judged> operations = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                Matcher marker = MARKER.matcher(lines.get(i));
                if (marker.matches()) {
                    markers.put(marker.group(1), i);
                } else if (lines.get(i).contains("\"vexfs-trace\"")) {
                    JsonNode note = MAPPER.readTree(lines.get(i));
                    String window = note.path("window").asText();
                    switch (note.path("note").asText()) {
                        case "executing" ->
                            executing.put(window, note.path("from").asText());
                        case "judged" -> memory.add(judged(lines, markers, window, note));
                        case "operations_judged" -> {
                            Judged judged = judged(lines, markers, executing.getOrDefault(window, window), note);
                            // After the test's own code has ended nothing more counts.
                            operations.add(executed.getOrDefault(window, judged));
                            if (note.path("assertion").asText().equals(TraceWindow.EXECUTION)) {
                                executed.put(window, judged);
                            }
                        }
                        default -> {}
                    }
                }
            }
            return new Recorded(lines, memory, operations);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Judged judged(List<String> lines, Map<String, Integer> markers, String start, JsonNode note) {
        BitSet events = new BitSet();
        int end = markers.get(note.path("end").asText());
        for (int i = markers.get(start); i < end; i++) {
            if (EVENT.matcher(lines.get(i)).matches()) {
                events.set(i);
            }
        }
        return new Judged(
                note.path("window").asText() + " " + note.path("assertion").asText(), events);
    }
}
