package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** Percentiles of numbers of any size, as exact as the digits that count. */
class SizedHistogramPropertyTests {

    @Property
    void oneNumberIsEveryPercentileLikeTheSameNumberTwice(
            @ForAll @LongRange(max = Long.MAX_VALUE) long number, @ForAll @IntRange(min = 1, max = 3) int digits) {
        Percentiles once = of(digits, number).percentiles();
        Percentiles twice = of(digits, number, number).percentiles();

        assertThat(once).isEqualTo(new Percentiles(1, twice.p50(), twice.p95(), twice.p99(), twice.max()));
    }

    @Example
    void noNumberHasNone() {
        assertThat(of(3).percentiles()).isEqualTo(Percentiles.NONE);
    }

    @Example
    void ofAHundredNumbersTheHalfIsAtMostTheFiftieth() {
        long[] numbers = LongStream.rangeClosed(1, 100).toArray();

        assertThat(of(3, numbers).percentiles()).isEqualTo(new Percentiles(100, 50, 95, 99, 100));
    }

    private static SizedHistogram of(int digits, long... numbers) {
        SizedHistogram histogram = new SizedHistogram(digits);
        for (long number : numbers) {
            histogram.record(number);
        }
        return histogram;
    }
}
