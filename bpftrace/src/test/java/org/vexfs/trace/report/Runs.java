package org.vexfs.trace.report;

import java.nio.file.Path;
import java.util.List;
import org.vexfs.trace.analysis.Verdict;

/** Runs of tests to report. */
final class Runs {

    private Runs() {}

    static RunRecord.Started started(String className, String reportedName, int attempt) {
        return new RunRecord.Started(
                "[test:" + className + "#" + reportedName + "]",
                attempt,
                className,
                reportedName.replaceFirst("\\W.*", ""),
                reportedName,
                className.replaceFirst(".*\\.", "") + "." + reportedName,
                "target/vexfs-trace/1.capture.jsonl",
                1_000 + attempt);
    }

    static RunRecord.Window window(RunRecord.Started started, Verdict leaks, Verdict doubleFrees, String text) {
        return new RunRecord.Window(
                started.uniqueId(),
                started.attempt(),
                leaks,
                leaks == Verdict.FAILED ? 3 : 0,
                leaks == Verdict.FAILED ? 384 : 0,
                leaks == Verdict.FAILED
                        ? List.of(new RunRecord.Site("vexfs_fault_leak+0x27", "vexfs_faults.c:63", 3, 384))
                        : List.of(),
                doubleFrees,
                doubleFrees == Verdict.FAILED ? 1 : 0,
                Verdict.PASSED,
                0,
                List.of(),
                5,
                2,
                List.of(),
                text);
    }

    static TestRun run(
            String className, String reportedName, int attempt, Verdict leaks, Verdict doubleFrees, String text) {
        RunRecord.Started started = started(className, reportedName, attempt);
        return TestRun.started(started, Path.of("1.records.jsonl"))
                .with(window(started, leaks, doubleFrees, text))
                .with(new RunRecord.Finished(started.uniqueId(), attempt, "SUCCESSFUL"));
    }

    static TestRun invalidFrees(String className, String reportedName, Verdict invalidFrees) {
        TestRun run = passed(className, reportedName);
        RunRecord.Window passed = run.window().orElseThrow();
        return run.with(new RunRecord.Window(
                passed.uniqueId(),
                passed.attempt(),
                passed.leaks(),
                0,
                0,
                List.of(),
                passed.doubleFrees(),
                0,
                invalidFrees,
                invalidFrees == Verdict.FAILED ? 1 : 0,
                List.of(),
                5,
                2,
                List.of(),
                "it frees what is not its own."));
    }

    static TestRun operations(String className, String reportedName) {
        RunRecord.Started started = started(className, reportedName, 1);
        return TestRun.started(started, Path.of("1.records.jsonl"))
                .with(new RunRecord.Operations(
                        started.uniqueId(),
                        1,
                        Verdict.PASSED,
                        1200,
                        3,
                        0,
                        List.of(),
                        List.of(),
                        "operations 1,200 calls",
                        ""))
                .with(new RunRecord.Finished(started.uniqueId(), 1, "SUCCESSFUL"));
    }

    static TestRun passed(String className, String reportedName) {
        return run(className, reportedName, 1, Verdict.PASSED, Verdict.PASSED, "");
    }

    static TestRun leaky(String className, String reportedName) {
        return run(className, reportedName, 1, Verdict.FAILED, Verdict.PASSED, "it leaks.\nHere.");
    }

    static TestRun crashed(String className, String reportedName) {
        return TestRun.started(started(className, reportedName, 1), Path.of("1.records.jsonl"));
    }

    static TestRun aborted(TestRun run) {
        return run.with(
                new RunRecord.Finished(run.started().uniqueId(), run.started().attempt(), "ABORTED"));
    }
}
