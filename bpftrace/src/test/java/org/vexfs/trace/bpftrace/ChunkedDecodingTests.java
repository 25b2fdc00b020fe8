package org.vexfs.trace.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.Holdings;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.event.Note;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.event.Unknown;

class ChunkedDecodingTests {

    @ParameterizedTest
    @CsvSource({"6.12, 11", "7, 12"})
    void aCaptureHasTheEventsThatTheKernelCounted(String kernel, long heartbeats) {
        List<TraceEvent> events = Decoded.chunks(Decoded.capture(kernel), Integer.MAX_VALUE);

        assertThat(count(events, Allocation.class)).isEqualTo(853);
        assertThat(count(events, Free.class)).isEqualTo(850);
        assertThat(count(events, Marker.class)).isEqualTo(55);
        assertThat(count(events, Holdings.class)).isEqualTo(1);
        assertThat(count(events, Heartbeat.class)).isEqualTo(heartbeats);
        assertThat(count(events, Note.class)).isEqualTo(26);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64, 4095, 4096, 4097, 65_536})
    void theEventsAreTheSameWhateverTheChunks(int size) {
        for (String kernel : List.of("6.12", "7")) {
            byte[] bytes = Decoded.capture(kernel);

            assertThat(Decoded.chunks(bytes, size)).isEqualTo(Decoded.chunks(bytes, Integer.MAX_VALUE));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 1_000, 100_000})
    void ofALineThatIsTooLongOnlyTheBeginningIsKept(int size) {
        List<TraceEvent> events = new ArrayList<>();
        OutputDecoder decoder = new OutputDecoder(events::add, 1_000);
        byte[] bytes = (Decoded.printf("H 1") + "\n" + "x".repeat(50_000) + "\n" + Decoded.printf("H 2") + "\n"
                        + "y".repeat(50_000))
                .getBytes(StandardCharsets.UTF_8);
        for (int offset = 0; offset < bytes.length; offset += size) {
            decoder.feed(bytes, offset, Math.min(size, bytes.length - offset));
        }

        assertThat(events)
                .containsExactly(
                        new Heartbeat(1),
                        new Unknown("x".repeat(200) + "... (a line of 50000 bytes)"),
                        new Heartbeat(2));
        assertThat(decoder.unfinishedBytes()).isEqualTo(1_000);
    }

    @Test
    void theEventsAreTheSameWhereverAnOutputIsSplit() {
        // the first test of the capture, its dump included
        byte[] bytes = (new String(Decoded.capture("6.12"), StandardCharsets.UTF_8)
                                .lines()
                                .skip(1)
                                .limit(74)
                                .collect(Collectors.joining("\n"))
                        + "\n")
                .getBytes(StandardCharsets.UTF_8);
        List<TraceEvent> whole = Decoded.chunks(bytes, Integer.MAX_VALUE);
        assertThat(whole).hasSize(73);

        for (int split = 0; split <= bytes.length; split++) {
            List<TraceEvent> events = new ArrayList<>();
            OutputDecoder decoder = new OutputDecoder(events::add);
            decoder.feed(bytes, 0, split);
            decoder.feed(bytes, split, bytes.length - split);

            assertThat(events).as("split at %d", split).isEqualTo(whole);
            assertThat(decoder.unfinishedBytes()).isZero();
        }
    }

    @Test
    void aCharacterOfSeveralBytesMayBeSplit() {
        byte[] bytes = "größer\n".getBytes(StandardCharsets.UTF_8);

        assertThat(Decoded.chunks(bytes, 1))
                .isEqualTo(Decoded.chunks(bytes, bytes.length))
                .hasSize(1);
    }

    @Test
    void anUnfinishedLineIsToldByItsLengthAndNotAsAnEvent() {
        List<TraceEvent> events = new ArrayList<>();
        OutputDecoder decoder = new OutputDecoder(events::add);
        byte[] bytes = "{\"type\": \"printf\", \"data\": \"H 1\\n\"}\n{\"typ".getBytes(StandardCharsets.UTF_8);
        decoder.feed(bytes, 0, bytes.length);

        assertThat(events).containsExactly(new Heartbeat(1));
        assertThat(decoder.unfinishedBytes()).isEqualTo(5);
    }

    private static long count(List<TraceEvent> events, Class<? extends TraceEvent> type) {
        return events.stream().filter(type::isInstance).count();
    }
}
