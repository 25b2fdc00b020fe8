package org.vexfs.trace.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.Note;
import org.vexfs.trace.event.ProbesAttached;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.event.Unknown;

class RecordDecodingTests {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"attached_probes\", \"data\": {\"probes\": 14}}",
                "{\"type\": \"attached_probes\", \"count\": 14, \"data\": {\"probes\": 14}}",
            })
    void attachedProbesAreCounted(String line) {
        assertThat(Decoded.lines(line)).containsExactly(new ProbesAttached(14));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"lost_events\", \"data\": {\"events\": 72}}",
                "{\"type\": \"lost_events\", \"count\": 72, \"data\": {\"events\": 72}}",
            })
    void lostEventsAreALoss(String line) {
        assertThat(Decoded.lines(line)).containsExactly(new Loss(72, "events lost on their way from the kernel"));
    }

    @Test
    void aHelperErrorIsALossThoughItHasNoData() {
        assertThat(Decoded.lines(
                        "{\"type\": \"helper_error\", \"msg\": \"Map full; can't update element. Try increasing"
                                + " max_map_keys config\", \"helper\": \"map_update_elem\", \"retcode\": -7, \"line\": 1, \"col\":"
                                + " 38}"))
                .containsExactly(new Loss(
                        0, "Map full; can't update element. Try increasing max_map_keys config (map_update_elem)"));
    }

    @Test
    void blankLinesSayNothing() {
        assertThat(Decoded.lines("", "", "{\"type\": \"printf\", \"data\": \"H 1\\n\"}", ""))
                .containsExactly(new Heartbeat(1));
    }

    @Test
    void aNoteOfTheJavaSideIsHandedOnWhole() {
        String note = "{\"type\":\"vexfs-trace\",\"note\":\"ended\",\"how\":\"stopped\"}";

        assertThat(Decoded.lines(note)).containsExactly(new Note(note));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"time\", \"data\": \"00:08:09\\n\"}",
                "{\"type\": \"value\", \"data\": [\"tuple\",1,169950189971]}",
                "{\"type\": \"a type of a later version\", \"data\": {}}",
                "{\"data\": {}}",
                "{}",
                "[]",
                "17",
                "null",
                "   ",
                "{\"type\": \"printf\"",
                "{\"type\": \"printf\", \"data\": \"\\n\"}",
                "{\"type\": \"printf\", \"data\": \"\"}",
                "{\"type\": \"printf\"}",
                "stdin:86:3-28: WARNING: Return value discarded.",
                "\u0000\u0001\uFFFD",
            })
    void whatIsNotKnownIsKeptAsItCame(String line) {
        assertThat(Decoded.lines(line)).containsExactly(new Unknown(line));
    }

    @Test
    void twoRecordsRunTogetherAreNotHalved() {
        String line = Decoded.printf("H 1") + Decoded.printf("H 2");

        assertThat(Decoded.lines(line)).containsExactly(new Unknown(line));
    }

    @Test
    void aLineOfManyMegabytesIsKeptWhole() {
        String line = "x".repeat(3_000_000);

        assertThat(Decoded.lines(line)).containsExactly(new Unknown(line));
    }

    /** What each version really prints for everything it can print. */
    @ParameterizedTest
    @ValueSource(strings = {"records-0.23.2.jsonl", "records-0.27.0.jsonl"})
    void ofARealOutputEveryRecordIsDecodedOrKept(String recorded) throws IOException {
        List<String> lines;
        try (InputStream stream = RecordDecodingTests.class.getResourceAsStream("/bpftrace/" + recorded)) {
            lines = new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
        List<TraceEvent> expected = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("{\"type\": \"attached_probes\"")) {
                expected.add(new ProbesAttached(5));
            } else if (!line.isEmpty()
                    && !line.startsWith("{\"type\": \"map\"")
                    && !line.startsWith("{\"type\": \"printf\", \"data\": \"M ")) {
                expected.add(new Unknown(line));
            }
        }

        assertThat(Decoded.lines(lines.toArray(String[]::new)))
                .hasSizeGreaterThan(15)
                .containsExactlyElementsOf(expected);
    }
}
