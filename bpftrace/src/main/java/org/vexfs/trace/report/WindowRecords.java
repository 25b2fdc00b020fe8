package org.vexfs.trace.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.session.TraceWindow;
import org.vexfs.trace.session.WindowJudgement;

/** The records of what a test's window came to: made once, for the run's file and for JUnit's own reports. */
public final class WindowRecords {

    private final Optional<RunRecord.Window> memory;
    private final Optional<RunRecord.Operations> operations;
    private final Optional<RunRecord.Custom> custom;
    private final List<RunRecord> all = new ArrayList<>();

    private WindowRecords(
            Optional<RunRecord.Window> memory,
            Optional<RunRecord.Operations> operations,
            Optional<RunRecord.Custom> custom) {
        this.memory = memory;
        this.operations = operations;
        this.custom = custom;
    }

    /** Gives the records of a judgement; a replayed window may stand for another attempt than its own. */
    public static WindowRecords of(TestId test, TraceWindow window, WindowJudgement judgement) {
        WindowRecords records = new WindowRecords(
                judgement.memory().map(memory -> RunRecord.Window.of(test, window, memory)),
                judgement.operations().map(operations -> RunRecord.Operations.of(test, window, operations)),
                judgement.custom().map(custom -> RunRecord.Custom.of(test, window, custom)));
        records.memory.ifPresent(records.all::add);
        judgement.memory().ifPresent(memory -> records.all.add(MemoryFigures.of(test, window, memory)));
        records.operations.ifPresent(records.all::add);
        judgement.operations().ifPresent(operations -> records.all.add(OperationFigures.of(test, window, operations)));
        records.custom.ifPresent(records.all::add);
        return records;
    }

    /** Gives the records in the order in which the run's file has them. */
    public List<RunRecord> all() {
        return List.copyOf(all);
    }

    /** Gives the figures as {@link TestFigures} does. */
    public Map<String, String> figures(String capture) {
        return TestFigures.of(memory, operations, custom, capture);
    }

    /** Gives what was found, and what the trace cannot tell, for a person; empty if there is nothing of either. */
    public String findings() {
        return Stream.of(
                        memory.map(RunRecord.Window::text),
                        operations.map(RunRecord.Operations::text),
                        custom.map(RunRecord.Custom::text))
                .flatMap(Optional::stream)
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining("\n\n"));
    }
}
