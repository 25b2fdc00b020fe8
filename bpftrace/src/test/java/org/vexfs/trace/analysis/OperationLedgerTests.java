package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.event.Contention;
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

    private static Operation call(long entered, long returned) {
        return call("vexfs_search", 1, entered, returned);
    }

    private static Operation call(String function, int tid, long entered, long returned) {
        return Operation.of(entered, returned - entered, 1, tid, 0, function, 0, 0xabc);
    }
}
