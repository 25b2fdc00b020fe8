package org.vexfs.trace.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class CountsTests {

    private static final Counts EARLIER = new Counts(1, 2, 3, 4, 5, 6, 7, 8);
    private static final Counts LATER = new Counts(11, 22, 33, 44, 55, 66, 77, 88);

    @Test
    void everyCountGrowsSinceAnEarlierPoint() {
        assertThat(LATER.since(EARLIER)).isEqualTo(new Counts(10, 20, 30, 40, 50, 60, 70, 80));
    }

    @Test
    void nothingHappenedSinceTheSamePoint() {
        assertThat(LATER.since(LATER)).isEqualTo(Counts.NONE);
    }

    @Test
    void onlyTheFirstFourCountsAreLinesThatWereEmitted() {
        assertThat(EARLIER.emitted()).isEqualTo(1 + 2 + 3 + 4);
    }

    @Test
    void whatWasNeitherFreedNorGivenOutAgainNorLeftOutOfTheMapIsLive() {
        assertThat(new Counts(10, 4, 9, 9, 2, 9, 1, 9).live()).isEqualTo(10 - 4 - 2 - 1);
    }

    @Test
    void aHoldingsListCannotBeChangedFromOutside() {
        var live = new ArrayList<LiveObject>();
        Holdings holdings = new Holdings("vx00000d0000000", live);
        live.add(new LiveObject(1, 2, 3, 4, 5, 6, 7));

        assertThat(holdings.live()).isEmpty();
    }
}
