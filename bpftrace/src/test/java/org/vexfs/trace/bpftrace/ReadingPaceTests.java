package org.vexfs.trace.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vexfs.trace.bpftrace.ReadingPace.CLOSE_NANOS;
import static org.vexfs.trace.bpftrace.ReadingPace.GATHERED_BYTES;
import static org.vexfs.trace.bpftrace.ReadingPace.PAUSE_NANOS;
import static org.vexfs.trace.bpftrace.ReadingPace.ROW;

import org.junit.jupiter.api.Test;

class ReadingPaceTests {

    private static final int LINE = 120;

    private final ReadingPace pace = new ReadingPace();
    private long now = 1_000_000_000;

    @Test
    void linesThatComeNowAndThenAreReadAtOnce() {
        for (int i = 0; i < 10 * ROW; i++) {
            assertThat(read(LINE, CLOSE_NANOS + 1)).isZero();
        }
    }

    @Test
    void linesThatRushInAreLeftToGatherAsLongAsThatPays() {
        rush();

        assertThat(read(GATHERED_BYTES, PAUSE_NANOS)).isEqualTo(PAUSE_NANOS);
        assertThat(read(64 * GATHERED_BYTES, PAUSE_NANOS)).isEqualTo(PAUSE_NANOS);
    }

    @Test
    void afterTheRushALineIsReadAtOnceAgain() {
        rush();

        assertThat(read(GATHERED_BYTES - 1, 100 * PAUSE_NANOS)).isZero();
        assertThat(read(LINE, 1)).isZero();
    }

    private void rush() {
        read(LINE, CLOSE_NANOS + 1);
        for (int i = 0; i < ROW - 1; i++) {
            assertThat(read(LINE, CLOSE_NANOS)).isZero();
        }
        assertThat(read(LINE, CLOSE_NANOS)).isEqualTo(PAUSE_NANOS);
    }

    private long read(int length, long afterNanos) {
        now += afterNanos;
        return pace.after(length, now);
    }
}
