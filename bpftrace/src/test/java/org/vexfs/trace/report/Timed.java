package org.vexfs.trace.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.vexfs.trace.analysis.Bounds;
import org.vexfs.trace.analysis.Distribution;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.baseline.Latencies;

/** Runs of tests whose operations took a known time. */
final class Timed {

    static final Environment HERE = new Environment("6.12", "amd64", "EPYC", "qemu", "vexfs", "A1B2", "0.23.2");
    static final Environment THERE = new Environment("7.0", "amd64", "EPYC", "qemu", "vexfs", "A1B2", "0.23.2");
    static final String SEARCH = "vexfs_search";

    private Timed() {}

    /** Gives a run that called {@link #SEARCH} so often, for times evenly around one. */
    static TestRun run(String reportedName, int calls, long nanos) {
        return run(reportedName, HERE, Verdict.PASSED, figures(SEARCH, calls, nanos));
    }

    static TestRun run(String reportedName, Environment environment, Verdict verdict, FunctionFigures... functions) {
        RunRecord.Started started = Runs.started("org.example.StoreIT", reportedName, 1);
        return TestRun.started(started, Path.of("1.records.jsonl"))
                .with(new RunEnvironment(environment))
                .with(new RunRecord.Operations(started.uniqueId(), 1, verdict, 1, 0, 0, List.of(), List.of(), "", ""))
                .with(new OperationFigures(
                        started.uniqueId(),
                        1,
                        "vexfs",
                        1,
                        List.of(functions),
                        List.of(),
                        0,
                        List.of(),
                        Map.of(),
                        List.of()))
                .with(new RunRecord.Finished(started.uniqueId(), 1, "SUCCESSFUL"));
    }

    /** The times lie between 90 and 110 % of the one that is given. */
    static FunctionFigures figures(String function, int calls, long nanos) {
        Histogram times = new Histogram(3);
        LongStream.range(0, calls).forEach(call -> times.recordValue(nanos * 9 / 10 + nanos * call / (5L * calls)));
        Distribution latency = Distribution.of(times, times);
        return new FunctionFigures(
                function,
                List.of(),
                calls,
                0,
                0,
                0,
                0,
                0,
                latency.percentile(50),
                latency.percentile(95),
                latency.percentile(99),
                latency.percentile(99.9),
                latency.max(),
                Latencies.of(latency),
                null);
    }

    /** Gives calls that were only added up. */
    static FunctionFigures addedUp(String function, int calls, long low, long high) {
        Bounds bounds = new Bounds(low, high);
        return new FunctionFigures(
                function, List.of(), calls, calls, 0, 0, 0, 0, bounds, bounds, bounds, bounds, bounds, null, null);
    }
}
