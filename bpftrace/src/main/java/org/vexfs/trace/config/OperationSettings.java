package org.vexfs.trace.config;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How the module's operations are told apart, and when they are conspicuous.
 *
 * @param categories patterns of functions ({@code *} stands for any characters) by category; every category has a key
 * @param dimensionArguments which argument of a function is a vector's dimension
 * @param sizeArguments which argument of a function is the size asked for, in bytes
 * @param slow a call that takes at least as long is slow
 * @param longHold a lock that is held at least as long is held long
 * @param longWait a wait for a lock at least as long is contention that matters
 * @param fewestSamples how many calls a percentile needs: at least this many beyond it are expected, so 1 wants 100 for p99
 * @param alerts when to raise an alert
 * @param tracking what of them is looked at at all
 */
public record OperationSettings(
        Map<OperationCategory, List<String>> categories,
        List<ArgumentRule> dimensionArguments,
        List<ArgumentRule> sizeArguments,
        Duration slow,
        Duration longHold,
        Duration longWait,
        int fewestSamples,
        AlertThresholds alerts,
        Tracking tracking) {

    public OperationSettings {
        categories = Map.copyOf(categories);
        dimensionArguments = List.copyOf(dimensionArguments);
        sizeArguments = List.copyOf(sizeArguments);
    }

    /**
     * Which argument of some functions means something.
     *
     * @param pattern a pattern of functions
     * @param argument which argument, from 0 on
     */
    public record ArgumentRule(String pattern, int argument) {}

    /** Gives whether the same functions are traced as closely. */
    boolean sameProgram(OperationSettings other) {
        boolean all = tracking.sampling().equals(Sampling.NONE)
                && tracks(TrackedFigure.FILESYSTEM_OPS)
                && tracks(TrackedFigure.LOCK_OPS);
        return tracking.sampling().equals(other.tracking.sampling())
                && (all || categories.equals(other.categories))
                && tracks(TrackedFigure.FILESYSTEM_OPS) == other.tracks(TrackedFigure.FILESYSTEM_OPS)
                && tracks(TrackedFigure.LOCK_OPS) == other.tracks(TrackedFigure.LOCK_OPS);
    }

    /** Gives whether a figure is tracked. */
    public boolean tracks(TrackedFigure figure) {
        return tracking.figures().contains(figure);
    }

    /**
     * What of the operations is looked at.
     *
     * @param figures the figures that are switched on
     * @param keyArguments which argument of a function that looks into a cache is the key
     * @param bucketArguments which arguments of a function that looks into a bucket say which one; all that match
     * @param sampling of how many calls one is told
     */
    public record Tracking(
            Set<TrackedFigure> figures,
            List<ArgumentRule> keyArguments,
            List<ArgumentRule> bucketArguments,
            Sampling sampling) {

        /** Everything, without knowing any argument. */
        public static final Tracking ALL =
                new Tracking(EnumSet.allOf(TrackedFigure.class), List.of(), List.of(), Sampling.NONE);

        public Tracking {
            figures = Set.copyOf(figures);
            keyArguments = List.copyOf(keyArguments);
            bucketArguments = List.copyOf(bucketArguments);
        }
    }

    /**
     * Of how many calls one is told one by one, or looked at; the others are counted.
     *
     * @param filesystem of reads, writes, and what handles directories and inodes
     * @param memory of slab allocations within the module's functions
     * @param lock of what takes and gives back locks
     */
    public record Sampling(int filesystem, int memory, int lock) {

        /** Each is told. */
        public static final Sampling NONE = new Sampling(1, 1, 1);
    }

    /**
     * When to raise an alert. Each is looked at once an interval, over what happened in it.
     *
     * @param interval how long an interval is
     * @param fewestCalls how many calls an interval needs to be judged by a rate
     * @param highLatency calls of a function whose median is at least this
     * @param lowHitRate a share of cache hits below this, in percent
     * @param highErrorRate a share of calls with an error above this, in percent
     * @param highContention a share of the time spent within the module that is waiting for locks above this, in percent
     */
    public record AlertThresholds(
            Duration interval,
            long fewestCalls,
            Duration highLatency,
            double lowHitRate,
            double highErrorRate,
            double highContention) {}
}
