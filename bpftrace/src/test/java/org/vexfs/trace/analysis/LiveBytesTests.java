package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.analysis.LiveBytes.Point;

class LiveBytesTests {

    private final LiveBytes held = new LiveBytes();

    @Test
    void eachPointIsKeptWhereThereAreFew() {
        held.reached(0, 100);
        held.reached(5_000, 300);
        held.reached(9_000, 0);

        assertThat(held.points()).containsExactly(new Point(0, 100), new Point(5_000, 300), new Point(9_000, 0));
    }

    @Test
    void ofASliceThePeakAndTheLastAreKept() {
        held.reached(100, 10);
        held.reached(200, 900);
        held.reached(300, 20);
        held.reached(400, 30);

        assertThat(held.points()).containsExactly(new Point(200, 900), new Point(400, 30));
    }

    @Test
    void aLongWindowHasFewPointsInOrderAndThePeakIsAmongThem() {
        for (int i = 0; i < 1_000_000; i++) {
            held.reached(i * 7_919L, i == 777_777 ? 1_000_000 : i % 1_000);
        }

        assertThat(held.points())
                .hasSizeBetween(50, LiveBytes.MOST_POINTS)
                .isSortedAccordingTo(Comparator.comparingLong(Point::nanos))
                .contains(new Point(777_777 * 7_919L, 1_000_000))
                .endsWith(new Point(999_999 * 7_919L, 999));
    }

    @Test
    void aTimeBeforeTheLatestCountsAsThatOne() {
        held.reached(5_000, 10);
        held.reached(4_000, 20);

        assertThat(held.points()).containsExactly(new Point(5_000, 20));
    }

    @Test
    void nothingHasNoPoints() {
        assertThat(held.points()).isEmpty();
    }
}
