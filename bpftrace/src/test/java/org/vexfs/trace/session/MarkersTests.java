package org.vexfs.trace.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.event.MarkerName;

class MarkersTests {

    @RepeatedTest(100)
    void aTraceHasFiveCharactersOfItsOwn() {
        assertThat(Markers.random().trace()).matches("[0-9a-z]{5}");
    }

    @Test
    void everyMarkerHasANumberOfItsOwn() {
        Markers markers = Markers.random();

        assertThat(markers.next(MarkerName.Kind.COUNT).text()).isEqualTo("vx" + markers.trace() + "c0000000");
        assertThat(markers.next(MarkerName.Kind.DUMP).text()).isEqualTo("vx" + markers.trace() + "d0000001");
    }

    @Test
    void aThreadKeepsItsNameWhenItHasSetAMarker() {
        String name = Thread.currentThread().getName();
        Markers.set(new MarkerName("00000", MarkerName.Kind.COUNT, 1));

        assertThat(Thread.currentThread().getName()).isEqualTo(name);
    }
}
