package org.vexfs.trace.report.html;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.vexfs.trace.report.ComparedRun;
import org.vexfs.trace.report.TestRun;

/**
 * A test's charts.
 *
 * @param memory what was held when; null for none
 * @param flame whose calls leaked; null for none
 * @param latencies how long its functions took
 */
record TestCharts(@Nullable Chart memory, @Nullable Chart flame, List<Chart> latencies) {

    static final TestCharts NONE = new TestCharts(null, null, List.of());

    static TestCharts of(ComparedRun compared, Charts charts, String anchor) {
        TestRun run = compared.run();
        return new TestCharts(
                run.memoryFigures()
                        .flatMap(figures -> MemoryTimeline.of(figures, charts, anchor))
                        .orElse(null),
                run.memoryFigures()
                        .flatMap(figures -> FlameGraph.of(figures.leaks(), anchor))
                        .orElse(null),
                run.operationFigures()
                        .map(figures -> LatencyCharts.of(figures.functions(), compared::latencies, charts, anchor))
                        .orElse(List.of()));
    }

    int count() {
        return Optional.ofNullable(memory).map(chart -> 1).orElse(0)
                + Optional.ofNullable(flame).map(chart -> 1).orElse(0)
                + latencies.size();
    }
}
