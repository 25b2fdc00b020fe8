package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

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
}
