package org.vexfs.trace.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MarkerNameTests {

    @ParameterizedTest
    @CsvSource({
        "COUNT, 0, vx5venoc0000000",
        "COUNT, 35, vx5venoc000000z",
        "COUNT, 36, vx5venoc0000010",
        "DUMP, 26, vx5venod000000q",
        "DUMP, 78364164095, vx5venodzzzzzzz",
    })
    void aNameHasTheTraceTheKindAndTheNumberToTheBaseOf36(MarkerName.Kind kind, long number, String text) {
        assertThat(new MarkerName("5veno", kind, number).text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 1_000_000, 78_364_164_095L})
    void everyNameFitsTheFifteenBytesOfAThreadsName(long number) {
        assertThat(new MarkerName("00000", MarkerName.Kind.COUNT, number).text())
                .hasSize(15)
                .matches("vx[0-9a-z]{13}");
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 78_364_164_096L, Long.MAX_VALUE, Long.MIN_VALUE})
    void aNumberThatSevenDigitsCannotHoldIsRefused(long number) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MarkerName("00000", MarkerName.Kind.COUNT, number))
                .withMessage("number is " + number + ", not in 0..78364164095");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1234", "123456", "ABCDE", "12 45", "1234\n", "abcdé", "12'45"})
    void aTraceThatIsNotFiveDigitsIsRefused(String trace) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MarkerName(trace, MarkerName.Kind.COUNT, 0))
                .withMessageContaining("'" + trace + "'");
    }

    @ParameterizedTest
    @CsvSource({
        "00000, 0030303030307876", // what the shipped script stands with
        "5veno, 006f6e6576357876",
        "zzzzz, 007a7a7a7a7a7876",
    })
    void thePrefixIsTheLittleEndianNumberOfTheFirstSevenBytes(String trace, String hexadecimal) {
        assertThat(MarkerName.prefix(trace)).isEqualTo(Long.parseLong(hexadecimal, 16));
    }

    @Test
    void theKindStandsWhereTheScriptReadsItsEighthByte() {
        assertThat(new MarkerName("00000", MarkerName.Kind.DUMP, 0).text().charAt(7))
                .isEqualTo((char) 0x64);
        assertThat(MarkerName.KIND_INDEX).isEqualTo(7);
    }
}
