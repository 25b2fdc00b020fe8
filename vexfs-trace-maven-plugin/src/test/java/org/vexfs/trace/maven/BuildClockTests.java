package org.vexfs.trace.maven;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BuildClockTests {

    private static final long HOUR = 3_600_000;
    private static final long STARTED = 1_790_000_000_000L;

    @Test
    void aClockThatGoesOnWasNotSetBack() {
        assertThat(BuildClock.setBack(STARTED, 5_000, STARTED + 5_000)).isZero();
    }

    @Test
    void aClockThatIsAdjustedWasNotSetBack() {
        assertThat(BuildClock.setBack(STARTED, 24 * HOUR, STARTED + 24 * HOUR - 9_000))
                .isZero();
    }

    @Test
    void aClockThatWasSetForwardWasNotSetBack() {
        assertThat(BuildClock.setBack(STARTED, 5_000, STARTED + 5_000 + HOUR)).isZero();
    }

    @Test
    void aClockThatWasSetBackIsBehindByThat() {
        assertThat(BuildClock.setBack(STARTED, 5_000, STARTED + 5_000 - HOUR)).isEqualTo(HOUR);
    }
}
