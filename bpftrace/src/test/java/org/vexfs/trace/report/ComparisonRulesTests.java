package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.baseline.Gates;

class ComparisonRulesTests {

    @Test
    void theyAreRead() {
        assertThat(ComparisonRules.parse("50, 99,99.9", "2%", "10%", List.of()))
                .isEqualTo(new ComparisonRules(List.of(50.0, 99.0, 99.9), new Gates(0.02, 0.1), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "0.0", "100", "50,", "p50", "-1", "50;99"})
    void percentilesThatAreNoneAreNamed(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ComparisonRules.parse(text, "1%", "5%", List.of()))
                .withMessage("percentiles is '" + text
                        + "'; expected numbers above 0 and below 100, with at most 2 decimals, such as 50,99");
    }
}
