package org.vexfs.trace.analysis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What grows while the same thing is done again and again.
 *
 * <p>A place grows if more of its objects are held at the end of each third of the iterations than at that third's
 * beginning. What is allocated once, however late, rises in one third; a cache that is full does not rise at all.
 */
public final class LeakGrowth {

    /** The least number of iterations: one for each third. */
    public static final int FEWEST_ITERATIONS = 3;

    private final int iterations;
    private final List<Growing> growing;

    private LeakGrowth(int iterations, List<Growing> growing) {
        this.iterations = iterations;
        this.growing = List.copyOf(growing);
    }

    /**
     * A place that grows.
     *
     * @param last what it holds after the last iteration; of several parts of the kernel, the one with most bytes
     * @param held how many objects it held before the first iteration and after each
     * @param objectsPerIteration how many more there are with each iteration, on average
     * @param bytesPerIteration their bytes
     */
    public record Growing(Leak last, List<Long> held, double objectsPerIteration, double bytesPerIteration) {

        public Growing {
            held = List.copyOf(held);
        }
    }

    /**
     * Decides what grows.
     *
     * @param samples what was held before the first iteration and after each
     * @throws IllegalArgumentException if there are fewer than {@link #FEWEST_ITERATIONS} iterations
     */
    public static LeakGrowth of(List<List<Leak>> samples) {
        int iterations = samples.size() - 1;
        if (iterations < FEWEST_ITERATIONS) {
            throw new IllegalArgumentException(
                    samples.size() + " samples; expected at least " + (FEWEST_ITERATIONS + 1));
        }
        List<Map<Place, Held>> bySample =
                samples.stream().map(LeakGrowth::byPlace).toList();
        List<Growing> growing = new ArrayList<>();
        bySample.get(iterations).forEach((place, last) -> {
            List<Held> held = bySample.stream()
                    .map(sample -> sample.getOrDefault(place, new Held(last.leak(), 0, 0)))
                    .toList();
            if (risesInEachThird(held)) {
                Held first = held.get(0);
                growing.add(new Growing(
                        last.leak(),
                        held.stream().map(Held::objects).toList(),
                        (last.objects() - first.objects()) / (double) iterations,
                        (last.bytes() - first.bytes()) / (double) iterations));
            }
        });
        return new LeakGrowth(iterations, growing);
    }

    /**
     * Gives whether the decision rests on a sample, so that what is about to be freed must not count in it: those between
     * two thirds, and the first and the last.
     *
     * @param sample 0 for the one before the first iteration
     */
    public static boolean restsOn(int sample, int iterations) {
        return sample == 0 || sample == iterations / 3 || sample == iterations * 2 / 3 || sample == iterations;
    }

    private static boolean risesInEachThird(List<Held> held) {
        long before = Long.MIN_VALUE;
        for (int i = 0; i < held.size(); i++) {
            if (restsOn(i, held.size() - 1)) {
                if (held.get(i).objects() <= before) {
                    return false;
                }
                before = held.get(i).objects();
            }
        }
        return true;
    }

    /** Gives how many iterations there were. */
    public int iterations() {
        return iterations;
    }

    /** Gives the places that grow, most bytes first. */
    public List<Growing> growing() {
        return growing;
    }

    /** Gives a judgement without the leaks of places that do not grow, and with a remark on them. */
    public MemoryJudgement of(MemoryJudgement judgement) {
        Set<Place> places = growing.stream()
                .map(place -> Place.of(place.last()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<Boolean, List<Leak>> leaks = judgement.leakFindings().stream()
                .collect(Collectors.partitioningBy(leak -> places.contains(Place.of(leak))));
        List<Leak> steady = leaks.get(false);
        if (steady.isEmpty()) {
            return judgement;
        }
        long objects = steady.stream().mapToLong(Leak::count).sum();
        return judgement.withLeaks(
                leaks.get(true),
                List.of(objects + (objects == 1 ? " object of " : " objects of ")
                        + steady.stream().mapToLong(Leak::bytes).sum()
                        + " bytes retained do not count, because they did not grow over " + iterations
                        + " iterations"));
    }

    private static Map<Place, Held> byPlace(List<Leak> leaks) {
        Map<Place, Held> places = new LinkedHashMap<>();
        leaks.forEach(leak -> places.merge(
                Place.of(leak),
                new Held(leak, leak.count(), leak.bytes()),
                (first, second) ->
                        new Held(first.leak(), first.objects() + second.objects(), first.bytes() + second.bytes())));
        return places;
    }

    /** Without addresses, as those change where the module is loaded anew. */
    private record Place(String site, List<String> stack) {

        static Place of(Leak leak) {
            return new Place(
                    leak.site().function(),
                    leak.stack().stream().map(CallSite::function).toList());
        }
    }

    private record Held(Leak leak, long objects, long bytes) {}
}
