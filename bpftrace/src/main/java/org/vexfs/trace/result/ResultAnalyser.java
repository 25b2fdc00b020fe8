package org.vexfs.trace.result;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.vexfs.trace.analysis.KernelWarning;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.config.UsageSettings;
import org.vexfs.trace.result.Analysis.Slow;

/**
 * Takes the events of results, one after the other, and says what they came to. What it keeps does not grow with their number,
 * only with that of the places they name, and that is bounded.
 */
public final class ResultAnalyser {

    private static final int MOST_LISTED = 10;
    private static final int MOST_PLACES = 10_000;
    private static final int MOST_FINDINGS = 100;
    private static final int SAMPLES = 3;
    private static final int DIGITS = 3;

    /** What beyond the bound on places is called. */
    private static final String OTHERS = "others";

    /** Words that say how an event went; the others say what it is. */
    private static final Set<String> HOW = Set.of("COMPLETE", "ERROR", "SLOW", "HIT", "MISS");

    private final OperationSettings settings;
    private final UsageSettings usage;
    private final List<String> files = new ArrayList<>();
    /** By the words of their lines, of which there are few, though files of another tool may have any. */
    private final Map<List<String>, Long> types = new HashMap<>();

    private final Map<String, Calls> functions = new HashMap<>();
    private final Map<String, Failures> failures = new HashMap<>();
    private final Map<String, Places> places = new HashMap<>();
    private final PriorityQueue<Slow> slowest = new PriorityQueue<>(Comparator.comparingLong(Slow::nanos));
    private final List<String> findings = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private final Map<String, Places> held = new HashMap<>();
    private final FoundKinds kinds = new FoundKinds();
    private long entries;
    private long addedUp;
    private long lost;
    private long hits;
    private long misses;
    private long waits;
    private long slowWaits;
    private long waited;
    private long longestWait;
    private String longestWaitAt = "";
    private long allocations;
    private long allocatedBytes;
    private long failedAllocations;
    private long frees;

    /**
     * Begins.
     *
     * @param settings what is slow, and when something is conspicuous
     * @param usage what of memory is told
     */
    public ResultAnalyser(OperationSettings settings, UsageSettings usage) {
        this.settings = settings;
        this.usage = usage;
    }

    /** Takes note of a file that is read. */
    public void file(String name) {
        files.add(name);
    }

    /**
     * Takes note of calls that were added up in the kernel.
     *
     * @param failed whether any of the function's calls failed
     * @param slow whether any was slow
     */
    void addedUp(long calls, boolean failed, boolean slow) {
        addedUp += calls;
        kinds.add(FindingKind.ERRORS, failed);
        kinds.add(FindingKind.SLOW, slow);
    }

    /** Takes note of events that were lost. */
    public void lost(long events) {
        lost += events;
    }

    /** Takes note of something that a trace may have missed, as a sentence without its full stop. */
    public void gap(String cause) {
        if (gaps.size() < MOST_FINDINGS) {
            gaps.add(cause);
        }
    }

    /** Takes note of what the kernel complained of. */
    void warning(KernelWarning warning) {
        report("KERNEL", warning.headline());
    }

    /** Takes note of a free of what nobody gave out. */
    void invalidFree(String place, String reason) {
        report("FREE", ResultReport.INVALID_FREE + place + ": " + reason);
    }

    private void report(String word, String text) {
        accept(new ResultEntry("", "", List.of(word, "ERROR"), "", OptionalLong.empty(), "", Map.of(), text));
    }

    /** Takes note of an object that was still held when its trace ended. */
    public void held(String place, long bytes) {
        if (!usage.tracking().leaks()) {
            return;
        }
        Places holder = held.computeIfAbsent(bounded(held, place), same -> new Places());
        holder.allocations++;
        holder.bytes += bytes;
    }

    /** Takes an event, or a line of a report. */
    public void accept(ResultEntry entry) {
        kinds.accept(entry);
        if (!entry.isToldWith(usage.tracking())) {
            return;
        }
        if (entry.subject().isEmpty()) {
            find(entry.toString());
            return;
        }
        entries++;
        types.merge(
                types.containsKey(entry.words()) || types.size() < MOST_PLACES ? entry.words() : List.of(OTHERS),
                1L,
                Long::sum);
        if (entry.is("ERROR")) {
            fail(entry);
        }
        if (entry.is("ALERT")) {
            return; // It is made of what other lines tell, and a hint alone.
        }
        if (entry.is("LEAK")) {
            find(entry.toString());
        } else if (entry.is("ALLOC")) {
            allocation(entry);
        } else if (entry.is("FREE")) {
            frees++;
        } else if (entry.is("WAIT") && entry.nanos().isPresent()) {
            waited(entry, entry.nanos().getAsLong());
        } else if (entry.nanos().isPresent() && !entry.place().isEmpty()) {
            call(entry, entry.nanos().getAsLong());
        }
    }

    private static String type(List<String> words) {
        return words.stream().filter(word -> !HOW.contains(word)).collect(Collectors.joining(" "));
    }

    private void find(String finding) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(finding);
        }
    }

    private void fail(ResultEntry entry) {
        String place = entry.place().isEmpty() ? type(entry.words()) : entry.place();
        String key = bounded(failures, place + " " + entry.error());
        Failures failed = failures.computeIfAbsent(key, same -> new Failures(place, entry.error()));
        failed.count++;
        if (failed.samples.size() < SAMPLES) {
            failed.samples.add(entry.toString());
        }
        if (entry.is("FREE") || entry.is("KERNEL")) {
            find(entry.toString());
        }
    }

    private void allocation(ResultEntry entry) {
        long bytes = entry.amounts().getOrDefault("bytes", 0L);
        if (entry.is("ERROR")) {
            failedAllocations++;
            return;
        }
        allocations++;
        allocatedBytes += bytes;
        Places place = places.computeIfAbsent(bounded(places, entry.place()), same -> new Places());
        place.allocations++;
        place.bytes += bytes;
    }

    private void waited(ResultEntry entry, long nanos) {
        waits++;
        waited += nanos;
        if (entry.is("SLOW")) {
            slowWaits++;
        }
        if (nanos > longestWait) {
            longestWait = nanos;
            longestWaitAt = entry.place();
        }
    }

    private void call(ResultEntry entry, long nanos) {
        Calls calls = functions.computeIfAbsent(bounded(functions, entry.place()), same -> new Calls());
        calls.latency.recordValue(nanos);
        calls.total += nanos;
        calls.max = Math.max(calls.max, nanos);
        calls.errors += entry.is("ERROR") ? 1 : 0;
        calls.slow += entry.is("SLOW") ? 1 : 0;
        hits += entry.is("HIT") ? 1 : 0;
        misses += entry.is("MISS") ? 1 : 0;
        if (slowest.size() < MOST_LISTED || nanos > slowest.peek().nanos()) {
            slowest.add(new Slow(entry.place(), nanos, entry.toString()));
            if (slowest.size() > MOST_LISTED) {
                slowest.poll();
            }
        }
    }

    private static String bounded(Map<String, ?> known, String place) {
        return known.containsKey(place) || known.size() < MOST_PLACES ? place : OTHERS;
    }

    /** Gives what all of it came to. */
    public Analysis analysis() {
        Map<String, Long> byType = new HashMap<>();
        types.forEach((words, number) -> byType.merge(type(words), number, Long::sum));
        Map<String, Long> sorted = new LinkedHashMap<>();
        byType.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(type -> sorted.put(type.getKey(), type.getValue()));
        Analysis found = new Analysis(
                List.copyOf(files),
                entries,
                addedUp,
                lost,
                sorted,
                functions.entrySet().stream()
                        .map(entry -> entry.getValue().figures(entry.getKey()))
                        .sorted(Comparator.comparingLong(Analysis.Function::total)
                                .reversed()
                                .thenComparing(Analysis.Function::name))
                        .toList(),
                failures.values().stream()
                        .map(Failures::figures)
                        .sorted(Comparator.comparingLong(Analysis.Failure::count)
                                .reversed()
                                .thenComparing(Analysis.Failure::place))
                        .toList(),
                slowest.stream()
                        .filter(call -> call.nanos() >= settings.slow().toNanos())
                        .sorted(Comparator.comparingLong(Slow::nanos).reversed())
                        .toList(),
                new Analysis.Cache(hits, misses),
                new Analysis.Locks(waits, slowWaits, waited, longestWait, longestWaitAt),
                new Analysis.Memory(
                        allocations,
                        allocatedBytes,
                        failedAllocations,
                        frees,
                        mostBytes(places),
                        mostBytes(held),
                        Stream.of(
                                        usage.tracking().allocations() ? "" : "allocations",
                                        usage.tracking().deallocations() ? "" : "frees",
                                        usage.tracking().leaks() ? "" : "leaks")
                                .filter(what -> !what.isEmpty())
                                .toList()),
                List.copyOf(gaps),
                List.copyOf(findings),
                found(),
                List.of());
        return found.with(new Recommendations(settings, usage).of(found));
    }

    /** What is held in a trace that missed something, may have been freed. */
    private Set<FindingKind> found() {
        kinds.add(FindingKind.LEAKS, !held.isEmpty() && lost == 0 && gaps.isEmpty());
        return kinds.kinds();
    }

    private static List<Analysis.Place> mostBytes(Map<String, Places> places) {
        return places.entrySet().stream()
                .map(entry -> entry.getValue().figures(entry.getKey()))
                .sorted(Comparator.comparingLong(Analysis.Place::bytes)
                        .reversed()
                        .thenComparing(Analysis.Place::place))
                .limit(MOST_LISTED)
                .toList();
    }

    private static final class Calls {

        private final Histogram latency = new Histogram(DIGITS);
        private long total;
        private long max;
        private long errors;
        private long slow;

        Analysis.Function figures(String name) {
            return new Analysis.Function(
                    name,
                    latency.getTotalCount(),
                    errors,
                    slow,
                    total,
                    latency.getValueAtPercentile(50),
                    latency.getValueAtPercentile(99),
                    max);
        }
    }

    private static final class Failures {

        private final String place;
        private final String error;
        private final List<String> samples = new ArrayList<>();
        private long count;

        Failures(String place, String error) {
            this.place = place;
            this.error = error;
        }

        Analysis.Failure figures() {
            return new Analysis.Failure(place, error, count, List.copyOf(samples));
        }
    }

    private static final class Places {

        private long allocations;
        private long bytes;

        Analysis.Place figures(String place) {
            return new Analysis.Place(place, allocations, bytes);
        }
    }
}
