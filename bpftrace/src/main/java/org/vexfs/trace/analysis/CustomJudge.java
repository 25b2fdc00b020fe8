package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.vexfs.trace.event.CustomMap;
import org.vexfs.trace.event.CustomMaps;
import org.vexfs.trace.event.CustomMarker;
import org.vexfs.trace.event.CustomText;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.TraceEvent;
import org.vexfs.trace.event.Unknown;

/** Judges what a user's script told between two markers, and whether it is all. */
public final class CustomJudge {

    /** What a script may well do: to delete what is not there, or to read it as 0. */
    private static final Set<String> HARMLESS = Set.of("map_delete_elem", "map_lookup_elem", "map_lookup_percpu_elem");

    private static final String RUN_AGAIN = "run the test again";

    private final String start;
    private final String end;
    private final List<Gap> gaps = new ArrayList<>();
    private final StringBuilder printed = new StringBuilder();
    private final Map<String, Long> complaints = new LinkedHashMap<>();
    private Optional<CustomMaps> before = Optional.empty();
    private Optional<CustomMaps> now = Optional.empty();
    private Optional<CustomMarker> first = Optional.empty();
    private Optional<CustomMarker> last = Optional.empty();
    private final Set<String> present = new TreeSet<>();
    private final Set<String> vanished = new TreeSet<>();
    private long lost;
    private long unreadable;
    private boolean started;
    private boolean ended;

    private CustomJudge(String start, String end) {
        this.start = start;
        this.end = end;
    }

    /**
     * Judges a window.
     *
     * @param events what the trace told from before the window's beginning until now
     * @param start the name of the marker that began it
     * @param end the name of the marker up to which to tell; the maps came with it
     * @param maps the script's maps
     * @param missed how many runs of the script's programs the kernel skipped meanwhile; {@link Missed#UNKNOWN} if it does
     *     not tell
     * @param death how the trace ended, if it ended before the window did
     */
    public static CustomJudgement judge(
            List<TraceEvent> events,
            String start,
            String end,
            List<CustomMap> maps,
            long missed,
            Optional<String> death) {
        CustomJudge judge = new CustomJudge(start, end);
        events.forEach(judge::accept);
        judge.findGaps(maps, missed, death);
        return new CustomJudgement(
                judge.lines(),
                new MapReadings(
                        maps,
                        judge.before.map(CustomMaps::values).orElse(Map.of()),
                        judge.now.map(CustomMaps::values).orElse(Map.of())),
                judge.gaps);
    }

    private void accept(TraceEvent event) {
        if (event instanceof CustomMarker marker) {
            if (marker.name().equals(start)) {
                first = Optional.of(marker);
            } else if (marker.name().equals(end)) {
                last = Optional.of(marker);
            }
            started |= marker.name().equals(start);
            ended |= started && marker.name().equals(end);
        } else if (event instanceof CustomMaps maps) {
            if (started) {
                vanished.addAll(present);
                vanished.removeAll(maps.values().keySet());
                present.addAll(maps.values().keySet());
            }
            before = maps.marker().equals(start) ? Optional.of(maps) : before;
            now = maps.marker().equals(end) ? Optional.of(maps) : now;
        } else if (event instanceof CustomText text && started && !ended) {
            printed.append(text.text());
        } else if (started && event instanceof Loss loss) {
            if (loss.records() > 0) {
                lost += loss.records();
            } else if (HARMLESS.stream().noneMatch(helper -> loss.what().endsWith("(" + helper + ")"))) {
                complaints.merge(loss.what(), 1L, Long::sum);
            }
        } else if (started && event instanceof Unknown) {
            unreadable++;
        }
    }

    /** What a text leaves of its line for a later one to end counts as a line until then. */
    private List<String> lines() {
        return printed.toString().lines().toList();
    }

    private void findGaps(List<CustomMap> maps, long missed, Optional<String> death) {
        gap(death.isPresent(), "the trace ended within the window: " + death.orElse(""), "see why it ended");
        long unseen = unseen();
        gap(
                unseen != 0,
                unseen + " lines of the script's were lost on their way from the kernel",
                "let the script print less, or raise bpftrace.ring_pages (perf_rb_pages in a config block of its own)");
        gap(
                lost > 0,
                lost + " records were lost on their way from the kernel",
                "let the script print less, or raise bpftrace.ring_pages");
        complaints.forEach((what, times) -> gap(
                true,
                "bpftrace says of the script, " + times + (times == 1 ? " time: " : " times: ") + what,
                what.startsWith("Map full") ? "raise max_map_keys in the script's config block" : "mend the script"));
        gap(unreadable > 0, unreadable + " lines of bpftrace's output cannot be read", "see them in the capture");
        gap(
                missed < 0,
                "the kernel does not tell whether it skipped runs of the script's programs",
                "see that /proc/PID/fdinfo of bpftrace can be read");
        gap(
                missed > 0,
                "the kernel skipped " + missed + " runs of the script's programs, which interrupted others",
                "probe what happens less often, or " + RUN_AGAIN);
        maps.stream()
                .filter(map -> map.adds() && vanished.contains(map.name()))
                .forEach(map -> gap(true, "what " + map.name() + " holds did not arrive with each marker", RUN_AGAIN));
        boolean hasMaps = !maps.isEmpty();
        boolean known = before.isPresent() && (now.isPresent() || death.isPresent());
        gap(hasMaps && !known, "the script's maps did not arrive", RUN_AGAIN);
        boolean clear = before.map(CustomMaps::clear).orElse(true)
                && now.map(CustomMaps::clear).orElse(true);
        gap(
                hasMaps && !clear,
                "the script printed its maps itself whenever they were read, so which reading is whole is not known",
                "let it print them less often");
    }

    /** Gives how many of the texts that the kernel side counted have not arrived. */
    private long unseen() {
        return first.isEmpty() || last.isEmpty()
                ? 0
                : last.get().printed()
                        - first.get().printed()
                        - (last.get().received() - first.get().received());
    }

    private void gap(boolean there, String cause, String remedy) {
        if (there) {
            gaps.add(new Gap(cause, remedy));
        }
    }
}
