package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.event.CustomMap;
import org.vexfs.trace.event.CustomMaps;
import org.vexfs.trace.event.CustomMarker;
import org.vexfs.trace.event.CustomText;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.MapValue;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.event.Unknown;

class CustomJudgeTests {

    private static final String START = "vx00000c0000000";
    private static final String END = "vx00000c0000001";
    private static final CustomMap OPENS = new CustomMap("@opens", true);

    private final List<TraceEvent> events = new ArrayList<>();
    private List<CustomMap> maps = List.of();
    private long missed;
    private Optional<String> death = Optional.empty();

    @Test
    void whatTheScriptPrintedBetweenTheMarkersIsTold() {
        events(text("before\n"), start(1), text("one\n"), text("two\n"), end(3), text("after\n"));

        CustomJudgement judgement = judged();

        assertThat(judgement.lines()).containsExactly("one", "two");
        assertThat(judgement.gaps()).isEmpty();
        assertThat(judgement.completeness()).isEqualTo(Verdict.PASSED);
    }

    @Test
    void theEndOfAnotherWindowIsNotThisOnes() {
        events(end(0), start(0), text("one\n"), marker("vx00000c0000002", 1, 1), text("two\n"), end(2));

        assertThat(judged().lines()).containsExactly("one", "two");
    }

    @Test
    void aLineThatIsPrintedInPiecesIsOne() {
        events(start(0), text("o"), text("ne\ntw"), text("o"), end(3));

        assertThat(judged().lines()).containsExactly("one", "two");
    }

    @Test
    void whatTheKernelSideCountedAndDidNotArriveIsMissing() {
        events(marker(START, 10, 9), text("one\n"), marker(END, 14, 10));

        assertThat(causes()).containsExactly("3 lines of the script's were lost on their way from the kernel");
        assertThat(judged().completeness()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void howMuchIsMissingIsNotKnownWithoutTheMarkerOfTheEnd() {
        events(marker(START, 10, 10), marker("vx00000c0000002", 14, 10));
        death = Optional.of("bpftrace was killed");

        assertThat(causes()).containsExactly("the trace ended within the window: bpftrace was killed");
    }

    @Test
    void recordsThatBpftraceLostInTheWindowAreMissing() {
        events(new Loss(100, "lost"), start(0), new Loss(2, "lost"), new Loss(3, "lost"), end(0));

        assertThat(causes()).containsExactly("5 records were lost on their way from the kernel");
    }

    @Test
    void whatBpftraceComplainsOfIsToldOnceWithHowOften() {
        events(
                new Loss(0, "Bad address (probe_read_user_str)"),
                start(0),
                new Loss(0, "Bad address (probe_read_user_str)"),
                new Loss(0, "Map full; can't update element"),
                new Loss(0, "Bad address (probe_read_user_str)"),
                end(0));

        assertThat(judged().gaps())
                .containsExactly(
                        new Gap(
                                "bpftrace says of the script, 2 times: Bad address (probe_read_user_str)",
                                "mend the script"),
                        new Gap(
                                "bpftrace says of the script, 1 time: Map full; can't update element",
                                "raise max_map_keys in the script's config block"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"map_delete_elem", "map_lookup_elem", "map_lookup_percpu_elem"})
    void toDeleteOrReadWhatIsNotThereIsNoComplaint(String helper) {
        events(start(0), new Loss(0, "No such file or directory (" + helper + ")"), end(0));

        assertThat(causes()).isEmpty();
    }

    @Test
    void linesThatCannotBeReadAreMissing() {
        events(new Unknown("?"), start(0), new Unknown("?"), new Unknown("?"), end(0));

        assertThat(causes()).containsExactly("2 lines of bpftrace's output cannot be read");
    }

    @Test
    void runsThatTheKernelSkippedAreMissing() {
        events(start(0), end(0));
        missed = 4;

        assertThat(causes())
                .containsExactly("the kernel skipped 4 runs of the script's programs, which interrupted others");
    }

    @Test
    void aKernelThatDoesNotTellWhatItSkippedLeavesAGap() {
        events(start(0), end(0));
        missed = Missed.UNKNOWN;

        assertThat(causes())
                .containsExactly("the kernel does not tell whether it skipped runs of the script's programs");
    }

    @Test
    void whatCameToAMapIsWhatItHoldsAtTheEndLessWhatItHeldBefore() {
        maps = List.of(OPENS);
        events(holding(START, 3), start(0), holding(END, 10), end(0));

        CustomJudgement judgement = judged();

        assertThat(judgement.maps().value("@opens")).isEqualTo(new MapValue.Number(10));
        assertThat(judgement.maps().change("@opens")).isEqualTo(new MapValue.Number(7));
        assertThat(judgement.gaps()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {START, END})
    void mapsThatDidNotArriveWithBothMarkersAreMissing(String arrived) {
        maps = List.of(OPENS);
        events(start(0), holding(arrived, 3), end(0));

        assertThat(causes()).containsExactly("the script's maps did not arrive");
    }

    @Test
    void aTraceThatEndedInTheWindowOwesNoMapsOfItsEnd() {
        maps = List.of(OPENS);
        events(start(0), holding(START, 3));
        death = Optional.of("bpftrace was killed");

        assertThat(causes()).containsExactly("the trace ended within the window: bpftrace was killed");
    }

    @Test
    void aMapToWhichTheScriptOnlyAddsDoesNotVanish() {
        maps = List.of(OPENS);
        events(start(0), holding(START, 3), new CustomMaps(END, Map.of(), true), end(0));

        assertThat(causes()).containsExactly("what @opens holds did not arrive with each marker");
    }

    @Test
    void aMapThatTheScriptEmptiesMayVanish() {
        maps = List.of(new CustomMap("@opens", false));
        events(start(0), holding(START, 3), new CustomMaps(END, Map.of(), true), end(0));

        assertThat(causes()).isEmpty();
    }

    @Test
    void aMapThatIsStillThereDidNotVanish() {
        maps = List.of(OPENS);
        events(start(0), holding(START, 3), holding("vx00000c0000002", 5), holding(END, 10), end(0));

        assertThat(causes()).isEmpty();
    }

    @Test
    void mapsThatTheScriptPrintedItselfAtAMarkerAreNotKnownToBeWhole() {
        maps = List.of(OPENS);
        String cause =
                "the script printed its maps itself whenever they were read, so which reading is whole is not known";
        events(start(0), holding(START, 3, false), holding(END, 10, true), end(0));
        assertThat(causes()).containsExactly(cause);

        events.clear();
        events(start(0), holding(START, 3, true), holding(END, 10, false), end(0));
        assertThat(causes()).containsExactly(cause);
    }

    private void events(TraceEvent... told) {
        events.addAll(Arrays.asList(told));
    }

    private CustomJudgement judged() {
        return CustomJudge.judge(events, START, END, maps, missed, death);
    }

    private List<String> causes() {
        return judged().gaps().stream().map(Gap::cause).toList();
    }

    /** A marker where all texts that were counted have arrived. */
    private static CustomMarker start(long printed) {
        return marker(START, printed, printed);
    }

    private static CustomMarker end(long printed) {
        return marker(END, printed, printed);
    }

    private static CustomMarker marker(String name, long printed, long received) {
        return new CustomMarker(1_000, TracedModule.PID, TracedModule.TID, name, printed, received);
    }

    private static CustomText text(String text) {
        return new CustomText(text, true);
    }

    private static CustomMaps holding(String marker, long opens) {
        return holding(marker, opens, true);
    }

    private static CustomMaps holding(String marker, long opens, boolean clear) {
        return new CustomMaps(marker, Map.of("@opens", new MapValue.Number(opens)), clear);
    }
}
