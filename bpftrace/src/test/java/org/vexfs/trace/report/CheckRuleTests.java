package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckRuleTests {

    @Test
    void everythingInItIsRead() {
        CheckRule rule = CheckRule.parse(
                "org.example.*IT.*", "vexfs_search*", Map.of("p50", "500us", "p999", " 2ms ", "max", "1s"), "12.5 %");

        assertThat(rule.tests()).isEqualTo("org.example.*IT.*");
        assertThat(rule.operation()).isEqualTo("vexfs_search*");
        assertThat(rule.limits())
                .containsExactly(
                        entry(50.0, Duration.ofNanos(500_000)),
                        entry(99.9, Duration.ofMillis(2)),
                        entry(100.0, Duration.ofSeconds(1)));
        assertThat(rule.allowedRegression()).hasValue(0.125);
    }

    @Test
    void whatIsLeftOutIsEverythingOrNothing() {
        Map<String, String> limits = new HashMap<>();
        limits.put("p99", "2ms");
        limits.put("p50", null);
        CheckRule rule = CheckRule.parse(null, null, limits, null);

        assertThat(rule.tests()).isEqualTo("*");
        assertThat(rule.operation()).isEqualTo("*");
        assertThat(rule.limits()).hasSize(1);
        assertThat(rule.allowedRegression()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "2 m", "-2ms", "0ms", "1.5ms", "", "two ms"})
    void aLimitThatIsNoDurationIsNamed(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CheckRule.parse(null, null, Map.of("p99", text), null))
                .withMessage("p99 is '" + text + "'; expected a number with us, ms, s or min, such as 2ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"10", "-10%", "ten %", "", "1e3%", "%"})
    void aRegressionThatIsNoPercentageIsNamed(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CheckRule.parse(null, null, Map.of(), text))
                .withMessage("allowedRegression is '" + text + "'; expected a percentage from 0 on, such as 10%");
    }

    @ParameterizedTest
    @CsvSource({"tests, ''", "tests, 'vexfs_?'", "operation, '^vexfs'", "operation, 'a|b'"})
    void aGlobThatIsNoneIsNamed(String name, String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CheckRule.parse(
                        name.equals("tests") ? text : null,
                        name.equals("operation") ? text : null,
                        Map.of("p99", "2ms"),
                        null))
                .withMessage(name + " is '" + text + "'; expected a name in which * stands for any characters");
    }

    @Test
    void aRuleThatDemandsNothingIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CheckRule.parse("*", "*", Map.of(), null))
                .withMessage("a rule demands nothing. Remedy: give it one of p50, p95, p99, p999, max,"
                        + " allowedRegression, or remove it.");
    }

    @Test
    void aTestIsMatchedWithItsClassAndItsName() {
        TestRun run = Timed.run("search(int)[1]", 100, 1_000);

        assertThat(CheckRule.parse("org.example.StoreIT.search(int)[1]", null, Map.of("p99", "2ms"), null)
                        .matches(run))
                .isTrue();
        assertThat(CheckRule.parse("search*", null, Map.of("p99", "2ms"), null).matches(run))
                .isFalse();
    }
}
