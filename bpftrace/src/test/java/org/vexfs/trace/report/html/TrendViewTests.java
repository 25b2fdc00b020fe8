package org.vexfs.trace.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.report.RunSummary;

class TrendViewTests {

    private static final long DAY = 86_400_000;

    private final Charts charts = new Charts(plot -> "");

    @Test
    void aTrendNeedsTwoRunsThatCanBeCompared() {
        assertThat(TrendView.of(List.of(), charts)).isNull();
        assertThat(TrendView.of(List.of(run(1, GivenRun.HERE)), charts)).isNull();
        assertThat(TrendView.of(List.of(run(1, Environment.NONE), run(2, Environment.NONE)), charts))
                .isNull();
        assertThat(TrendView.of(List.of(run(1, GivenRun.HERE), run(2, GivenRun.HERE)), charts))
                .isNotNull();
    }

    @Test
    void runsElsewhereAreLeftOutAndCounted() {
        Environment elsewhere = new Environment("7.2", "amd64", "AMD EPYC 7763", "qemu", "vexfs", "A1B2", "0.27.0");
        TrendView trend =
                TrendView.of(List.of(run(1, GivenRun.HERE), run(2, elsewhere), run(3, GivenRun.HERE)), charts);

        assertThat(trend.runs())
                .extracting(TrendView.RunRow::at)
                .containsExactly("1970-01-04 00:00 UTC", "1970-01-02 00:00 UTC");
        assertThat(trend.others()).startsWith("Not shown: 1 run in other environments");
    }

    @Test
    void itShowsVerdictsLeaksAndTheLatenciesOfTheFunctionsCalledMost() {
        TrendView trend = TrendView.of(List.of(run(1, GivenRun.HERE), run(2, GivenRun.HERE)), charts);

        assertThat(trend.charts())
                .extracting(Chart::title)
                .containsExactly("Tests by verdict", "Bytes leaked by all tests", "p99 of the functions called most");
        assertThat(trend.charts().get(2).description())
                .isEqualTo(
                        "2 runs; the first, of 1970-01-02: vexfs_search 1.0 ms; the last, of 1970-01-03: vexfs_search 2.0 ms");
    }

    private static RunSummary run(int day, Environment environment) {
        return new RunSummary(day * DAY, environment, 5, 1, 0, 384, Map.of("vexfs_search", day * 1_000_000L));
    }
}
