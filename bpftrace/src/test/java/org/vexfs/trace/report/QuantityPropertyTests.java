package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;

/** Numbers and times are written as the JDK's formatter would, digit by digit. */
class QuantityPropertyTests {

    @Property
    void aNumberHasItsThousandsApart(@ForAll long number) {
        assertThat(Quantity.number(number)).isEqualTo(String.format(Locale.ROOT, "%,d", number));
    }

    @Property
    void aNumberOfFewDigitsToo(@ForAll @LongRange(min = -2_000, max = 2_000) long number) {
        assertThat(Quantity.number(number)).isEqualTo(String.format(Locale.ROOT, "%,d", number));
    }

    @Property
    void microsecondsHaveOneDigitAfterThePoint(@ForAll @LongRange(max = 999_999) long nanos) {
        assertThat(Quantity.time(nanos)).isEqualTo(String.format(Locale.ROOT, "%.1f us", nanos / 1e3));
    }

    @Property
    void millisecondsToo(@ForAll @LongRange(min = 1_000_000, max = 999_999_999) long nanos) {
        assertThat(Quantity.time(nanos)).isEqualTo(String.format(Locale.ROOT, "%.1f ms", nanos / 1e6));
    }

    @Property
    void aNumberWithAPointToo(@ForAll double number, @ForAll @IntRange(min = 1, max = 3) int digits) {
        assertThat(Quantity.decimal(number, digits))
                .isEqualTo(String.format(Locale.ROOT, "%,." + digits + "f", number));
    }

    @Property
    void aNumberOfFewDigitsWithAPointToo(
            @ForAll @DoubleRange(min = -1, max = 2_000) @Scale(4) double number,
            @ForAll @IntRange(min = 1, max = 3) int digits) {
        assertThat(Quantity.decimal(number, digits))
                .isEqualTo(String.format(Locale.ROOT, "%,." + digits + "f", number));
    }

    @Example
    void whatIsNoNumberIsSaidToBeNone() {
        assertThat(Quantity.decimal(Double.POSITIVE_INFINITY, 1)).isEqualTo("Infinity");
        assertThat(Quantity.decimal(Double.NaN, 1)).isEqualTo("NaN");
    }
}
