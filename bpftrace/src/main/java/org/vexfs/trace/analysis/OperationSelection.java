package org.vexfs.trace.analysis;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.event.Operation;

/**
 * Some functions of a profile, looked at together.
 *
 * @param functions the functions, the most called first
 * @param alerts the alerts about them
 * @param furtherAlerts how many alerts about any function were not kept
 * @param windowNanos how long the window was, in nanoseconds
 * @param everyTransfer the window's reads and writes, if every function that made them is among these
 */
public record OperationSelection(
        List<FunctionProfile> functions,
        List<Alert> alerts,
        long furtherAlerts,
        long windowNanos,
        Optional<Transfers> everyTransfer) {

    static final Comparator<Operation> SLOWEST_FIRST =
            Comparator.comparingLong(Operation::durationNanos).reversed().thenComparingLong(Operation::entered);

    public OperationSelection {
        functions = List.copyOf(functions);
        alerts = List.copyOf(alerts);
    }

    /** Gives how many calls there were. */
    public long calls() {
        return functions.stream().mapToLong(FunctionProfile::calls).sum();
    }

    /** Gives how many of them stand only in the kernel side's totals. */
    public long totalled() {
        return functions.stream().mapToLong(FunctionProfile::totalled).sum();
    }

    /** Gives how many further calls began before the window and returned in it. */
    public long begunBefore() {
        return functions.stream().mapToLong(FunctionProfile::begunBefore).sum();
    }

    /** Gives how long the calls took, in nanoseconds. */
    public Distribution latency() {
        return functions.stream().map(FunctionProfile::latency).reduce(Distribution.NONE, Distribution::and);
    }

    /** Gives the bytes asked for. */
    public Distribution sizes() {
        return functions.stream().map(FunctionProfile::sizes).reduce(Distribution.NONE, Distribution::and);
    }

    /** Gives the slowest calls of those that were told, the slowest first. */
    public List<Operation> slowest() {
        return functions.stream()
                .flatMap(function -> function.slowest().stream())
                .sorted(SLOWEST_FIRST)
                .limit(OperationMeter.SLOWEST)
                .toList();
    }

    /** Gives how many calls returned which errno, such as 12 for -ENOMEM. */
    public Map<Integer, Long> errors() {
        Map<Integer, Long> errors = new HashMap<>();
        functions.forEach(
                function -> function.errors().forEach((errno, count) -> errors.merge(errno, count, Long::sum)));
        return errors;
    }

    /** Gives how many calls returned an error. */
    public long errorCount() {
        return functions.stream().mapToLong(FunctionProfile::errorCount).sum();
    }

    /** Gives how many calls were of functions that can return an error. */
    public long callsWithResult() {
        return functions.stream()
                .filter(FunctionProfile::hasResult)
                .mapToLong(FunctionProfile::calls)
                .sum();
    }

    /** Gives the share of calls that returned an error, in percent, of those that can; 0 where there is none. */
    public double errorRate() {
        long calls = callsWithResult();
        return calls == 0 ? 0 : 100.0 * errorCount() / calls;
    }

    /** Gives what was looked for in caches. */
    public CacheUse cache() {
        return new CacheUse(
                functions.stream().mapToLong(FunctionProfile::hits).sum(),
                functions.stream().mapToLong(FunctionProfile::misses).sum());
    }

    /** Gives what was done with locks. */
    public LockUse locks() {
        return functions.stream().map(FunctionProfile::locks).reduce(LockUse.NONE, LockUse::and);
    }

    /** Gives how many calls took a lock or gave one back without being told one by one. */
    long lockCallsTotalled() {
        return functions.stream()
                .filter(function -> function.is(OperationCategory.LOCK) || function.is(OperationCategory.UNLOCK))
                .mapToLong(FunctionProfile::totalled)
                .sum();
    }

    /** Gives how fast bytes were read and written. */
    public Throughput throughput() {
        List<FunctionProfile> moving =
                functions.stream().filter(FunctionProfile::isTransfer).toList();
        long calls = moving.stream().mapToLong(FunctionProfile::calls).sum();
        long all = moving.stream().mapToLong(FunctionProfile::moved).sum();
        long most = moving.stream().mapToLong(FunctionProfile::moved).max().orElse(0);
        long outermost =
                all - moving.stream().mapToLong(FunctionProfile::movedWithin).sum();
        boolean totalled = moving.stream().anyMatch(function -> function.totalled() > 0);
        Bounds bytes;
        if (moving.size() <= 1) {
            bytes = Bounds.exactly(all);
        } else if (everyTransfer.isPresent() && !totalled) {
            bytes = Bounds.exactly(outermost);
        } else {
            bytes = new Bounds(most, everyTransfer.isPresent() ? Math.max(most, outermost) : all);
        }
        return new Throughput(calls, bytes, busyNanos(moving, totalled), windowNanos);
    }

    private Bounds busyNanos(List<FunctionProfile> moving, boolean totalled) {
        long longest =
                moving.stream().mapToLong(FunctionProfile::busyNanos).max().orElse(0);
        long told = everyTransfer.map(Transfers::busyNanos).orElse(longest);
        if (totalled) {
            // Of calls in totals nobody knows when they were.
            return new Bounds(told, Math.max(told, windowNanos));
        }
        if (everyTransfer.isPresent() || moving.size() <= 1) {
            return Bounds.exactly(told);
        }
        long all = moving.stream().mapToLong(FunctionProfile::busyNanos).sum();
        return new Bounds(longest, Math.max(longest, Math.min(all, windowNanos)));
    }

    /** Gives the functions that were called most, the most called first. */
    public List<FunctionProfile> mostCalled(int howMany) {
        return functions.stream().limit(howMany).toList();
    }
}
