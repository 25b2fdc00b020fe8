package org.vexfs.trace.report;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.baseline.Environment;

/**
 * One run of one traced test, as its records tell it.
 *
 * @param started its beginning
 * @param window its judgement; absent if its JVM ended before, and nothing was found by then
 * @param operations what its operations came to; absent if its JVM ended before, or if they were not traced
 * @param memoryFigures the figures behind its judgement; absent with that, and from records of early versions
 * @param operationFigures the figures behind what its operations came to; absent likewise
 * @param environment what its latencies depend on; nothing is known of it in records of early versions
 * @param finished its end; absent if its JVM ended before
 * @param records the file that tells it
 */
public record TestRun(
        RunRecord.Started started,
        Optional<RunRecord.Window> window,
        Optional<RunRecord.Operations> operations,
        Optional<MemoryFigures> memoryFigures,
        Optional<OperationFigures> operationFigures,
        Environment environment,
        Optional<RunRecord.Finished> finished,
        Path records) {

    static TestRun started(RunRecord.Started started, Path records) {
        return new TestRun(
                started,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Environment.NONE,
                Optional.empty(),
                records);
    }

    TestRun with(RunRecord record) {
        if (record instanceof RunRecord.Window judged) {
            return new TestRun(
                    started,
                    Optional.of(judged),
                    operations,
                    memoryFigures,
                    operationFigures,
                    environment,
                    finished,
                    records);
        }
        if (record instanceof RunRecord.Operations judged) {
            return new TestRun(
                    started,
                    window,
                    Optional.of(judged),
                    memoryFigures,
                    operationFigures,
                    environment,
                    finished,
                    records);
        }
        if (record instanceof MemoryFigures figures) {
            return new TestRun(
                    started,
                    window,
                    operations,
                    Optional.of(figures),
                    operationFigures,
                    environment,
                    finished,
                    records);
        }
        if (record instanceof OperationFigures figures) {
            return new TestRun(
                    started, window, operations, memoryFigures, Optional.of(figures), environment, finished, records);
        }
        if (record instanceof RunEnvironment around) {
            return new TestRun(
                    started,
                    window,
                    operations,
                    memoryFigures,
                    operationFigures,
                    around.environment(),
                    finished,
                    records);
        }
        if (record instanceof RunRecord.Finished ended) {
            return new TestRun(
                    started,
                    window,
                    operations,
                    memoryFigures,
                    operationFigures,
                    environment,
                    Optional.of(ended),
                    records);
        }
        throw new IllegalArgumentException("a run begins once: " + record);
    }

    /** Gives whether anything was judged; if not, the JVM ended before. */
    public boolean judged() {
        return window.isPresent() || operations.isPresent();
    }

    /** Gives the verdict: INCONCLUSIVE where the JVM ended before the window was judged. */
    public Verdict verdict() {
        return verdict(window, operations);
    }

    static Verdict verdict(Optional<RunRecord.Window> window, Optional<RunRecord.Operations> operations) {
        return window.isEmpty() && operations.isEmpty()
                ? Verdict.INCONCLUSIVE
                : window.map(RunRecord.Window::verdict)
                        .orElse(Verdict.PASSED)
                        .and(operations.map(RunRecord.Operations::verdict).orElse(Verdict.PASSED));
    }

    /** Gives whether the test was aborted, and so judged nothing. */
    public boolean aborted() {
        return finished.map(end -> end.status().equals("ABORTED")).orElse(false);
    }

    /** Gives everything that was found, for a person; empty if all passed. */
    public String text() {
        if (judged()) {
            return Stream.concat(
                            window.stream().map(RunRecord.Window::text),
                            operations.stream().map(RunRecord.Operations::text))
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.joining("\n\n"));
        }
        return "INCONCLUSIVE: the JVM ended within " + started.displayName()
                + ", before its trace was judged.\n"
                + "What to do: see why it ended (a kernel oops, a timeout, a kill).\n"
                + "Capture up to its end: " + started.capture();
    }
}
