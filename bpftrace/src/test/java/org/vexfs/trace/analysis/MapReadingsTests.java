package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.vexfs.trace.event.CustomMap;
import org.vexfs.trace.event.MapValue;
import org.vexfs.trace.event.MapValue.Absent;
import org.vexfs.trace.event.MapValue.Bucket;
import org.vexfs.trace.event.MapValue.Histogram;
import org.vexfs.trace.event.MapValue.Keyed;
import org.vexfs.trace.event.MapValue.Number;
import org.vexfs.trace.event.MapValue.Stats;
import org.vexfs.trace.event.MapValue.Text;
import org.vexfs.trace.event.MapValue.Unclear;

class MapReadingsTests {

    private static final String MAP = "@opens";
    private static final Unclear UNCLEAR = new Unclear("@opens has a key twice. What to do: give it other keys");

    @Test
    void theValueIsWhatAMapHoldsNow() {
        assertThat(readings(number(3), number(10)).value(MAP)).isEqualTo(number(10));
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("a count", number(3), number(10), number(7)),
                Arguments.of("a number that fell", number(10), number(3), number(-7)),
                Arguments.of("a number that passed 2^63", number(Long.MAX_VALUE), number(Long.MIN_VALUE), number(1)),
                Arguments.of("nothing came", number(3), number(3), number(0)),
                Arguments.of("stats", new Stats(2, 5, 10), new Stats(5, 8, 40), new Stats(3, 10, 30)),
                Arguments.of(
                        "stats to which nothing came", new Stats(2, 5, 10), new Stats(2, 5, 10), new Stats(0, 0, 0)),
                Arguments.of(
                        "a histogram",
                        histogram(new Bucket(0, 7, 2), new Bucket(8, 15, 1)),
                        histogram(new Bucket(0, 7, 2), new Bucket(8, 15, 4), new Bucket(16, 31, 1)),
                        histogram(new Bucket(8, 15, 3), new Bucket(16, 31, 1))),
                Arguments.of(
                        "the open ends of a histogram",
                        histogram(new Bucket(Long.MIN_VALUE, -1, 1), new Bucket(100, Long.MAX_VALUE, 5)),
                        histogram(new Bucket(Long.MIN_VALUE, -1, 3), new Bucket(100, Long.MAX_VALUE, 5)),
                        histogram(new Bucket(Long.MIN_VALUE, -1, 2))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void theChangeIsWhatCameToAMap(String what, MapValue before, MapValue now, MapValue change) {
        assertThat(readings(before, now).change(MAP)).isEqualTo(change);
    }

    @Test
    void ofAMapWithKeysOnlyThoseAreToldToWhichSomethingCame() {
        MapValue before = keyed("java", number(1), "bash", number(2), "empty", new Stats(1, 4, 4));
        MapValue now = keyed("java", number(5), "bash", number(2), "empty", new Stats(1, 4, 4), "new", number(9));

        assertThat(readings(before, now).change(MAP)).isEqualTo(keyed("java", number(4), "new", number(9)));
    }

    @Test
    void ofKeysThatHoldHistogramsTheBucketsAreTold() {
        MapValue before = keyed("668,bash", histogram(new Bucket(0, 0, 1)), "1,init", histogram(new Bucket(0, 0, 1)));
        MapValue now = keyed("668,bash", histogram(new Bucket(0, 0, 4)), "1,init", histogram(new Bucket(0, 0, 1)));

        assertThat(readings(before, now).change(MAP)).isEqualTo(keyed("668,bash", histogram(new Bucket(0, 0, 3))));
    }

    @Test
    void aKeyThatWasThereAndIsGoneIsNotTold() {
        assertThat(readings(keyed("java", number(1)), keyed()).change(MAP)).isEqualTo(keyed());
    }

    @Test
    void whatAMapHoldsThatWasEmptyBeforeAllCameInTheWindow() {
        assertThat(of(Map.of(), Map.of(MAP, number(7))).change(MAP)).isEqualTo(number(7));
        assertThat(of(Map.of(), Map.of(MAP, keyed("java", number(7))))
                        .change(MAP)
                        .at("java"))
                .isEqualTo(number(7));
    }

    @Test
    void aMapThatHoldsNothingReadsAsNothing() {
        MapReadings readings = of(Map.of(), Map.of());

        assertThat(readings.value(MAP)).isEqualTo(new Absent());
        assertThat(readings.change(MAP)).isEqualTo(new Absent());
        assertThat(readings.change(MAP).number()).isZero();
        assertThat(readings.change(MAP).at("java").count()).isZero();
    }

    @Test
    void aMapWhoseReadingDidNotArriveIsNotTakenForOneThatWasEmptied() {
        assertThatIllegalStateException()
                .isThrownBy(() -> of(Map.of(MAP, number(3)), Map.of()).change(MAP));
    }

    @Test
    void whatCannotBeToldStaysThatWheneverItWasRead() {
        assertThat(readings(number(3), UNCLEAR).change(MAP)).isEqualTo(UNCLEAR);
        assertThat(readings(UNCLEAR, number(3)).change(MAP)).isEqualTo(UNCLEAR);
        assertThatIllegalStateException()
                .isThrownBy(() -> readings(number(3), UNCLEAR).change(MAP).number())
                .withMessage(UNCLEAR.why());
    }

    @Test
    void ofAKeyThatCannotBeToldTheOthersAreToldAllTheSame() {
        MapValue change = readings(
                        keyed("java", number(1), "bash", number(1)), keyed("java", UNCLEAR, "bash", number(3)))
                .change(MAP);

        assertThat(change.at("bash").number()).isEqualTo(2);
        assertThat(change.at("java")).isEqualTo(UNCLEAR);
    }

    @Test
    void valuesOfTwoKindsHaveNoDifference() {
        assertThatIllegalStateException()
                .isThrownBy(() -> readings(number(1), new Text("java")).change(MAP))
                .withMessageStartingWith("what came to a map cannot be told from Number[value=1] and Text[value=java]");
    }

    @Test
    void whatCameToAMapThatIsAssignedToIsNotKnownAndWhatToDoIsSaid() {
        MapReadings readings =
                new MapReadings(List.of(new CustomMap(MAP, false)), Map.of(MAP, number(1)), Map.of(MAP, number(2)));

        assertThat(readings.value(MAP)).isEqualTo(number(2));
        assertThatIllegalStateException()
                .isThrownBy(() -> readings.change(MAP))
                .withMessageContaining("what came to @opens in the window is not known")
                .withMessageContaining("Remedy: ask for value(\"@opens\")");
    }

    @Test
    void aMapThatTheScriptDoesNotHaveIsReportedWithThoseThatItHas() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(Map.of(), Map.of()).value("@closes"))
                .withMessage("the script has no map '@closes'; it has @opens");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MapReadings(List.of(), Map.of(), Map.of()).change("@closes"))
                .withMessage("the script has no map '@closes'; it has none");
    }

    @Test
    void mapsAreNamedInTheOrderOfTheScript() {
        MapReadings readings =
                new MapReadings(List.of(new CustomMap("@z", true), new CustomMap("@a", true)), Map.of(), Map.of());

        assertThat(readings.names()).containsExactly("@z", "@a");
    }

    private static MapReadings readings(MapValue before, MapValue now) {
        return of(Map.of(MAP, before), Map.of(MAP, now));
    }

    private static MapReadings of(Map<String, MapValue> before, Map<String, MapValue> now) {
        return new MapReadings(List.of(new CustomMap(MAP, true)), before, now);
    }

    private static Number number(long value) {
        return new Number(value);
    }

    private static Histogram histogram(Bucket... buckets) {
        return new Histogram(List.of(buckets));
    }

    private static Keyed keyed(Object... entries) {
        Map<String, MapValue> values = new LinkedHashMap<>();
        for (int i = 0; i < entries.length; i += 2) {
            values.put((String) entries[i], (MapValue) entries[i + 1]);
        }
        return new Keyed(values);
    }
}
