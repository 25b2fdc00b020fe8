package org.vexfs.trace.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BaselineTests {

    private static final Environment HERE = new Environment("6.12", "amd64", "EPYC", "qemu", "vexfs", "A1B2", "0.23.2");
    private static final Environment THERE = new Environment("7.0", "amd64", "EPYC", "qemu", "vexfs", "A1B2", "0.23.2");
    private static final Latencies FAST = Samples.between(1_000, 1_000, 100);
    private static final Latencies SLOW = Samples.between(2_000, 2_000, 100);

    private final Baseline baseline = Baseline.NONE.with(Map.of(
            "a.AIT.x",
            new TestBaseline(
                    HERE,
                    -1,
                    new TreeMap<>(Map.of("vexfs_insert", new OperationBaseline(100, 0, FAST))),
                    new TreeMap<>())));

    @Test
    void aLatencyIsComparedWithThatOfItsTestAndItsOperation() {
        assertThat(baseline.compare("a.AIT.x", "vexfs_insert", HERE, SLOW, 50, Gates.DEFAULT))
                .isInstanceOf(LatencyChange.Regressed.class);
        assertThat(baseline.compare("a.AIT.x", "vexfs_insert", HERE, FAST, 50, Gates.DEFAULT))
                .isInstanceOf(LatencyChange.Unchanged.class);
    }

    @Test
    void whatWasNotThereHasNoBaseline() {
        assertThat(baseline.compare("a.AIT.y", "vexfs_insert", HERE, SLOW, 50, Gates.DEFAULT))
                .isEqualTo(new LatencyChange.NoBaseline());
        assertThat(baseline.compare("a.AIT.x", "vexfs_search", HERE, SLOW, 50, Gates.DEFAULT))
                .isEqualTo(new LatencyChange.NoBaseline());
    }

    @Test
    void whatWasMeasuredElsewhereIsNotComparable() {
        assertThat(baseline.compare("a.AIT.x", "vexfs_insert", THERE, SLOW, 50, Gates.DEFAULT))
                .isEqualTo(new LatencyChange.NotComparable("the kernel was 6.12, is 7.0"));
    }

    @Test
    void aTestThatIsWrittenAnewTakesThePlaceOfTheOldOne() {
        TestBaseline anew = new TestBaseline(THERE, 5, new TreeMap<>(), new TreeMap<>());

        assertThat(baseline.with(Map.of("a.AIT.x", anew)).test("a.AIT.x")).contains(anew);
    }
}
