package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.event.AbandonedCall;
import org.vexfs.trace.event.Contention;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.ModuleChange;
import org.vexfs.trace.event.Operation;
import org.vexfs.trace.event.OperationCounts;
import org.vexfs.trace.event.OperationTotals;
import org.vexfs.trace.event.OperationsMarker;

class OperationLedgerTests {

    private static final Observation OBSERVATION = new Observation(Set.of(), true, 0, Optional.empty());

    private final OperationLedger ledger = new OperationLedger();

    @Test
    void aMarkerTellsWhetherEverythingBeforeItArrived() {
        ledger.accept(marker("a", 1_000, 0));
        ledger.accept(call(1_100, 1_200));
        ledger.accept(call(1_300, 1_400));
        ledger.accept(marker("b", 2_000, 2));
        ledger.accept(marker("c", 3_000, 3));

        assertThat(echo("b").completeSince(echo("a"))).isTrue();
        assertThat(echo("c").completeSince(echo("b"))).isFalse();
        assertThat(echo("c").missingSince(echo("a")).told()).isEqualTo(1);
    }

    @Test
    void whatWasLostBeforeAWindowIsNoMatterOfIt() {
        ledger.accept(marker("a", 1_000, 5));
        ledger.accept(call(1_100, 1_200));
        ledger.accept(marker("b", 2_000, 6));

        assertThat(echo("b").completeSince(echo("a"))).isTrue();
    }

    @Test
    void aLineThatAMarkerOvertookIsNotMissing() {
        ledger.accept(marker("a", 1_000, 1));
        ledger.accept(call(900, 990));
        ledger.accept(marker("b", 2_000, 2));
        ledger.accept(call(1_100, 1_990));

        assertThat(echo("b").completeSince(echo("a"))).isTrue();
    }

    @Test
    void aLineThatOvertookAMarkerHidesNoneThatIsMissing() {
        ledger.accept(call(900, 1_010));
        ledger.accept(marker("a", 1_000, 0));
        ledger.accept(marker("b", 2_000, 1));
        ledger.accept(marker("c", 3_000, 2));

        assertThat(echo("b").completeSince(echo("a"))).isTrue();
        assertThat(echo("c").missingSince(echo("b")).told()).isEqualTo(1);
    }

    @Test
    void oneKindOfEventDoesNotMakeUpForAnother() {
        ledger.accept(marker("a", 1_000, 0));
        ledger.accept(new Contention(1_500, 10, 1, 1, 2, 0, "vexfs_insert"));
        ledger.accept(marker("b", 2_000, 1));

        assertThat(echo("b").completeSince(echo("a"))).isFalse();
        assertThat(echo("b").missingSince(echo("a")).told()).isEqualTo(1);
        assertThat(echo("b").missingSince(echo("a")).contentions()).isEqualTo(-1);
    }

    @Test
    void aMarkerThatHasNotComeBackHasNoEcho() {
        assertThat(ledger.echo("a")).isEmpty();
        assertThat(ledger.totals("a")).isEmpty();
        assertThat(evidence("a", "b")).isEmpty();
    }

    @Test
    void totalsAreKeptByTheirMarker() {
        OperationTotals totals = new OperationTotals("a", List.of());
        ledger.accept(totals);

        assertThat(ledger.totals("a")).contains(totals);
    }

    @Test
    void whatAWindowBeganWithIsNotForgottenHoweverManyMarkersComeWithinIt() {
        measureFrom("start");
        ledger.accept(marker("start", 1_000, 0));
        OperationTotals beginning = new OperationTotals("start", List.of());
        ledger.accept(beginning);
        for (int i = 0; i < 70_000; i++) {
            ledger.accept(marker("m" + i, 2_000 + i, 0));
            ledger.accept(new OperationTotals("m" + i, List.of()));
        }

        assertThat(ledger.totals("start")).contains(beginning);
        assertThat(ledger.echo("start")).isPresent();
        assertThat(ledger.totals("m0")).isEmpty();
    }

    @Test
    void aCallThatWasToldBeforeTheMarkerThoughItReturnedAfterItIsOfTheWindow() {
        measureFrom("a");
        ledger.accept(call(1_005, 1_010));
        ledger.accept(call(980, 990));
        ledger.accept(marker("a", 1_000, 1));
        ledger.accept(marker("b", 2_000, 2));

        assertThat(profile("a", "b").all().latency()).isEqualTo(DistributionTests.of(5));
    }

    @Test
    void aCallThatReturnedAfterTheLastMarkerIsNotOfTheWindowThoughItWasToldBeforeItIsJudged() {
        measureFrom("a");
        ledger.accept(marker("a", 1_000, 0));
        ledger.accept(call(1_100, 1_200));
        ledger.accept(call(1_900, 2_010));
        ledger.accept(marker("b", 2_000, 1));
        ledger.accept(call(2_100, 2_200));
        ledger.accept(call(1_100, 1_990));

        assertThat(profile("a", "b").all().latency()).isEqualTo(DistributionTests.of(100, 890));
        ledger.accept(marker("c", 3_000, 4));
        assertThat(profile("a", "c").all().calls()).isEqualTo(4);
    }

    @Test
    void linesThatOvertookEachOtherArePairedByTheirTime() {
        List<Operation> calls = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            long from = 10_000 + i * 100_000L;
            calls.add(call("vexfs_lock", i % 7, from, from + 10));
            calls.add(call("vexfs_unlock", i % 7, from + 60, from + 70));
        }
        measureFrom("a");
        ledger.accept(marker("a", 1_000, 0));
        Random random = new Random(3);
        // A line is late by up to 70 microseconds.
        calls.stream()
                .map(call -> new Late(call.returned() + random.nextInt(70_000), call))
                .sorted((a, b) -> Long.compare(a.arrives(), b.arrives()))
                .forEach(late -> ledger.accept(late.call()));
        ledger.accept(marker("b", 300_000_000, 4_000));

        LockUse locks = profile("a", "b").all().locks();
        assertThat(locks.holds().count()).isEqualTo(2_000);
        assertThat(locks.holds().max()).isEqualTo(Bounds.exactly(50));
        assertThat(locks.releasedUnseen()).isZero();
    }

    @Test
    void aWindowThatIsNoLongerMeasuredHasNoEvidence() {
        measureFrom("a");
        ledger.accept(marker("a", 1_000, 0));
        ledger.accept(marker("b", 2_000, 0));

        ledger.stopMeasuring("a");

        assertThat(evidence("a", "b")).isEmpty();
    }

    @Test
    void windowsThatOverlapAreMeasuredEachOnItsOwn() {
        measureFrom("a");
        measureFrom("b");
        ledger.accept(marker("a", 1_000, 0));
        ledger.accept(call(1_100, 1_200));
        ledger.accept(marker("b", 2_000, 1));
        ledger.accept(call(2_100, 2_200));
        ledger.accept(marker("c", 3_000, 2));

        assertThat(profile("a", "c").all().calls()).isEqualTo(2);
        assertThat(profile("b", "c").all().calls()).isEqualTo(1);
    }

    @Test
    void whatHappenedToTheModuleWithinTheWindowIsToldWithBothItsEnds() {
        measureFrom("a");
        List<ModuleChange> changes = LongStream.of(999, 1_000, 2_000, 2_001)
                .mapToObj(nanos -> new ModuleChange(nanos, false, 0, 0, 0, 0))
                .toList();
        changes.forEach(ledger::accept);
        ledger.accept(marker("a", 1_000, 0));
        ledger.accept(marker("b", 2_000, 0));

        assertThat(evidence("a", "b").orElseThrow().changes()).containsExactly(changes.get(1), changes.get(2));
    }

    @Test
    void callsThatWereAbandonedWithinTheWindowOnItsThreadAreItsOwn() {
        measureFrom("a");
        ledger.accept(abandoned(999, 1));
        ledger.accept(marker("a", 1_000, 0));
        ledger.accept(abandoned(1_000, 1));
        ledger.accept(abandoned(1_500, 2));
        ledger.accept(abandoned(2_000, 1));
        ledger.accept(abandoned(2_001, 1));
        ledger.accept(marker("b", 2_000, 0));

        WindowScope ownThread = WindowScope.startingAt(marker("a", 1_000, 0), Attribution.THREAD);
        assertThat(ledger.evidence(ownThread, "a", "b", OBSERVATION)
                        .orElseThrow()
                        .abandoned())
                .containsExactly(abandoned(1_000, 1), abandoned(2_000, 1));
        assertThat(evidence("a", "b").orElseThrow().abandoned()).hasSize(3);
    }

    @Test
    void aCallThatWasAbandonedBeforeAMarkerThatOvertookItIsNotMissing() {
        ledger.accept(marker("a", 1_000, 0));
        ledger.accept(new OperationsMarker(2_000, 1, 1, "b", new OperationCounts(0, 0, 0, 0, 0, 1, 0, 0, 0, 0)));
        assertThat(echo("b").completeSince(echo("a"))).isFalse();

        ledger.accept(abandoned(1_500, 1));

        assertThat(echo("b").completeSince(echo("a"))).isTrue();
    }

    @Test
    void whatBpftraceCouldNotDoWithinTheWindowIsToldInIt() {
        measureFrom("a");
        ledger.accept(new Loss(0, "before"));
        ledger.accept(marker("a", 1_000, 0));
        ledger.accept(new Loss(0, "Bad address (probe_read)"));
        // Those that are counted tell it by themselves.
        ledger.accept(new Loss(0, "Map full; can't update element"));
        ledger.accept(new Loss(7, "lost"));
        ledger.accept(marker("b", 2_000, 0));
        ledger.accept(new Loss(0, "after"));

        assertThat(evidence("a", "b").orElseThrow().errors()).containsExactly("Bad address (probe_read)");
    }

    @Test
    void whatIsMeasuredCanBeLookedAtWhileTheWindowIsOpen() {
        measureFrom("a");
        ledger.accept(marker("a", 1_000, 0));
        ledger.accept(call(1_100, 1_200));
        ledger.accept(new Heartbeat(1_200 + 2 * RecentEvents.HELD_BACK));

        assertThat(ledger.profile("a", 2_000).orElseThrow().all().calls()).isEqualTo(1);
        assertThat(ledger.profile("b", 2_000)).isEmpty();
    }

    private record Late(long arrives, Operation call) {}

    private void measureFrom(String name) {
        ledger.measureFrom(
                name,
                marker -> new OperationMeter(
                        WindowScope.startingAt(marker, Attribution.MODULE), TracedOperations.settings()));
    }

    private OperationsEcho echo(String marker) {
        return ledger.echo(marker).orElseThrow();
    }

    private OperationProfile profile(String start, String end) {
        return evidence(start, end).orElseThrow().told();
    }

    private Optional<OperationEvidence> evidence(String start, String end) {
        return ledger.evidence(
                WindowScope.startingAt(marker(start, 0, 0), Attribution.MODULE), start, end, OBSERVATION);
    }

    private static OperationsMarker marker(String name, long nanos, long told) {
        return new OperationsMarker(nanos, 1, 1, name, new OperationCounts(told, told, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    private static AbandonedCall abandoned(long nanos, int tid) {
        return new AbandonedCall(nanos, 900, 1, tid, 0, "vexfs_search");
    }

    private static Operation call(long entered, long returned) {
        return call("vexfs_search", 1, entered, returned);
    }

    private static Operation call(String function, int tid, long entered, long returned) {
        return Operation.of(entered, returned - entered, 1, tid, 0, function, 0, 0xabc);
    }
}
