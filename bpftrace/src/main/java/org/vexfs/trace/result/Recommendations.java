package org.vexfs.trace.result;

import static org.vexfs.trace.report.Quantity.count;
import static org.vexfs.trace.report.Quantity.number;
import static org.vexfs.trace.report.Quantity.percent;
import static org.vexfs.trace.report.Quantity.time;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.vexfs.trace.config.OperationSettings;
import org.vexfs.trace.config.OperationSettings.AlertThresholds;
import org.vexfs.trace.config.UsageSettings;

/** The rules that say what to do about what an analysis found. None says anything where its threshold is not reached. */
final class Recommendations {

    /** What is wrong for certain comes before what is slow, whatever its numbers. */
    private static final double CERTAIN = 1_000;

    private static final double INCOMPLETE = 500;

    private final OperationSettings settings;
    private final UsageSettings usage;
    private final AlertThresholds thresholds;

    Recommendations(OperationSettings settings, UsageSettings usage) {
        this.settings = settings;
        this.usage = usage;
        this.thresholds = settings.alerts();
    }

    /** Gives what to do about it, what matters most first. */
    List<Recommendation> of(Analysis found) {
        List<Recommendation> all = new ArrayList<>();
        findings(found, all);
        lost(found).ifPresent(all::add);
        found.gaps()
                .forEach(gap -> all.add(new Recommendation(
                        "incomplete-trace",
                        INCOMPLETE,
                        "A trace may have missed something: " + gap + ".",
                        "Trace again as the result says; until then what is not found is not known.")));
        found.memory().held().forEach(place -> all.add(held(place)));
        found.functions().forEach(function -> {
            errorRate(function, found).ifPresent(all::add);
            slow(function).ifPresent(all::add);
        });
        cache(found).ifPresent(all::add);
        locks(found).ifPresent(all::add);
        allocations(found).ifPresent(all::add);
        all.sort(Comparator.comparingDouble(Recommendation::weight).reversed().thenComparing(Recommendation::evidence));
        return List.copyOf(all);
    }

    private static void findings(Analysis found, List<Recommendation> all) {
        for (String finding : found.findings()) {
            boolean leak = finding.contains("LEAK");
            boolean free = finding.contains("FREE ERROR");
            all.add(new Recommendation(
                    leak ? "leak" : free ? "wrong-free" : "kernel-complaint",
                    CERTAIN,
                    finding,
                    leak
                            ? "Free it on every way out of the function that allocates it, or where its owner goes."
                            : free
                                    ? "Let one owner free the object, or clear the pointer after the first free."
                                    : "See the function on top of the call trace in the kernel's log."));
        }
    }

    private static Recommendation held(Analysis.Place place) {
        return new Recommendation(
                "held-memory",
                INCOMPLETE / 4,
                count(place.allocations(), "object") + " of " + number(place.bytes()) + " bytes in all, allocated at "
                        + place.place() + ", were still held when the trace ended.",
                "Free them where their owner goes; if it lives longer than the trace, a test with noLeaks() over its life"
                        + " can tell.");
    }

    private static Optional<Recommendation> lost(Analysis found) {
        return found.lost() == 0
                ? Optional.empty()
                : Optional.of(new Recommendation(
                        "lost-events",
                        INCOMPLETE,
                        number(found.lost()) + " events were lost beside " + number(found.entries()) + " that arrived.",
                        "Trace again with a larger bpftrace.ring_pages, or fewer functions; what is missing may be what"
                                + " matters."));
    }

    private Optional<Recommendation> errorRate(Analysis.Function function, Analysis found) {
        double rate = 100.0 * function.errors() / function.calls();
        if (function.calls() < thresholds.fewestCalls() || rate <= thresholds.highErrorRate()) {
            return Optional.empty();
        }
        String most = found.errors().stream()
                .filter(failure -> failure.place().equals(function.name()))
                .findFirst()
                .map(failure -> ", most with " + failure.error() + " (" + number(failure.count()) + ")")
                .orElse("");
        return Optional.of(new Recommendation(
                "error-rate",
                rate,
                function.name() + " fails in " + percent(rate) + " of " + count(function.calls(), "call") + most + ".",
                "See in the samples whether its callers ask for what cannot be; where they are meant to, set"
                        + " performance_trace.alerts.high_error_rate_threshold above it."));
    }

    private Optional<Recommendation> slow(Analysis.Function function) {
        double share = 100.0 * function.slow() / function.calls();
        if (function.calls() < thresholds.fewestCalls()
                || function.p99() < settings.slow().toNanos()) {
            return Optional.empty();
        }
        return Optional.of(
                new Recommendation(
                        "slow-calls",
                        share,
                        function.name() + " is slow in " + number(function.slow()) + " of "
                                + count(function.calls(), "call")
                                + ": p50 " + time(function.p50()) + ", p99 " + time(function.p99()) + ", the longest "
                                + time(function.max()) + ", together " + time(function.total()) + ".",
                        function.p99() > 10 * function.p50()
                                ? "Its median is far below: see what the slowest calls wait for, such as a lock or an allocation"
                                        + " that reclaims."
                                : "It is slow as a rule: do less in it, or raise kernel_trace.thresholds.slow_operation_threshold if it is as fast as it can be."));
    }

    private Optional<Recommendation> cache(Analysis found) {
        long lookups = found.cache().hits() + found.cache().misses();
        double rate = lookups == 0 ? 0 : 100.0 * found.cache().hits() / lookups;
        return lookups < thresholds.fewestCalls() || rate >= thresholds.lowHitRate()
                ? Optional.empty()
                : Optional.of(new Recommendation(
                        "cache-hit-rate",
                        thresholds.lowHitRate() - rate,
                        "Only " + number(found.cache().hits()) + " of " + count(lookups, "lookup") + " hit the cache, "
                                + percent(rate) + ".",
                        "See whether the cache is too small for what is looked for, or filled too late."));
    }

    private static Optional<Recommendation> locks(Analysis found) {
        Analysis.Locks locks = found.locks();
        return locks.slow() == 0
                ? Optional.empty()
                : Optional.of(new Recommendation(
                        "lock-waits",
                        100.0 * locks.slow() / locks.waits(),
                        number(locks.slow()) + " of " + number(locks.waits()) + " waits for locks "
                                + (locks.slow() == 1 ? "was" : "were") + " long, together "
                                + time(locks.nanos()) + "; the longest, " + time(locks.longest()) + ", in "
                                + locks.longestAt() + ".",
                        "Hold that lock for less time, or let fewer threads need it."));
    }

    /** How many did not fail is known only where they are told. */
    private Optional<Recommendation> allocations(Analysis found) {
        Analysis.Memory memory = found.memory();
        long asked = memory.failed() + memory.allocations();
        return memory.failed() == 0
                        || memory.tells("allocations")
                                && 100.0 * memory.failed() / asked
                                        <= usage.pressure().failureRate()
                ? Optional.empty()
                : Optional.of(new Recommendation(
                        "failed-allocations",
                        INCOMPLETE / 2,
                        count(memory.failed(), "allocation") + " failed"
                                + (memory.tells("allocations")
                                        ? " beside " + number(memory.allocations()) + " that did not."
                                        : "."),
                        "See that each caller frees what it had by then, and ask for less at once."));
    }
}
