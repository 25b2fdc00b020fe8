package org.vexfs.trace.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.analysis.Distribution;
import org.vexfs.trace.event.OperationTotals.Bucket;
import org.vexfs.trace.event.OperationTotals.FunctionTotals;
import org.vexfs.trace.testing.GivenOperations;

class LatenciesTests {

    private final GivenOperations module = new GivenOperations();

    @Test
    void valuesThatAreToldAreKeptToTwoDigits() {
        for (int i = 1; i <= 1_000; i++) {
            module.calls("vexfs_search", i * 1_000L, 0);
        }
        Latencies latencies = Latencies.of(latency());
        Distribution kept = latencies.distribution();

        assertThat(latencies.exact()).isTrue();
        assertThat(kept.count()).isEqualTo(1_000);
        assertThat(kept.percentile(50).middle()).isBetween(495_000L, 505_000L);
        assertThat(kept.percentile(99).middle()).isBetween(980_000L, 1_000_000L);
        assertThat(latencies.lower().length()).isLessThan(1_000);
    }

    @Test
    void valuesThatWereAddedUpAreKeptAsBounds() {
        module.calls(10, "vexfs_search", 100, 0)
                .callsTooFast(new FunctionTotals("vexfs_search", List.of(new Bucket(1_024, 2_047, 90)), Map.of(), 0));
        Latencies latencies = Latencies.of(latency());
        Distribution kept = latencies.distribution();

        assertThat(latencies.exact()).isFalse();
        assertThat(kept.count()).isEqualTo(100);
        assertThat(kept.percentile(5).high()).isEqualTo(100);
        assertThat(kept.percentile(50).low()).isBetween(1_016L, 1_024L);
        assertThat(kept.percentile(50).high()).isBetween(2_047L, 2_063L);
    }

    @Test
    void whatIsReadIsWhatWasWritten() {
        module.calls("vexfs_search", 12_345_678, 0);
        Latencies written = Latencies.of(latency());
        Latencies read = new Latencies(written.lower(), written.upper());

        assertThat(read.distribution()).isEqualTo(written.distribution());
    }

    @Test
    void boundsThatAreNotAsManyAreRefused() {
        module.calls("vexfs_search", 100, 0);
        String one = Latencies.of(latency()).lower();
        module.calls("vexfs_search", 200, 0);
        String two = Latencies.of(latency()).lower();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Latencies(one, two).distribution())
                .withMessage("1 lower bounds and 2 upper ones; expected as many of both");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?", "AAAA", "HISTFAAAABx4nJNpmSzMwMDAxQABzFCaEUoz2X+AsQA/awKA"})
    void whatIsNoHistogramIsToldSo(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Latencies(text, "").distribution())
                .withMessageStartingWith("not a compressed histogram: ");
    }

    private Distribution latency() {
        return module.judged().profile().functions().get(0).latency();
    }
}
