package org.vexfs.trace.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.event.CustomMaps;
import org.vexfs.trace.event.CustomMarker;
import org.vexfs.trace.event.CustomText;
import org.vexfs.trace.event.LineTag;
import org.vexfs.trace.event.MapValue;
import org.vexfs.trace.event.MarkerEnd;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.event.Unknown;

/** The output of a program with a user's script, as bpftrace 0.23.2 and 0.27 print it. */
class CustomDecodingTests {

    private static final String TAG = "0123456789abcdef";
    private static final String MARKER = "vx5venwd0000001";

    @Test
    void whatLooksLikeALineOfTheLibrarysButHasNoTagIsTheScripts() {
        assertThat(decode("{\"type\": \"printf\", \"data\": \"Z " + MARKER + "\\n\"}"))
                .containsExactly(new CustomText("Z " + MARKER + "\n", true));
    }

    @Test
    void textThatIsNotAsciiIsMended() {
        assertThat(decode("{\"type\": \"printf\", \"data\": \"\\uffffffe2\\uffffff82\\uffffffac \\\\uffffffc3\\n\"}"))
                .containsExactly(new CustomText("\u20ac \\uffffffc3\n", true));
    }

    @Test
    void aMarkerHasTheMapsOfBothVersions() {
        assertThat(decode(
                        marker(),
                        "{\"type\": \"map\", \"data\": {\"@big\": \"18446744073709551615\"}}",
                        "{\"type\": \"map\", \"data\": {\"@tup\": {\"1,x\": [1,\"b\"]}}}",
                        "{\"type\": \"hist\", \"data\": {\"@h\": [{\"max\": -1, \"count\": 2}, {\"min\": 4, \"max\": 7, \"count\": 0}]}}",
                        "{\"type\": \"stats\", \"data\": {\"@s\": {\"7\": {\"count\": 1, \"average\": 4, \"total\": 4}}}}",
                        end()))
                .containsExactly(
                        new CustomMarker(5, 6, 7, MARKER, 3, 0),
                        new CustomMaps(
                                MARKER,
                                Map.of(
                                        "@big", new MapValue.Number(-1),
                                        "@tup",
                                                new MapValue.Keyed(Map.of(
                                                        "1,x",
                                                        new MapValue.Tuple(List.of(
                                                                new MapValue.Number(1), new MapValue.Text("b"))))),
                                        "@h",
                                                new MapValue.Histogram(
                                                        List.of(new MapValue.Bucket(Long.MIN_VALUE, -1, 2))),
                                        "@s", new MapValue.Keyed(Map.of("7", new MapValue.Stats(1, 4, 4)))),
                                true),
                        new MarkerEnd(MARKER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"printf\", \"data\": \"0123456789abcdef H 9999999999999999999\\n\"}",
                "{\"type\": \"printf\", \"data\": \"0123456789abcdef C 9999999999999999999 6 7 vx5venwd0000001 3\\n\"}",
                "{\"type\": \"hist\", \"data\": {\"@h\": [{\"min\": 4, \"max\": \"seven\", \"count\": 1}]}}",
                "{\"type\": \"stats\", \"data\": {\"@s\": {\"count\": \"many\", \"average\": 4, \"total\": 4}}}",
            })
    void numbersThatAreNoneMakeALineThatCannotBeRead(String line) {
        assertThat(decode(line)).containsExactly(new Unknown(line));
    }

    @Test
    void aMapThatCameTwiceMakesTheReadingUnclear() {
        assertThat(decode(
                        marker(),
                        "{\"type\": \"map\", \"data\": {\"@a\": {\"1\": 1, \"2\": 2}}}",
                        "{\"type\": \"map\", \"data\": {\"@a\": {\"2\": 2}}}",
                        end()))
                .filteredOn(CustomMaps.class::isInstance)
                .singleElement()
                .extracting(maps -> ((CustomMaps) maps).clear())
                .isEqualTo(false);
    }

    @Test
    void keysThatArePrintedAlikeAreUnclear() {
        assertThat(decode(marker(), "{\"type\": \"map\", \"data\": {\"@a\": {\"hit3\": 1, \"hit3\": 2}}}", end()))
                .filteredOn(CustomMaps.class::isInstance)
                .singleElement()
                .extracting(maps -> ((CustomMaps) maps).values().get("@a"))
                .isInstanceOf(MapValue.Unclear.class);
    }

    private static String marker() {
        return "{\"type\": \"printf\", \"data\": \"" + TAG + " C 5 6 7 " + MARKER + " 3\\n\"}";
    }

    private static String end() {
        return "{\"type\": \"printf\", \"data\": \"" + TAG + " Z " + MARKER + "\\n\"}";
    }

    private static List<TraceEvent> decode(String... lines) {
        List<TraceEvent> events = new ArrayList<>();
        OutputDecoder decoder = new OutputDecoder(events::add);
        decoder.expectCustom(new LineTag(TAG));
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        decoder.feed(bytes, 0, bytes.length);
        return events;
    }
}
