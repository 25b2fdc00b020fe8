package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.config.OperationSettings.AlertThresholds;

class AlertTests {

    private static final long SECOND = 1_000_000_000;
    private static final long MILLISECOND = 1_000_000;

    private final TracedOperations module = new TracedOperations(TracedOperations.settings(
            new AlertThresholds(Duration.ofSeconds(1), 10, Duration.ofMillis(5), 50, 10, 20)));

    @Test
    void aMedianThatReachesTheThresholdWithinAnIntervalIsHighLatency() {
        calls("vexfs_search", 12, 6 * MILLISECOND, 0);
        module.idlesUntil(SECOND);
        calls("vexfs_search", 12, MILLISECOND, 0);
        module.idlesUntil(2 * SECOND);

        assertThat(module.profile().alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo(Alert.Kind.HIGH_LATENCY);
            assertThat(alert.subject()).isEqualTo("vexfs_search");
            assertThat(alert.from()).isEqualTo(TracedOperations.START);
            assertThat(alert.to()).isEqualTo(TracedOperations.START + SECOND);
            assertThat(alert.calls()).isEqualTo(12);
            assertThat(alert.value()).isBetween(5_900_000.0, 6_000_000.0);
            assertThat(alert.threshold()).isEqualTo(5_000_000.0);
        });
    }

    @Test
    void tooFewCallsRaiseNoAlert() {
        calls("vexfs_search", 9, 6 * MILLISECOND, -5);

        assertThat(module.profile().alerts()).isEmpty();
    }

    @Test
    void asManyCallsAsItTakesAreEnough() {
        calls("vexfs_search", 10, 6 * MILLISECOND, 0);

        assertThat(module.profile().alerts()).extracting(Alert::kind).containsExactly(Alert.Kind.HIGH_LATENCY);
    }

    @Test
    void theIntervalThatIsUnderWayIsLookedAtToo() {
        calls("vexfs_search", 10, 10, -5);

        OperationProfile profile = module.profile();

        assertThat(profile.alerts())
                .containsExactly(new Alert(
                        Alert.Kind.HIGH_ERROR_RATE, profile.from(), profile.to(), "vexfs_search", 100, 10, 10));
        assertThat(profile.alertCount()).isEqualTo(1);
    }

    @Test
    void anErrorRateAtTheThresholdRaisesNoAlert() {
        calls("vexfs_search", 9, 10, 0);
        calls("vexfs_search", 1, 10, -5);

        assertThat(module.profile().alerts()).isEmpty();
    }

    @Test
    void aHitRateBelowTheThresholdRaisesAnAlert() {
        calls("vexfs_cache_lookup", 6, 10, 0);
        calls("vexfs_cache_lookup", 4, 10, 1);

        assertThat(module.profile().alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo(Alert.Kind.LOW_HIT_RATE);
            assertThat(alert.value()).isEqualTo(40);
        });
    }

    @Test
    void aHitRateAtTheThresholdRaisesNoAlert() {
        calls("vexfs_cache_lookup", 5, 10, 0);
        calls("vexfs_cache_lookup", 5, 10, 1);

        assertThat(module.profile().alerts()).isEmpty();
    }

    @Test
    void waitingForLocksALargeShareOfTheTimeRaisesAnAlertOnTheOneThatWaitsMost() {
        for (int i = 0; i < 10; i++) {
            long from = i * 1_000L;
            module.returns("vexfs_lock", 1, from, from + 100, 0, 1)
                    .returns("vexfs_unlock", 1, from + 150, from + 160, 0, 1)
                    .waited("vexfs_insert", 2, 200, from + 400)
                    .returns("vexfs_insert", 0, from, from + 1_000, 0);
        }

        assertThat(module.profile().alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo(Alert.Kind.HIGH_CONTENTION);
            assertThat(alert.subject()).isEqualTo("vexfs_insert");
            assertThat(alert.value()).isEqualTo(30);
            assertThat(alert.calls()).isEqualTo(10);
        });
    }

    @Test
    void waitingForLocksAsLargeAShareOfTheTimeAsTheThresholdRaisesNoAlert() {
        for (int i = 0; i < 10; i++) {
            long from = i * 1_000L;
            module.waited("vexfs_insert", 2, 200, from + 400).returns("vexfs_insert", 0, from, from + 1_000, 0);
        }

        assertThat(module.profile().alerts()).isEmpty();
    }

    @Test
    void soManyAlertsAreKeptAndTheOthersCounted() {
        for (int second = 0; second < 300; second++) {
            calls("vexfs_search", 10, 10, -5);
            module.idlesUntil((second + 1) * SECOND);
        }

        OperationProfile profile = module.profile();

        assertThat(profile.alerts()).hasSize(OperationMeter.MOST_ALERTS);
        assertThat(profile.alertCount()).isEqualTo(300);
    }

    @Test
    void anIntervalThatIsOverIsToldOfThoughNothingHappensAfterIt() {
        calls("vexfs_search", 10, 10, -5);
        module.beatsAt(SECOND);

        assertThat(module.alerted()).isEmpty();

        // What happened before the beat may still be under way as long as it is held back.
        module.beatsAt(SECOND + 2 * RecentEvents.HELD_BACK);

        assertThat(module.alerted()).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo(Alert.Kind.HIGH_ERROR_RATE);
            assertThat(alert.to()).isEqualTo(TracedOperations.START + SECOND);
        });
        assertThat(module.profile().alerts()).isEqualTo(module.alerted());
    }

    @Test
    void anIntervalInWhichNothingIsConspicuousIsNotToldOf() {
        calls("vexfs_search", 10, 10, 0);
        module.beatsAt(SECOND + 2 * RecentEvents.HELD_BACK);
        module.beatsAt(2 * SECOND + 2 * RecentEvents.HELD_BACK);

        assertThat(module.alerted()).isEmpty();
    }

    private void calls(String function, int times, long nanos, long result) {
        for (int i = 0; i < times; i++) {
            module.calls(function, nanos, result);
        }
    }
}
