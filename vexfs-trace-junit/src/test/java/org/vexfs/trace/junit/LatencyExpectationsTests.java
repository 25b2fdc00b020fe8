package org.vexfs.trace.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexfs.trace.analysis.OperationAssertion;

class LatencyExpectationsTests {

    @Test
    void eachLimitIsAnAssertion() {
        assertThat(of("everything"))
                .extracting(OperationAssertion::assertion)
                .containsExactly(
                        "percentileLatencyBelow(vexfs_*_search,50.0,250000)",
                        "percentileLatencyBelow(vexfs_*_search,95.0,2000000)",
                        "percentileLatencyBelow(vexfs_*_search,99.0,1000000000)",
                        "percentileLatencyBelow(vexfs_*_search,99.9,60000000000)",
                        "percentileLatencyBelow(vexfs_*_search,100.0,3000000)");
    }

    @Test
    void aLimitThatIsNotGivenIsNotAsked() {
        assertThat(of("one"))
                .containsExactly(OperationAssertion.percentileLatencyBelow("vexfs_vector_search", 99, 2_000_000));
    }

    @Test
    void theAnnotationCanBeRepeated() {
        assertThat(annotations("repeated")).extracting(ExpectLatency::operation).containsExactly("a", "b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing | vexfs_read | it has no limit. Remedy: add one, such as p99 = \"2ms\", or remove the annotation.",
                "noUnit | vexfs_read | p99 = \"2\"; expected a number with us, ms, s or min. Remedy: write it such as"
                        + " 500us or 2ms.",
                "negative | vexfs_read | p50 = \"-2ms\"; expected a number with us, ms, s or min. Remedy: write it such as"
                        + " 500us or 2ms.",
                "zero | vexfs_read | p95 = \"0ms\"; expected above 0 and at most a day. Remedy: give the time that such a"
                        + " call may take.",
                "tooLong | vexfs_read | p999 = \"999999999min\"; expected above 0 and at most a day. Remedy: give the time"
                        + " that such a call may take.",
                "withoutLimit | vexfs_read | percentile = 90.0 has no limit. Remedy: add one, such as below = \"2ms\".",
                "withoutPercentile | vexfs_read | below = \"2ms\" has no percentile. Remedy: add one, such as percentile"
                        + " = 90.",
                "noPercentile | vexfs_read | percentile 101.0 of percentileLatencyBelow; expected above 0 and at most 100."
                        + " Remedy: correct it.",
                "noName | vexfs read | functions 'vexfs read'; expected a name of letters, digits, _ . $ and * for any"
                        + " characters. Remedy: correct it."
            })
    void whatIsImpossibleIsRefusedWithAnnotationTestValueAndRemedy(String method, String operation, String message) {
        assertThatExceptionOfType(ExtensionConfigurationException.class)
                .isThrownBy(() -> of(method))
                .withMessage("@ExpectLatency(operation = \"" + operation + "\") of Some.test: " + message);
    }

    private static List<OperationAssertion> of(String method) {
        return LatencyExpectations.of(annotations(method)[0], "Some.test");
    }

    private static ExpectLatency[] annotations(String method) {
        return Arrays.stream(Annotated.class.getDeclaredMethods())
                .filter(declared -> declared.getName().equals(method))
                .map((Method declared) -> declared.getAnnotationsByType(ExpectLatency.class))
                .findFirst()
                .orElseThrow();
    }

    private interface Annotated {

        @ExpectLatency(
                operation = "vexfs_*_search",
                p50 = "250us",
                p95 = "2ms",
                p99 = "1 s",
                p999 = "1min",
                percentile = 100,
                below = "3ms")
        void everything();

        @ExpectLatency(operation = "vexfs_vector_search", p99 = "2ms")
        void one();

        @ExpectLatency(operation = "a", p99 = "2ms")
        @ExpectLatency(operation = "b", p99 = "2ms")
        void repeated();

        @ExpectLatency(operation = "vexfs_read")
        void nothing();

        @ExpectLatency(operation = "vexfs_read", p99 = "2")
        void noUnit();

        @ExpectLatency(operation = "vexfs_read", p50 = "-2ms")
        void negative();

        @ExpectLatency(operation = "vexfs_read", p95 = "0ms")
        void zero();

        @ExpectLatency(operation = "vexfs_read", p999 = "999999999min")
        void tooLong();

        @ExpectLatency(operation = "vexfs_read", percentile = 90)
        void withoutLimit();

        @ExpectLatency(operation = "vexfs_read", below = "2ms")
        void withoutPercentile();

        @ExpectLatency(operation = "vexfs_read", percentile = 101, below = "2ms")
        void noPercentile();

        @ExpectLatency(operation = "vexfs read", p99 = "2ms")
        void noName();
    }
}
