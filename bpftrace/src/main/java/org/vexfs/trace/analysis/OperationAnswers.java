package org.vexfs.trace.analysis;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.vexfs.trace.config.OperationCategory;
import org.vexfs.trace.config.TrackedFigure;

/**
 * Decides what a judgement says to an assertion.
 *
 * <p>What was seen once is certain, whatever else went unseen. Otherwise an answer stands if nothing that may have gone
 * unseen could change it: so many further calls, each with any time and any result.
 */
final class OperationAnswers {

    private static final String LOOK = "see what the trace may have missed";

    private final OperationAssertion assertion;
    private final OperationJudgement judgement;
    private final OperationSelection selection;
    private final long unseen;

    private OperationAnswers(OperationAssertion assertion, OperationJudgement judgement) {
        this.assertion = assertion;
        this.judgement = judgement;
        this.selection = judgement.profile().matching(assertion.functions());
        this.unseen = judgement.unseen().calls();
    }

    static OperationAnswer answer(OperationAssertion assertion, OperationJudgement judgement) {
        return new OperationAnswers(assertion, judgement).answer();
    }

    private OperationAnswer answer() {
        Optional<OperationAnswer> nothing = leftOut().or(this::nothingToAskOf);
        return nothing.isPresent()
                ? nothing.get()
                : switch (assertion.question()) {
                    case PERCENTILE_LATENCY_BELOW -> percentile();
                    case OPERATION_COUNT -> count();
                    case OPERATION_COUNT_AT_LEAST -> countAtLeast();
                    case OPERATION_COUNT_AT_MOST -> countAtMost();
                    case THROUGHPUT_ABOVE -> throughput();
                    case CACHE_HIT_RATE_ABOVE -> hitRate();
                    case LOCK_WAIT_BELOW -> lockWait();
                    case LOCK_HOLD_BELOW -> lockHold();
                    case NO_LOCK_CONTENTION -> noContention();
                    case ERROR_RATE_BELOW -> errorRate();
                    case NO_ERRORS -> noErrors();
                    case NO_ALERTS -> noAlerts();
                };
    }

    /** Of functions that are switched off nobody knows what they did, though a pattern may match others that are traced. */
    private Optional<OperationAnswer> leftOut() {
        return LeftOutFunctions.matching(
                        assertion.functions(),
                        judgement.settings(),
                        judgement.observation().traced())
                .map(gap -> OperationAnswer.none(selection.calls(), gap));
    }

    private Optional<OperationAnswer> nothingToAskOf() {
        FunctionPattern pattern = FunctionPattern.of(assertion.functions());
        if (selection.functions().isEmpty()
                && judgement.observation().traced().stream().noneMatch(pattern::matches)) {
            return Optional.of(OperationAnswer.none(
                    0,
                    "no function that is traced matches '" + assertion.functions() + "'",
                    "check the spelling, and that 'functions' names what is to be traced; "
                            + EmptyCategories.nearest(judgement, List.of(assertion.functions()))));
        }
        boolean counts = switch (assertion.question()) {
            case OPERATION_COUNT, OPERATION_COUNT_AT_LEAST, OPERATION_COUNT_AT_MOST -> true;
            case PERCENTILE_LATENCY_BELOW,
                    THROUGHPUT_ABOVE,
                    CACHE_HIT_RATE_ABOVE,
                    LOCK_WAIT_BELOW,
                    LOCK_HOLD_BELOW,
                    NO_LOCK_CONTENTION,
                    ERROR_RATE_BELOW,
                    NO_ERRORS,
                    NO_ALERTS -> false;
        };
        if (!counts && selection.calls() == 0 && selection.locks().contentions().count() == 0) {
            return Optional.of(OperationAnswer.none(
                    0,
                    "no call of '" + assertion.functions() + "' began and returned in the window",
                    "check that the test reaches the module"));
        }
        return Optional.empty();
    }

    private OperationAnswer percentile() {
        Distribution latency = selection.latency();
        double percentile = assertion.percentile();
        long seen = latency.count();
        long needed = callsNeeded(percentile);
        Bounds value = latency.percentile(percentile);
        if (seen < needed) {
            return OperationAnswer.of(Verdict.INCONCLUSIVE, Measured.of(value), seen)
                    .because(
                            seen + " calls are too few for the " + plain(percentile) + "th percentile: it needs "
                                    + needed,
                            "call it more often in the test, or lower operations.fewest_samples");
        }
        OperationAnswer answer = OperationAnswer.of(
                        decided(surelyBelow(latency, percentile), surelyNotBelow(latency, percentile)),
                        Measured.of(value),
                        seen)
                .because(undecidedPercentile());
        return percentile < 100 ? answer.with(latency.confidence(percentile, OperationAnswer.LEVEL)) : answer;
    }

    private Gap undecidedPercentile() {
        if (unseen > 0) {
            return new Gap("what went unseen could change the answer", LOOK);
        }
        return selection.totalled() > 0
                ? new Gap(
                        "the percentile lies on either side of the limit, as far as the kernel side's totals tell",
                        "call it less often per second, so that each call is told")
                : new Gap(
                        "the percentile is as long as the limit, as far as times are told apart: to a thousandth",
                        "choose a limit that is further from what is measured");
    }

    /** Gives whether the percentile is below the limit, had all calls that went unseen taken longer than the others. */
    private boolean surelyBelow(Distribution latency, double percentile) {
        if (unseen == Unseen.ANY_NUMBER) {
            return false;
        }
        long rank = Distribution.rank(percentile, latency.count() + unseen);
        return rank <= latency.count() && latency.rank(rank).high() < assertion.limit();
    }

    /** Gives whether the percentile reaches the limit, had all calls that went unseen taken less than the others. */
    private boolean surelyNotBelow(Distribution latency, double percentile) {
        if (unseen == Unseen.ANY_NUMBER) {
            return false;
        }
        long rank = Distribution.rank(percentile, latency.count() + unseen) - unseen;
        return rank >= 1 && latency.rank(rank).low() >= assertion.limit();
    }

    private long callsNeeded(double percentile) {
        BigDecimal beyond = BigDecimal.valueOf(100).subtract(BigDecimal.valueOf(percentile));
        if (beyond.signum() == 0) {
            return 1;
        }
        return BigDecimal.valueOf(judgement.settings().fewestSamples())
                .multiply(BigDecimal.valueOf(100))
                .divide(beyond, 0, RoundingMode.CEILING)
                .longValue();
    }

    private OperationAnswer count() {
        double calls = selection.calls();
        return counted(decided(
                calls == assertion.limit() && unseen == 0,
                calls > assertion.limit() || calls + unseen < assertion.limit()));
    }

    private OperationAnswer countAtLeast() {
        double calls = selection.calls();
        return counted(decided(calls >= assertion.limit(), calls + unseen < assertion.limit()));
    }

    private OperationAnswer countAtMost() {
        double calls = selection.calls();
        return counted(decided(calls + unseen <= assertion.limit(), calls > assertion.limit()));
    }

    private OperationAnswer counted(Verdict verdict) {
        return OperationAnswer.of(verdict, Measured.exactly(selection.calls()), selection.calls())
                .because("calls that went unseen may be missing from the count", LOOK);
    }

    private OperationAnswer throughput() {
        Throughput throughput = selection.throughput();
        if (throughput.calls() == 0) {
            return without("reads or writes", OperationCategory.READ, OperationCategory.WRITE);
        }
        Measured measured = throughput.bytesPerSecond();
        Verdict verdict = decided(
                unseen == 0 && measured.low() > assertion.limit(), unseen == 0 && measured.high() <= assertion.limit());
        return OperationAnswer.of(verdict, measured, throughput.calls())
                .because(
                        unseen == 0
                                ? "how long the calls were under way is known only within bounds"
                                : "calls that went unseen may have moved bytes, or taken time",
                        unseen == 0 ? "ask it of one function, or of all" : LOOK);
    }

    private OperationAnswer hitRate() {
        CacheUse cache = selection.cache();
        if (cache.lookups() == 0) {
            return without("looked into a cache and came back", OperationCategory.CACHE_LOOKUP);
        }
        double low = 100.0 * cache.hits() / ((double) cache.lookups() + unseen);
        double high = 100.0 * ((double) cache.hits() + unseen) / ((double) cache.lookups() + unseen);
        return OperationAnswer.of(
                        decided(low > assertion.limit(), high <= assertion.limit()),
                        Measured.exactly(cache.hitRate()),
                        cache.lookups())
                .because("lookups that went unseen could change the answer", LOOK);
    }

    private OperationAnswer lockWait() {
        LockUse locks = selection.locks();
        long waits = locks.waits().count() + locks.contentions().count();
        Optional<OperationAnswer> blind = blindToWaits(locks);
        if (blind.isPresent() && locks.longestWait().low() < assertion.limit()) {
            return blind.get();
        }
        Bounds longest = locks.longestWait();
        return OperationAnswer.of(belowLimit(longest, true), Measured.of(longest), waits)
                .because("a longer wait may have gone unseen", LOOK);
    }

    private OperationAnswer noContention() {
        LockUse locks = selection.locks();
        Optional<OperationAnswer> blind = blindToWaits(locks);
        if (blind.isPresent() && locks.longWaits() == 0) {
            return blind.get();
        }
        return OperationAnswer.of(
                        decided(locks.longWaits() == 0 && judgement.unseen().nothing(), locks.longWaits() > 0),
                        Measured.exactly(locks.longWaits()),
                        locks.waits().count() + locks.contentions().count())
                .because("a wait may have gone unseen", LOOK);
    }

    private Optional<OperationAnswer> blindToWaits(LockUse locks) {
        if (judgement.observation().contentionTraced() || locks.waits().count() > 0) {
            return Optional.empty();
        }
        Gap gap = EmptyCategories.gap(assertion, judgement, "takes a lock", List.of(OperationCategory.LOCK));
        return Optional.of(OperationAnswer.none(
                0,
                "waits for the kernel's locks are not traced, and " + gap.cause(),
                "trace PERFORMANCE with kernel_trace.lock_ops on a kernel from 5.19 on; or " + gap.remedy()));
    }

    private OperationAnswer without(String did, OperationCategory... categories) {
        return OperationAnswer.none(0, EmptyCategories.gap(assertion, judgement, did, List.of(categories)));
    }

    private OperationAnswer lockHold() {
        LockUse locks = selection.locks();
        long stillHeld =
                locks.stillHeld().stream().mapToLong(LockUse.Hold::nanos).max().orElse(0);
        Bounds longest = new Bounds(
                Math.max(locks.holds().max().low(), stillHeld),
                Math.max(locks.holds().max().high(), stillHeld));
        long holds = locks.holds().count() + locks.stillHeldCount();
        if (holds == 0) {
            return without("took a lock and gave it back", OperationCategory.LOCK, OperationCategory.UNLOCK);
        }
        boolean whole =
                locks.stillHeldCount() == 0 && locks.releasedUnseen() == 0 && selection.lockCallsTotalled() == 0;
        return OperationAnswer.of(belowLimit(longest, whole), Measured.of(longest), holds)
                .because(
                        whole
                                ? "a longer hold may have gone unseen"
                                : locks.stillHeldCount() + " locks are still held, " + locks.releasedUnseen()
                                        + " were given back that were not seen to be taken, and "
                                        + selection.lockCallsTotalled() + " calls were not told one by one",
                        whole ? LOOK : "let the window begin and end where no lock is held");
    }

    /** Gives why nothing that depends on errors can be answered, where they are switched off. */
    private Optional<Gap> blindToErrors() {
        return judgement.settings().tracks(TrackedFigure.ERRORS)
                ? Optional.empty()
                : Optional.of(new Gap(
                        "errors are not tracked, as " + TrackedFigure.ERRORS.key() + " is false",
                        "set " + TrackedFigure.ERRORS.key() + " to true"));
    }

    private OperationAnswer errorRate() {
        Optional<Gap> blind = blindToErrors();
        if (blind.isPresent()) {
            return OperationAnswer.none(selection.calls(), blind.get());
        }
        long calls = selection.callsWithResult();
        long errors = selection.errorCount();
        if (calls == 0) {
            return withoutResult();
        }
        double low = 100.0 * errors / ((double) calls + unseen);
        double high = 100.0 * ((double) errors + unseen) / ((double) calls + unseen);
        return OperationAnswer.of(
                        decided(high < assertion.limit(), low >= assertion.limit()),
                        Measured.exactly(selection.errorRate()),
                        calls)
                .because("calls that went unseen could change the answer", LOOK);
    }

    private OperationAnswer noErrors() {
        Optional<Gap> blind = blindToErrors();
        if (blind.isPresent()) {
            return OperationAnswer.none(selection.calls(), blind.get());
        }
        long calls = selection.callsWithResult();
        if (calls == 0) {
            return withoutResult();
        }
        long errors = selection.errorCount();
        return OperationAnswer.of(decided(errors == 0 && unseen == 0, errors > 0), Measured.exactly(errors), calls)
                .because("a call that went unseen may have failed", LOOK);
    }

    private OperationAnswer withoutResult() {
        return OperationAnswer.none(
                selection.calls(),
                "none of the calls of '" + assertion.functions() + "' returns anything that could be an error",
                "ask it of functions that return one");
    }

    private OperationAnswer noAlerts() {
        long alerts = selection.alerts().size();
        Optional<Gap> blind = blindToErrors();
        if (blind.isPresent() && alerts == 0) {
            return OperationAnswer.none(selection.calls(), blind.get());
        }
        boolean complete = judgement.unseen().nothing();
        boolean everyCallLookedAt = selection.furtherAlerts() == 0 && selection.totalled() == 0;
        return OperationAnswer.of(
                        decided(complete && alerts == 0 && everyCallLookedAt, complete && alerts > 0),
                        Measured.exactly(alerts),
                        selection.calls())
                .because(
                        complete
                                ? selection.totalled() + " calls were not told one by one, and "
                                        + selection.furtherAlerts() + " alerts were not kept"
                                : "what went unseen could change the answer",
                        complete ? "narrow what is traced" : LOOK);
    }

    /** A longest value that reaches the limit is certain; one that does not may not be the longest. */
    private Verdict belowLimit(Bounds longest, boolean everyOneKnown) {
        return decided(
                everyOneKnown && judgement.unseen().nothing() && longest.high() < assertion.limit(),
                longest.low() >= assertion.limit());
    }

    private static Verdict decided(boolean surely, boolean surelyNot) {
        if (surelyNot) {
            return Verdict.FAILED;
        }
        return surely ? Verdict.PASSED : Verdict.INCONCLUSIVE;
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
