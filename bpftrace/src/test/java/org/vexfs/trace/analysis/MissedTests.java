package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MissedTests {

    private static final Missed UNKNOWN = new Missed(Missed.UNKNOWN, Missed.UNKNOWN);

    @Test
    void onlyWhatWasMissedSinceCounts() {
        assertThat(new Missed(7, 9).since(new Missed(3, 4))).isEqualTo(new Missed(4, 5));
    }

    @Test
    void whatWasNotKnownOnceStaysUnknown() {
        assertThat(new Missed(7, 9).since(UNKNOWN)).isEqualTo(UNKNOWN);
        assertThat(UNKNOWN.since(new Missed(3, 4))).isEqualTo(UNKNOWN);
        assertThat(UNKNOWN.since(UNKNOWN)).isEqualTo(UNKNOWN);
    }

    @Test
    void oneUnknownNumberIsEnoughNotToKnow() {
        assertThat(new Missed(0, Missed.UNKNOWN).known()).isFalse();
        assertThat(new Missed(Missed.UNKNOWN, 0).known()).isFalse();
        assertThat(Missed.NONE.known()).isTrue();
    }
}
