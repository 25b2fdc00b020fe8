package org.vexfs.trace.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.output.PrintableText;

/**
 * One run of one traced test, as its records tell it.
 *
 * @param started its beginning
 * @param told what is recorded of it after that, in order; of a kind, the last one counts
 * @param records the file that tells it
 */
public record TestRun(RunRecord.Started started, List<RunRecord> told, Path records) {

    public TestRun {
        told = List.copyOf(told);
    }

    static TestRun started(RunRecord.Started started, Path records) {
        return new TestRun(started, List.of(), records);
    }

    /** @throws IllegalArgumentException if it is a second beginning */
    TestRun with(RunRecord record) {
        if (record instanceof RunRecord.Started) {
            throw new IllegalArgumentException("a run begins once: " + record);
        }
        return new TestRun(
                started, Stream.concat(told.stream(), Stream.of(record)).toList(), records);
    }

    /** Gives the same run under names that tell where it is from. */
    TestRun from(String part) {
        String suffix = " [" + part + "]";
        return new TestRun(
                new RunRecord.Started(
                        started.uniqueId() + suffix,
                        started.attempt(),
                        started.className(),
                        started.methodName(),
                        started.reportedName() + suffix,
                        started.displayName() + suffix,
                        started.capture(),
                        started.startedAt()),
                told,
                records);
    }

    /** Gives the judgement of its memory; empty if its JVM ended before, or if that was not traced. */
    public Optional<RunRecord.Window> window() {
        return last(RunRecord.Window.class);
    }

    /** Gives what its operations came to; empty if its JVM ended before, or if they were not traced. */
    public Optional<RunRecord.Operations> operations() {
        return last(RunRecord.Operations.class);
    }

    /** Gives what a user's script told of it; empty if its JVM ended before, or if there is none. */
    public Optional<RunRecord.Custom> custom() {
        return last(RunRecord.Custom.class);
    }

    /** Gives the figures behind the judgement of its memory; empty without that, and in records of early versions. */
    public Optional<MemoryFigures> memoryFigures() {
        return last(MemoryFigures.class);
    }

    /** Gives the figures behind what its operations came to; empty without that, and in records of early versions. */
    public Optional<OperationFigures> operationFigures() {
        return last(OperationFigures.class);
    }

    /** Gives what its latencies depend on; nothing is known of it in records of early versions. */
    public Environment environment() {
        return last(RunEnvironment.class).map(RunEnvironment::environment).orElse(Environment.NONE);
    }

    /** Gives its end; empty if its JVM ended before. */
    public Optional<RunRecord.Finished> finished() {
        return last(RunRecord.Finished.class);
    }

    private <T extends RunRecord> Optional<T> last(Class<T> kind) {
        return told.stream().filter(kind::isInstance).map(kind::cast).reduce((earlier, later) -> later);
    }

    /** Gives the test's name, the same in every build, such as {@code org.example.StoreIT.insert(int)[1]}. */
    public String testName() {
        // A class that is traced as a whole has no name but its own.
        return Stream.of(started.className(), started.reportedName())
                .filter(name -> !name.isEmpty())
                .collect(Collectors.joining("."));
    }

    /** Gives the line that says where its events are. */
    String capture() {
        return "Capture: " + started.capture();
    }

    /** Gives whether anything was judged; if not, the JVM ended before. */
    public boolean judged() {
        return window().isPresent() || operations().isPresent() || custom().isPresent();
    }

    /** Gives the verdict: INCONCLUSIVE where the JVM ended before the window was judged. */
    public Verdict verdict() {
        return verdict(window(), operations(), custom());
    }

    static Verdict verdict(
            Optional<RunRecord.Window> window,
            Optional<RunRecord.Operations> operations,
            Optional<RunRecord.Custom> custom) {
        return Stream.of(
                        window.map(RunRecord.Window::verdict),
                        operations.map(RunRecord.Operations::verdict),
                        custom.map(RunRecord.Custom::verdict))
                .flatMap(Optional::stream)
                .reduce(Verdict::and)
                .orElse(Verdict.INCONCLUSIVE);
    }

    /** Gives whether an earlier run was judged again. */
    public boolean replayed() {
        return last(RunRecord.Replayed.class).isPresent();
    }

    /** Gives whether the test was aborted, and so judged nothing. */
    public boolean aborted() {
        return finished().map(end -> end.status().equals("ABORTED")).orElse(false);
    }

    /** Gives everything that was found, for a person, and so that no terminal obeys it; empty if all passed. */
    public String text() {
        if (judged()) {
            return Stream.of(
                            window().map(RunRecord.Window::text),
                            operations().map(RunRecord.Operations::text),
                            custom().map(RunRecord.Custom::text))
                    .flatMap(Optional::stream)
                    .filter(text -> !text.isEmpty())
                    .map(PrintableText::of)
                    .collect(Collectors.joining("\n\n"));
        }
        return "INCONCLUSIVE: the JVM ended within " + PrintableText.line(started.displayName())
                + ", before its trace was judged.\n"
                + "What to do: see why it ended (a kernel oops, a timeout, a kill).\n"
                + "Capture up to its end: " + PrintableText.line(started.capture());
    }
}
