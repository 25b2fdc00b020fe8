package org.vexfs.trace.report;

import static org.vexfs.trace.report.Quantity.count;
import static org.vexfs.trace.report.Quantity.number;
import static org.vexfs.trace.report.Quantity.percent;
import static org.vexfs.trace.report.Quantity.time;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.Alert;
import org.vexfs.trace.analysis.FunctionProfile;
import org.vexfs.trace.analysis.LockUse;
import org.vexfs.trace.analysis.OperationAssertion.Question;
import org.vexfs.trace.analysis.OperationProfile;
import org.vexfs.trace.analysis.OperationSelection;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.event.Operation;

/** Shows what a question about some functions was decided on. */
final class OperationDetail {

    private static final int MOST = 10;

    /** What is below is a number, an int or a size; what is above, an address. */
    private static final long NUMBERS_END = 1L << 32;

    private final OperationProfile profile;
    private final OperationSelection selection;
    private final List<String> lines = new ArrayList<>();

    private OperationDetail(OperationProfile profile, OperationSelection selection) {
        this.profile = profile;
        this.selection = selection;
    }

    /** Gives the lines, without indentation; none where nothing was seen. */
    static List<String> of(Question question, OperationProfile profile, String functions) {
        return new OperationDetail(profile, profile.matching(functions)).lines(question);
    }

    private List<String> lines(Question question) {
        switch (question) {
            case PERCENTILE_LATENCY_BELOW -> latency();
            case OPERATION_COUNT, OPERATION_COUNT_AT_LEAST, OPERATION_COUNT_AT_MOST -> counts();
            case THROUGHPUT_ABOVE -> throughput();
            case CACHE_HIT_RATE_ABOVE -> cache();
            case LOCK_WAIT_BELOW, NO_LOCK_CONTENTION -> waits();
            case LOCK_HOLD_BELOW -> holds();
            case ERROR_RATE_BELOW, NO_ERRORS -> errors();
            case NO_ALERTS -> list("alerts", selection.alerts().stream().map(this::alert));
        }
        return lines;
    }

    private void latency() {
        if (selection.calls() == 0) {
            return;
        }
        slowest(
                "the slowest calls, since the window began, with arguments as the registers had them",
                selection.slowest());
        lines.add("all of them: " + Quantity.percentiles(selection.latency()));
        if (selection.functions().size() > 1) {
            list("by function", selection.mostCalled(MOST).stream().map(OperationDetail::function));
            more(selection.functions().size(), "functions");
        }
        lines.add(mode());
    }

    /** Says which mode the calls were traced in. */
    private String mode() {
        if (selection.totalled() == 0) {
            return "each call was told on its own; its time is known to a thousandth";
        }
        return (selection.totalled() == selection.calls()
                        ? "all of them"
                        : number(selection.totalled()) + " of " + count(selection.calls(), "call"))
                + " were not told one by one, because they came too fast or are sampled; the kernel side added them up, so"
                + " percentiles are known within bounds";
    }

    private void slowest(String title, List<Operation> calls) {
        list(title, calls.stream().limit(MOST).map(this::call));
    }

    private String call(Operation call) {
        boolean hasResult = profile.function(call.function())
                .map(FunctionProfile::hasResult)
                .orElse(true);
        return String.format(
                Locale.ROOT,
                "%9s  at %9s  thread %-7d  %s(%s)%s",
                time(call.durationNanos()),
                time(call.entered() - profile.from()),
                call.tid(),
                call.function(),
                call.arguments().stream().map(OperationDetail::value).collect(Collectors.joining(", ")),
                hasResult ? " = " + result(call) : "");
    }

    private static String result(Operation call) {
        return call.errno() != 0 ? Errno.returned(call.errno()) : value(call.result());
    }

    private static String value(long value) {
        return value > -NUMBERS_END && value < NUMBERS_END ? String.valueOf(value) : address(value);
    }

    private static String address(long address) {
        return "0x" + Long.toHexString(address);
    }

    private void counts() {
        list(
                "by function",
                selection.mostCalled(MOST).stream()
                        .map(function -> function.name() + ": " + count(function.calls(), "call")));
        more(selection.functions().size(), "functions");
        if (selection.begunBefore() > 0) {
            lines.add(count(selection.begunBefore(), "further call")
                    + " began before the window and returned in it, and so does not count");
        }
    }

    private void throughput() {
        list(
                "by function",
                with(FunctionProfile::isTransfer)
                        .map(function -> function.name() + ": " + count(function.calls(), "call") + ", "
                                + count(function.moved(), "byte")));
        if (selection.throughput().calls() > 0) {
            lines.add(Quantity.bytes(selection.throughput().bytes()) + " in the "
                    + time(selection.throughput().busyNanos()) + " in which at least one of these calls was under way");
        }
    }

    private void cache() {
        list(
                "by function",
                with(function -> function.hits() + function.misses() > 0).map(OperationDetail::cache));
    }

    static String cache(FunctionProfile function) {
        long lookups = function.hits() + function.misses();
        return function.name() + ": " + count(function.hits(), "hit") + ", "
                + number(function.misses()) + (function.misses() == 1 ? " miss, " : " misses, ")
                + percent(100.0 * function.hits() / lookups);
    }

    private void waits() {
        LockUse locks = selection.locks();
        slowest(
                "the longest calls that take a lock",
                selection.functions().stream()
                        .filter(function -> function.is(OperationCategory.LOCK))
                        .flatMap(function -> function.slowest().stream())
                        .sorted(Comparator.comparingLong(Operation::durationNanos)
                                .reversed()
                                .thenComparingLong(Operation::entered))
                        .toList());
        if (locks.waits().count() > 0) {
            lines.add("the module's locks: " + count(locks.waits().count(), "wait") + ", "
                    + Quantity.percentiles(locks.waits()));
        }
        if (locks.contentions().count() > 0) {
            lines.add("the kernel's locks: " + count(locks.contentions().count(), "wait") + ", "
                    + Quantity.percentiles(locks.contentions()));
            list(
                    "waited for the most",
                    locks.contended().entrySet().stream()
                            .sorted(Map.Entry.<Long, Long>comparingByValue()
                                    .reversed()
                                    .thenComparing(Map.Entry.comparingByKey()))
                            .limit(MOST)
                            .map(lock -> "lock " + address(lock.getKey()) + ": " + count(lock.getValue(), "wait")));
            list(
                    "by function",
                    with(function -> function.locks().contentions().count() > 0)
                            .sorted(Comparator.comparingLong((FunctionProfile function) ->
                                            function.locks().contentions().max().high())
                                    .reversed())
                            .map(function -> function.name() + ": "
                                    + count(function.locks().contentions().count(), "wait") + ", the longest "
                                    + time(function.locks().contentions().max())));
        }
    }

    private void holds() {
        LockUse locks = selection.locks();
        list("the longest holds", locks.longestHolds().stream().map(hold -> hold(hold, "held")));
        list("still held", locks.stillHeld().stream().map(hold -> hold(hold, "holds")));
        if (locks.holds().count() > 0) {
            lines.add("all that ended: " + count(locks.holds().count(), "hold") + ", "
                    + Quantity.percentiles(locks.holds()));
        }
    }

    private String hold(LockUse.Hold hold, String held) {
        return String.format(
                Locale.ROOT,
                "%9s  at %9s  thread %-7d  %s%s lock %s, which %s took",
                time(hold.nanos()),
                time(hold.since() - profile.from()),
                hold.tid(),
                hold.holder().map(holder -> holder + " ").orElse(""),
                held,
                address(hold.lock()),
                hold.taker());
    }

    private void errors() {
        list(
                "by function",
                with(function -> function.errorCount() > 0)
                        .sorted(Comparator.comparingLong(FunctionProfile::errorCount)
                                .reversed())
                        .map(function -> function.name() + ": " + number(function.errorCount()) + " of "
                                + count(function.calls(), "call") + ", " + errors(function.errors())));
        slowest(
                "the slowest of them that are known",
                selection.functions().stream()
                        .filter(FunctionProfile::hasResult)
                        .flatMap(function -> function.slowest().stream()
                                .filter(call -> function.errors().containsKey(call.errno())))
                        .sorted(Comparator.comparingLong(Operation::durationNanos)
                                .reversed())
                        .toList());
    }

    /** Gives how often there was which error, the most frequent first. */
    static String errors(Map<Integer, Long> errors) {
        return errors.entrySet().stream()
                .sorted(Map.Entry.<Integer, Long>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(error -> Errno.returned(error.getKey()) + " " + number(error.getValue()))
                .collect(Collectors.joining(", "));
    }

    private String alert(Alert alert) {
        return alert(alert, profile.from());
    }

    /**
     * Says what was conspicuous, and when.
     *
     * @param from when the window began
     */
    static String alert(Alert alert, long from) {
        return AlertText.of(alert) + " from " + time(alert.from() - from) + " to " + time(alert.to() - from);
    }

    /** Gives one function in a line. */
    static String function(FunctionProfile function) {
        return function(function, true, true);
    }

    /** Gives one function in a line, with or without how long its calls took and how many failed. */
    static String function(FunctionProfile function, boolean latency, boolean errors) {
        return function.name() + ": " + count(function.calls(), "call")
                + (function.latency().count() == 0 || !latency ? "" : ", " + Quantity.percentiles(function.latency()))
                + (function.errorCount() == 0 || !errors ? "" : ", " + count(function.errorCount(), "error"));
    }

    private Stream<FunctionProfile> with(Predicate<FunctionProfile> property) {
        return selection.functions().stream().filter(property);
    }

    private void list(String title, Stream<String> items) {
        List<String> some = items.limit(MOST).toList();
        if (!some.isEmpty()) {
            lines.add(title + ":");
            some.forEach(item -> lines.add("    " + item));
        }
    }

    private void more(int all, String what) {
        if (all > MOST) {
            lines.add("    and " + number(all - MOST) + " further " + what);
        }
    }
}
