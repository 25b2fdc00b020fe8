package org.vexfs.trace.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class CountsTests {

    private static final Counts EARLIER = new Counts(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    private static final Counts LATER = new Counts(11, 22, 33, 44, 55, 66, 77, 88, 99, 110, 121, 132);

    @Test
    void everyCountGrowsSinceAnEarlierPoint() {
        assertThat(LATER.since(EARLIER)).isEqualTo(new Counts(10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120));
    }

    @Test
    void nothingHappenedSinceTheSamePoint() {
        assertThat(LATER.since(LATER)).isEqualTo(Counts.NONE);
    }

    @Test
    void theFirstFourAndTheLastThreeCountsAreLinesThatWereEmitted() {
        assertThat(EARLIER.emitted()).isEqualTo(1 + 2 + 3 + 4 + 9 + 10 + 11);
        assertThat(EARLIER.ofEvents()).isEqualTo(new Counts(1, 2, 3, 4, 0, 0, 0, 0, 9, 10, 11, 0));
    }

    @Test
    void whatWasNeitherFreedNorGivenOutAgainNorLeftOutOfTheMapIsLive() {
        assertThat(new Counts(10, 4, 9, 9, 2, 9, 1, 9, 0, 0, 0, 0).live()).isEqualTo(10 - 4 - 2 - 1);
    }

    @Test
    void anAddressLiesInsideAnObjectBehindItsStartAndBeforeItsEnd() {
        LiveObject object = new LiveObject(-4096, 1, 60, 64, 3, 4, 5, MemoryKind.SLAB, CallStack.EMPTY);

        assertThat(object.holdsInside(-4096)).isFalse();
        assertThat(object.holdsInside(-4095)).isTrue();
        assertThat(object.holdsInside(-4096 + 63)).isTrue();
        assertThat(object.holdsInside(-4096 + 64)).isFalse();
        assertThat(object.holdsInside(8)).isFalse();
    }

    @Test
    void aHoldingsListCannotBeChangedFromOutside() {
        var live = new ArrayList<LiveObject>();
        Holdings holdings = new Holdings("vx00000d0000000", live);
        live.add(new LiveObject(1, 2, 3, 4, 5, 6, 7, MemoryKind.SLAB, CallStack.EMPTY));

        assertThat(holdings.live()).isEmpty();
    }
}
