package org.vexfs.trace.report;

import static org.vexfs.trace.report.Quantity.count;
import static org.vexfs.trace.report.Quantity.exactTime;
import static org.vexfs.trace.report.Quantity.number;
import static org.vexfs.trace.report.Quantity.plain;
import static org.vexfs.trace.report.Quantity.time;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.ConfidenceInterval;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.analysis.Measured;
import org.vexfs.trace.analysis.OperationAnswer;
import org.vexfs.trace.analysis.OperationAssertion;
import org.vexfs.trace.analysis.OperationJudgement;
import org.vexfs.trace.analysis.OperationProfile;
import org.vexfs.trace.analysis.OperationSelection;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.output.PrintableText;
import org.vexfs.trace.session.TraceWindow;

/** Says what the module's operations came to, and what is wrong with that. */
public final class OperationText {

    private static final double MEGABYTE = 1e6;

    private final OperationAssertion assertion;
    private final OperationAnswer answer;
    private final OperationSelection selection;
    private final String functions;
    private final String module;
    private final String test;

    private OperationText(
            OperationAssertion assertion, OperationAnswer answer, OperationSelection selection, TraceWindow window) {
        this.assertion = assertion;
        this.answer = answer;
        this.selection = selection;
        this.functions = assertion.functions().equals("*") ? "all functions" : assertion.functions();
        this.module = window.module();
        this.test = window.test().displayName();
    }

    /** Gives a few lines, each of which begins with what it is about; only what there was is told. */
    public static String of(OperationProfile profile) {
        return OperationSummary.of(profile);
    }

    /** Gives the text for an assertion whose verdict is not PASSED. */
    public static String of(OperationAssertion assertion, OperationJudgement judgement, TraceWindow window) {
        OperationAnswer answer = assertion.answer(judgement);
        OperationSelection selection = judgement.profile().matching(assertion.functions());
        OperationText text = new OperationText(assertion, answer, selection, window);
        List<String> detail = OperationDetail.of(assertion.question(), judgement.profile(), assertion.functions());
        List<String> lines = new ArrayList<>();
        if (answer.verdict() == Verdict.INCONCLUSIVE) {
            lines.add("INCONCLUSIVE: the trace of module " + window.module() + " cannot tell whether " + text.question()
                    + " in " + window.test().displayName() + ".");
            gaps(Stream.concat(answer.obstacle().stream(), judgement.gaps().stream()), lines);
            answer.measured().ifPresent(measured -> lines.add("What was seen: " + text.found(measured) + "."));
            detail.forEach(line -> lines.add("  " + line));
        } else {
            lines.add(text.found(answer.measured().orElseThrow()) + "; expected " + text.expected() + ".");
            if (!detail.isEmpty()) {
                lines.add("");
                detail.forEach(line -> lines.add("  " + line));
                lines.add("");
            }
            lines.add("What to do: " + text.remedy() + ".");
            if (!judgement.gaps().isEmpty()) {
                lines.add("The trace is not complete, which cannot change this:");
                gaps(judgement.gaps().stream(), lines);
            }
        }
        end(window, lines);
        return PrintableText.of(String.join("\n", lines));
    }

    /**
     * Says what a trace of which nothing was asserted may have missed.
     *
     * @return empty where it is complete
     */
    public static String of(OperationJudgement judgement, TraceWindow window) {
        if (judgement.completeness() == Verdict.PASSED) {
            return "";
        }
        List<String> lines = new ArrayList<>();
        lines.add("INCONCLUSIVE: the trace of module " + window.module() + " cannot tell every operation in "
                + window.test().displayName() + ".");
        gaps(judgement.gaps().stream(), lines);
        end(window, lines);
        return PrintableText.of(String.join("\n", lines));
    }

    private static void gaps(Stream<Gap> gaps, List<String> lines) {
        gaps.forEach(gap -> {
            lines.add("  - " + gap.cause() + ".");
            lines.add("    What to do: " + gap.remedy() + ".");
        });
    }

    private static void end(TraceWindow window, List<String> lines) {
        lines.add("Capture: " + window.capture());
        lines.add("Judge it again without the kernel: mvn verify -Dvexfs.trace.mode=replay");
    }

    /** Gives what was measured, as a sentence without its full stop. */
    private String found(Measured measured) {
        return switch (assertion.question()) {
            case PERCENTILE_LATENCY_BELOW ->
                percentile() + " of " + functions + " is " + time(measured, limit()) + confidence() + " over "
                        + count(answer.calls(), "call") + " of module " + module + " in " + test;
            case OPERATION_COUNT, OPERATION_COUNT_AT_LEAST, OPERATION_COUNT_AT_MOST ->
                test + " makes " + count(answer.calls(), "call") + " of " + functions + " in module " + module;
            case THROUGHPUT_ABOVE ->
                test + " moves " + Quantity.megabytesPerSecond(megabytes(measured)) + " through " + functions
                        + " of module " + module + ", over " + count(answer.calls(), "call");
            case CACHE_HIT_RATE_ABOVE ->
                number(selection.cache().hits()) + " of " + count(answer.calls(), "lookup") + " by " + functions
                        + " of module " + module + " hit in " + test + ", which is "
                        + Quantity.percent(measured.low());
            case LOCK_WAIT_BELOW ->
                test + " makes " + functions + " of module " + module + " wait up to " + time(measured, limit())
                        + " for a lock, over " + count(answer.calls(), "wait");
            case LOCK_HOLD_BELOW ->
                test + " makes " + functions + " of module " + module + " hold a lock for up to "
                        + time(measured, limit()) + ", over " + count(answer.calls(), "hold");
            case NO_LOCK_CONTENTION ->
                test + " makes " + functions + " of module " + module + " wait long for a lock "
                        + count((long) measured.low(), "time") + ", over " + count(answer.calls(), "wait");
            case ERROR_RATE_BELOW -> failedCalls() + ", which is " + Quantity.percent(measured.low());
            case NO_ERRORS -> failedCalls();
            case NO_ALERTS ->
                test + " raises " + count((long) measured.low(), "alert") + " about " + functions + " of module "
                        + module;
        };
    }

    private String failedCalls() {
        long errors = selection.errorCount();
        return number(errors) + " of " + count(answer.calls(), "call") + " of " + functions + " in module " + module
                + (errors == 1 ? " returns" : " return") + " an error in " + test;
    }

    private String expected() {
        return switch (assertion.question()) {
            case PERCENTILE_LATENCY_BELOW, LOCK_WAIT_BELOW, LOCK_HOLD_BELOW -> "below " + exactTime(limit());
            case OPERATION_COUNT -> number(limit());
            case OPERATION_COUNT_AT_LEAST -> "at least " + number(limit());
            case OPERATION_COUNT_AT_MOST -> "at most " + number(limit());
            case THROUGHPUT_ABOVE -> "above " + plain(assertion.limit() / MEGABYTE) + " MB/s";
            case CACHE_HIT_RATE_ABOVE -> "above " + plain(assertion.limit()) + " %";
            case ERROR_RATE_BELOW -> "below " + plain(assertion.limit()) + " %";
            case NO_LOCK_CONTENTION -> "never";
            case NO_ERRORS, NO_ALERTS -> "none";
        };
    }

    private String question() {
        return switch (assertion.question()) {
            case PERCENTILE_LATENCY_BELOW -> percentile() + " of " + functions + " is " + expected();
            case OPERATION_COUNT, OPERATION_COUNT_AT_LEAST, OPERATION_COUNT_AT_MOST ->
                "the calls of " + functions + " are " + expected();
            case THROUGHPUT_ABOVE -> "the throughput of " + functions + " is " + expected();
            case CACHE_HIT_RATE_ABOVE -> "the hit rate of " + functions + " is " + expected();
            case LOCK_WAIT_BELOW -> "the longest wait for a lock of " + functions + " is " + expected();
            case LOCK_HOLD_BELOW -> "the longest hold of a lock by " + functions + " is " + expected();
            case NO_LOCK_CONTENTION -> "a wait for a lock of " + functions + " is long";
            case ERROR_RATE_BELOW -> "the error rate of " + functions + " is " + expected();
            case NO_ERRORS -> "a call of " + functions + " returns an error";
            case NO_ALERTS -> "there is an alert about " + functions;
        };
    }

    private String remedy() {
        return switch (assertion.question()) {
            case PERCENTILE_LATENCY_BELOW ->
                "see what the slowest calls have in common; raise the limit if they are as fast as they can be";
            case OPERATION_COUNT, OPERATION_COUNT_AT_LEAST, OPERATION_COUNT_AT_MOST ->
                "see which of these calls the test means to make, and which functions the question is about";
            case THROUGHPUT_ABOVE -> "move more bytes with each call; lower the limit if the device is no faster";
            case CACHE_HIT_RATE_ABOVE ->
                "see why the cache does not hold what is looked for: it may be too small, or filled too late";
            case LOCK_WAIT_BELOW -> "hold the lock for less time, or let fewer threads need it";
            case NO_LOCK_CONTENTION ->
                "hold the lock for less time, or let fewer threads need it; what is long is configured as"
                        + " kernel_trace.thresholds.lock_wait_threshold";
            case LOCK_HOLD_BELOW -> "do less while the lock is held";
            case ERROR_RATE_BELOW, NO_ERRORS ->
                "see why these functions fail; where the test means them to, ask it of the others";
            case NO_ALERTS ->
                "see what the test did at these times; what is conspicuous is configured under"
                        + " performance_trace.alerts";
        };
    }

    private long limit() {
        return (long) assertion.limit();
    }

    private String percentile() {
        return "p" + plain(assertion.percentile());
    }

    private String confidence() {
        return answer.confidence().map(OperationText::confidence).orElse("");
    }

    private static String confidence(ConfidenceInterval interval) {
        String low = interval.low() == 0 ? "" : time(interval.low());
        String high = interval.high().isPresent() ? time(interval.high().getAsLong()) : "";
        String range = low.isEmpty() || high.isEmpty()
                ? (low.isEmpty() ? "at most " + high : "at least " + low)
                : Quantity.range(low, high);
        return low.isEmpty() && high.isEmpty()
                ? ""
                : " (" + plain(100 * interval.level()) + " % confidence: " + range + ")";
    }

    private static Measured megabytes(Measured bytes) {
        return new Measured(bytes.low() / MEGABYTE, bytes.high() / MEGABYTE);
    }
}
