package org.vexfs.trace.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTests {

    @ParameterizedTest
    @CsvSource({
        "PASSED, PASSED, PASSED",
        "PASSED, INCONCLUSIVE, INCONCLUSIVE",
        "PASSED, FAILED, FAILED",
        "INCONCLUSIVE, PASSED, INCONCLUSIVE",
        "INCONCLUSIVE, INCONCLUSIVE, INCONCLUSIVE",
        "INCONCLUSIVE, FAILED, FAILED",
        "FAILED, PASSED, FAILED",
        "FAILED, INCONCLUSIVE, FAILED",
        "FAILED, FAILED, FAILED",
    })
    void ofTwoVerdictsTheWorseCounts(Verdict one, Verdict other, Verdict worse) {
        assertThat(one.and(other)).isEqualTo(worse);
    }
}
