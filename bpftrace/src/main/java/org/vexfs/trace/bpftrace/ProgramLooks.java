package org.vexfs.trace.bpftrace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.Missed;

/**
 * Which of a trace's programs look at allocations and at frees, and so what the runs that the kernel skipped of them may
 * have lost.
 *
 * <p>An event is lost only where every look at it was skipped, so of each group no more can be lost than the look that was
 * skipped least often tells. Frees with two looks count as all seen: measured, RCU callbacks that free make each of the
 * two miss dozens a second, never the same event, and only a hard interrupt that interrupts the second look within a soft
 * interrupt could escape both. Allocations are not given that benefit, because to lose one could hide a leak.
 *
 * @param allocations groups of looks at the same allocations, by their programs' places in the order of loading
 * @param frees the same of frees, where a lost one counts
 */
record ProgramLooks(List<List<Integer>> allocations, List<List<Integer>> frees) {

    private static final Set<String> FREE_FUNCTIONS = Set.of("kvfree_call_rcu", "kmem_cache_free_bulk", "vfree");
    private static final List<String> ALLOCATIONS =
            List.of("kmalloc", "kmem_cache_alloc", "kmalloc_node", "kmem_cache_alloc_node");
    private static final String PERCPU_ALLOCATION = "tracepoint:percpu:percpu_alloc_percpu";
    private static final List<String> FREES = List.of("kfree", "kmem_cache_free");

    /**
     * Finds the looks.
     *
     * @param programs what was loaded, in order
     * @param probes the probes of the script, in order
     */
    static ProgramLooks of(List<LoadedProgram> programs, List<String> probes) {
        // Up to the first kprobe there is one program for each probe, in the same order; of kprobes there may be
        // one for each function or one for many.
        int leading = (int) probes.stream().takeWhile(probe -> !isKprobe(probe)).count();
        Map<String, List<Integer>> byEvent = new LinkedHashMap<>();
        for (int i = 0; i < leading; i++) {
            if (i == programs.size() || !programs.get(i).canServe(probes.get(i))) {
                return ofUnknown(programs);
            }
            byEvent.computeIfAbsent(event(probes.get(i)), event -> new ArrayList<>())
                    .add(i);
        }
        return new ProgramLooks(
                Stream.concat(
                                looksAt(ALLOCATIONS, byEvent).map(looks -> thatCount(looks, programs)),
                                otherAllocations(programs, probes, leading).map(List::of))
                        .toList(),
                Stream.concat(
                                looksAt(FREES, byEvent).filter(looks -> looks.size() == 1),
                                otherFrees(programs, probes, leading).map(List::of))
                        .toList());
    }

    /** Takes each program for one that matters, as what it looks at cannot be told. */
    static ProgramLooks ofUnknown(List<LoadedProgram> programs) {
        List<List<Integer>> each =
                IntStream.range(0, programs.size()).mapToObj(List::of).toList();
        return new ProgramLooks(each, each);
    }

    /** Gives the places of all programs whose skipped runs count. */
    List<Integer> programs() {
        return Stream.concat(allocations.stream(), frees.stream())
                .flatMap(List::stream)
                .distinct()
                .sorted()
                .toList();
    }

    /** Gives what may be lost, of how many runs of the program at each place were skipped. */
    Missed missed(IntToLongFunction skipped) {
        return new Missed(lost(allocations, skipped), lost(frees, skipped));
    }

    private static long lost(List<List<Integer>> groups, IntToLongFunction skipped) {
        return groups.stream()
                .mapToLong(looks ->
                        looks.stream().mapToLong(skipped::applyAsLong).min().orElse(0))
                .sum();
    }

    private static Stream<List<Integer>> looksAt(List<String> events, Map<String, List<Integer>> byEvent) {
        return events.stream().map(byEvent::get).filter(Objects::nonNull);
    }

    /** What a raw program saw in the place of a tracepoint's, the kernel side counts. */
    private static List<Integer> thatCount(List<Integer> looks, List<LoadedProgram> programs) {
        List<Integer> tracepoints =
                looks.stream().filter(look -> programs.get(look).isTracepoint()).toList();
        return tracepoints.isEmpty() ? looks : tracepoints;
    }

    /** Of the tracepoints behind the first kprobe only that of percpu memory tells of allocations. */
    private static Stream<Integer> otherAllocations(List<LoadedProgram> programs, List<String> probes, int leading) {
        List<String> tracepoints = probes.stream()
                .skip(leading)
                .filter(probe -> probe.startsWith("tracepoint:"))
                .toList();
        List<Integer> inOrder = IntStream.range(leading, programs.size())
                .filter(i -> programs.get(i).isTracepoint())
                .boxed()
                .toList();
        boolean known = inOrder.size() == tracepoints.size();
        return IntStream.range(0, inOrder.size())
                .filter(i -> !known || tracepoints.get(i).equals(PERCPU_ALLOCATION))
                .mapToObj(inOrder::get);
    }

    /**
     * Gives the kprobes that look at frees. A program of a raw tracepoint, as sees those of pages and percpu memory, is
     * skipped only within itself.
     */
    private static Stream<Integer> otherFrees(List<LoadedProgram> programs, List<String> probes, int leading) {
        List<String> inOrder = probes.stream()
                .filter(ProgramLooks::isKprobe)
                .filter(probe -> !probe.contains("*"))
                .toList();
        List<Integer> unnamed = kprobes(programs, leading)
                .filter(i -> programs.get(i).functions().isEmpty())
                .toList();
        boolean known = unnamed.size() == inOrder.size();
        return kprobes(programs, leading).filter(i -> {
            Set<String> functions = programs.get(i).functions();
            if (!functions.isEmpty()) {
                return functions.stream().anyMatch(FREE_FUNCTIONS::contains);
            }
            return !known || isFree(inOrder.get(unnamed.indexOf(i)));
        });
    }

    private static Stream<Integer> kprobes(List<LoadedProgram> programs, int leading) {
        return IntStream.range(leading, programs.size())
                .filter(i -> programs.get(i).isKprobe())
                .boxed();
    }

    private static boolean isFree(String probe) {
        return FREE_FUNCTIONS.contains(probe.substring(probe.indexOf(':') + 1));
    }

    private static boolean isKprobe(String probe) {
        return probe.startsWith("kprobe:") || probe.startsWith("kretprobe:");
    }

    /** Gives the event that a probe looks at: whoever looks at the same a second time has the same. */
    private static String event(String probe) {
        return probe.substring(probe.lastIndexOf(':') + 1);
    }
}
