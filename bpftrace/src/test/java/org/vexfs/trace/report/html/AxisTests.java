package org.vexfs.trace.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AxisTests {

    @Test
    void timesOverDecadesAreMarkedByDecades() {
        assertThat(Axis.times("", 500, 20_000_000).marks())
                .extracting(Axis.Mark::label)
                .containsExactly("1 us", "10 us", "100 us", "1 ms", "10 ms");
    }

    @Test
    void timesCloseToEachOtherAreMarkedBetweenDecades() {
        assertThat(Axis.times("", 900, 6_000).marks())
                .extracting(Axis.Mark::label)
                .containsExactly("1 us", "2 us", "5 us");
    }

    @Test
    void bytesAreMarkedInTheUnitThatSuitsThem() {
        assertThat(Axis.bytes("", 384).marks())
                .extracting(Axis.Mark::label)
                .containsExactly("0 B", "100 B", "200 B", "300 B", "400 B");
        assertThat(Axis.bytes("", 8 * 1024 * 1024).marks())
                .extracting(Axis.Mark::label)
                .containsExactly("0 MiB", "2 MiB", "4 MiB", "6 MiB", "8 MiB");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "1, 9223372036854775807", "4096, 4097"})
    void whateverTheValuesThereIsAnAxis(long lowest, long highest) {
        for (Axis axis : new Axis[] {
            Axis.times("", lowest, highest),
            Axis.bytes("", highest),
            Axis.elapsed("", highest),
            Axis.numbers("", highest, "")
        }) {
            assertThat(axis.high()).isGreaterThan(axis.low());
            assertThat(axis.marks()).hasSizeBetween(1, 12);
        }
    }
}
