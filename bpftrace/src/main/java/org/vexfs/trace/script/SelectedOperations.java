package org.vexfs.trace.script;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.vexfs.trace.analysis.FunctionTraits;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.config.OperationSettings.Sampling;
import org.vexfs.trace.config.TrackedFigure;

/**
 * Which of the module's functions a trace of operations leaves out, and of which it tells only some calls one by one.
 *
 * @param leftOut the functions that are not probed
 * @param samples functions of which each so many-th call is told; of all others, each is
 * @param memoryEvery the bytes of each so many-th slab allocation within the module's functions are looked at
 */
public record SelectedOperations(Set<String> leftOut, List<Sample> samples, int memoryEvery) {

    /** Every function, and each call of it. */
    public static final SelectedOperations ALL = new SelectedOperations(Set.of(), List.of(), 1);

    private static final Set<OperationCategory> FILESYSTEM =
            EnumSet.of(OperationCategory.READ, OperationCategory.WRITE, OperationCategory.METADATA);
    private static final Set<OperationCategory> LOCKS = EnumSet.of(OperationCategory.LOCK, OperationCategory.UNLOCK);

    public SelectedOperations {
        leftOut = Set.copyOf(leftOut);
        samples = List.copyOf(samples);
    }

    /**
     * Functions of which each so many-th call is told.
     *
     * @param functions their names
     * @param every how many calls one is told of
     */
    public record Sample(Set<String> functions, int every) {

        public Sample {
            functions = Set.copyOf(functions);
        }
    }

    /** Gives what is configured for functions of those names. */
    public static SelectedOperations of(OperationSettings settings, Collection<String> names) {
        FunctionTraits.Finder finder = new FunctionTraits.Finder(settings);
        List<FunctionTraits> functions = names.stream().map(finder::of).toList();
        Set<OperationCategory> off = EnumSet.noneOf(OperationCategory.class);
        if (!settings.tracks(TrackedFigure.FILESYSTEM_OPS)) {
            off.addAll(FILESYSTEM);
        }
        if (!settings.tracks(TrackedFigure.LOCK_OPS)) {
            off.addAll(LOCKS);
        }
        Set<String> leftOut = functions.stream()
                .filter(function -> isOnly(function, off))
                .map(FunctionTraits::name)
                .collect(Collectors.toSet());
        Sampling sampling = settings.tracking().sampling();
        Set<String> left = new TreeSet<>(names);
        left.removeAll(leftOut);
        List<Sample> samples = new ArrayList<>();
        sample(functions, FILESYSTEM, sampling.filesystem(), left, samples);
        sample(functions, LOCKS, sampling.lock(), left, samples);
        return new SelectedOperations(leftOut, samples, sampling.memory());
    }

    private static void sample(
            List<FunctionTraits> functions,
            Set<OperationCategory> categories,
            int every,
            Set<String> left,
            List<Sample> samples) {
        Set<String> sampled = functions.stream()
                .filter(function -> function.categories().stream().anyMatch(categories::contains))
                .map(FunctionTraits::name)
                .filter(left::contains)
                .collect(Collectors.toSet());
        if (every > 1 && !sampled.isEmpty()) {
            samples.add(new Sample(sampled, every));
            left.removeAll(sampled);
        }
    }

    /** That a function returns nothing is no doing of its own. */
    private static boolean isOnly(FunctionTraits function, Set<OperationCategory> off) {
        return function.categories().stream().anyMatch(off::contains)
                && function.categories().stream()
                        .allMatch(category -> category == OperationCategory.NO_RESULT || off.contains(category));
    }
}
