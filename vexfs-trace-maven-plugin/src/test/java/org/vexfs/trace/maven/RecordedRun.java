package org.vexfs.trace.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.vexfs.trace.analysis.Distribution;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.baseline.Latencies;
import org.vexfs.trace.report.FunctionFigures;
import org.vexfs.trace.report.OperationFigures;
import org.vexfs.trace.report.RunEnvironment;
import org.vexfs.trace.report.RunRecord;
import org.vexfs.trace.report.RunRecords;

/**
 * What a test recorded that called {@code vexfs_search}, whose times are known.
 *
 * @param kernel the kernel that it ran on
 * @param calls how many calls there were
 * @param nanos their median; they lie evenly between 90 and 110 % of it
 */
record RecordedRun(String kernel, int calls, long nanos) {

    private static final String ID = "[test:search]";

    /** Writes it where a live run would have, in the place of an earlier one. */
    void into(TinyProject project) throws IOException {
        into(project.traces());
    }

    /** Writes it into a library's output folder. */
    void into(Path traces) throws IOException {
        Path file = traces.resolve("given" + RunRecords.SUFFIX);
        Files.deleteIfExists(file);
        for (RunRecord record : List.of(
                new RunRecord.Started(
                        ID,
                        1,
                        "org.example.StoreIT",
                        "search",
                        "search",
                        "StoreIT.search",
                        "target/vexfs-trace/given.capture.jsonl",
                        1),
                new RunEnvironment(new Environment(kernel, "amd64", "EPYC", "qemu", "vexfs", "A1B2", "0.23.2")),
                new RunRecord.Operations(ID, 1, Verdict.PASSED, calls, 0, 0, List.of(), List.of(), "", ""),
                new OperationFigures(
                        ID, 1, "vexfs", 1, List.of(figures()), List.of(), 0, List.of(), Map.of(), List.of()),
                new RunRecord.Finished(ID, 1, "SUCCESSFUL"))) {
            RunRecords.append(file, record);
        }
    }

    private FunctionFigures figures() {
        Histogram times = new Histogram(3);
        LongStream.range(0, calls).forEach(call -> times.recordValue(nanos * 9 / 10 + nanos * call / (5L * calls)));
        Distribution latency = Distribution.of(times, times);
        return new FunctionFigures(
                "vexfs_search",
                List.of("search"),
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
}
