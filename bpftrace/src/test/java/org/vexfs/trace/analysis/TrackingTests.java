package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexfs.trace.analysis.UsageAssertion.Question;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.IndirectAllocations;
import org.vexfs.trace.config.UsageSettings;
import org.vexfs.trace.config.UsageSettings.Tracking;
import org.vexfs.trace.event.Allocation;
import org.vexfs.trace.event.CallStack;
import org.vexfs.trace.event.Counts;
import org.vexfs.trace.event.Free;
import org.vexfs.trace.event.Marker;
import org.vexfs.trace.event.MemoryKind;

/** What is switched off is not judged: {@code memory_trace.tracking}. */
class TrackingTests {

    private static final String START = "vx00000c0000001";
    private static final String END = "vx00000c0000002";
    private static final Tracking LEAKS_OFF = new Tracking(true, true, false);

    private final MemoryLedger ledger = new MemoryLedger();

    @Test
    void whereEverythingIsTrackedAWindowThatFreesWhatItAllocatesPasses() {
        MemoryJudgement judgement = clean(Tracking.ALL);

        assertThat(judgement.verdict()).isEqualTo(Verdict.PASSED);
        assertThat(judgement.untracked()).isEmpty();
        assertThat(MemoryAssertion.IS_COMPLETE.verdict(judgement)).isEqualTo(Verdict.PASSED);
    }

    @ParameterizedTest
    @CsvSource({
        "false, true, true, INCONCLUSIVE, track_allocations",
        "true, false, true, INCONCLUSIVE, track_deallocations",
        "true, true, false, PASSED, track_leaks",
    })
    void whatIsSwitchedOffDoesNotPassAndTheKeyIsNamedWithItsRemedy(
            boolean allocations, boolean deallocations, boolean leaks, Verdict frees, String key) {
        MemoryJudgement judgement = clean(new Tracking(allocations, deallocations, leaks));

        assertThat(judgement.leaks()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judgement.doubleFrees()).isEqualTo(frees);
        assertThat(judgement.invalidFrees()).isEqualTo(frees);
        assertThat(MemoryAssertion.IS_COMPLETE.verdict(judgement)).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judgement.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).endsWith(", as memory_trace.tracking." + key + " is false");
            assertThat(gap.remedy()).isEqualTo("set memory_trace.tracking." + key + " to true");
        });
        assertThat(judgement.gapsOfTrace()).isEmpty();
    }

    @Test
    void whereLeaksAreNotLookedForWhatIsHeldIsNoFinding() {
        MemoryJudgement judgement = leaky(LEAKS_OFF);

        assertThat(judgement.leaks()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judgement.leakFindings()).isEmpty();
        assertThat(judgement.usage().old()).isEqualTo(new MemoryUsage.OldObjects(0, 0));
    }

    @Test
    void aLeakThatIsCertainFailsThoughAllocationsAreNotTold() {
        assertThat(leaky(new Tracking(false, true, true)).leaks()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void noSuppressionMakesWhatIsSwitchedOffPass() {
        assertThat(leaky(LEAKS_OFF).withLeaks(List.of(), List.of()).leaks()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @ParameterizedTest
    @CsvSource({
        "PEAK_MEMORY_BELOW, false, true, true, INCONCLUSIVE",
        "PEAK_MEMORY_BELOW, true, false, true, INCONCLUSIVE",
        "PEAK_MEMORY_BELOW, true, true, false, PASSED",
        "NO_ALLOCATION_ABOVE, false, true, true, INCONCLUSIVE",
        "NO_ALLOCATION_ABOVE, true, false, true, PASSED",
        "NO_ALLOCATION_FAILURES, false, true, true, INCONCLUSIVE",
        "NO_ALLOCATION_FAILURES, true, false, false, PASSED",
    })
    void anAssertionOnUsageDoesNotPassWhereWhatItRestsOnIsSwitchedOff(
            Question question, boolean allocations, boolean deallocations, boolean leaks, Verdict verdict) {
        MemoryJudgement judgement = clean(new Tracking(allocations, deallocations, leaks));

        assertThat(new UsageAssertion(question, question == Question.NO_ALLOCATION_FAILURES ? 0 : 1_000)
                        .verdict(judgement))
                .isEqualTo(verdict);
    }

    private MemoryJudgement clean(Tracking tracking) {
        begin(tracking);
        ledger.accept(allocation());
        ledger.accept(new Free(12, 1, 1, 0xa0, 0x10, Free.Kind.LIVE, 0));
        return judged(new Counts(1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0));
    }

    private MemoryJudgement leaky(Tracking tracking) {
        begin(tracking);
        ledger.accept(allocation());
        return judged(new Counts(1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0));
    }

    private void begin(Tracking tracking) {
        UsageSettings shipped = ConfigLoader.shipped().usage();
        UsageSettings settings = new UsageSettings(
                shipped.largeAllocation(),
                shipped.vectors(),
                tracking,
                shipped.leaks(),
                shipped.pressure(),
                shipped.details(),
                shipped.alerts());
        ledger.measureFrom(
                START,
                marker -> new UsageMeter(
                        new WindowScope(marker, Attribution.MODULE, IndirectAllocations.FAIL),
                        settings,
                        TrackingTests::site));
        ledger.accept(new Marker(10, 1, 1, START, Counts.NONE));
    }

    private MemoryJudgement judged(Counts counted) {
        ledger.accept(new Marker(1_000_000_000_000L, 1, 1, END, counted));
        MarkerEcho start = ledger.echo(START).orElseThrow();
        return new MemoryJudge(ledger, TrackingTests::site)
                .judge(new WindowEvidence(
                        new WindowScope(start.marker(), Attribution.MODULE, IndirectAllocations.FAIL),
                        start,
                        ledger.echo(END).orElseThrow(),
                        ledger.outstanding(),
                        false,
                        Missed.NONE,
                        Optional.empty(),
                        List.of(),
                        List.of()));
    }

    private static Allocation allocation() {
        return new Allocation(11, 1, 1, 0xa0, 100, 128, 0x10, MemoryKind.SLAB, new CallStack(new long[] {0x10}));
    }

    private static CallSite site(long address) {
        return new CallSite(address, "vexfs_insert+0x10", Optional.empty(), true);
    }
}
