package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.session.TestId;
import org.vexfs.trace.session.TraceWindow;
import org.vexfs.trace.testing.GivenOperations;

class RunHistoryTests {

    private static final Environment HERE = new Environment("6.12", "amd64", "EPYC", "qemu", "vexfs", "A1B2", "0.23.2");

    private Path file;

    @BeforeEach
    void file(@TempDir Path folder) {
        file = folder.resolve("kept/history.jsonl");
    }

    @Test
    void aRunIsAddedToThoseBefore() throws IOException {
        assertThat(RunHistory.add(file, run(1))).containsExactly(run(1));
        assertThat(RunHistory.add(file, run(2))).containsExactly(run(1), run(2));
        assertThat(file).content().hasLineCount(2);
    }

    @Test
    void aRunThatIsReportedAgainIsReplaced() throws IOException {
        RunHistory.add(file, run(1));
        RunSummary again = new RunSummary(1, HERE, 9, 0, 0, 0, Map.of());

        assertThat(RunHistory.add(file, again)).containsExactly(again);
    }

    @Test
    void theOldestAreForgotten() throws IOException {
        for (int at = 1; at <= RunHistory.MOST_RUNS + 5; at++) {
            RunHistory.add(file, run(at));
        }

        assertThat(RunHistory.add(file, run(99)))
                .hasSize(RunHistory.MOST_RUNS)
                .startsWith(run(7))
                .endsWith(run(99));
        assertThat(file).content().hasLineCount(RunHistory.MOST_RUNS);
    }

    @Test
    void aLineThatIsNoRunIsLeftOut() throws IOException {
        RunHistory.add(file, run(1));
        Files.writeString(file, "{\"at\": 2, \"p9", StandardOpenOption.APPEND);

        assertThat(RunHistory.add(file, run(3))).containsExactly(run(1), run(3));
    }

    @Test
    void whatWasReplayedIsNoRunOfItsOwn() throws IOException {
        TestRun ran = Runs.passed("org.example.StoreIT", "insert");
        TestRun replayed = Runs.leaky("org.example.StoreIT", "update");
        replayed = replayed.with(new RunRecord.Replayed(replayed.started().uniqueId(), 1));

        assertThat(RunHistory.add(file, List.of(replayed))).isEmpty();
        assertThat(file).doesNotExist();
        assertThat(RunHistory.add(file, List.of(ran, replayed))).containsExactly(RunSummary.of(List.of(ran)));
        assertThat(RunHistory.add(file, List.of(replayed))).containsExactly(RunSummary.of(List.of(ran)));
        assertThat(file).content().hasLineCount(1);
    }

    @Test
    void aRunIsSummedUpOverItsTests() {
        GivenOperations calls = new GivenOperations().calls(99, "vexfs_search", 1_000_000, 0);
        GivenOperations slower = new GivenOperations().calls(3, "vexfs_search", 4_000_000, 0);
        RunSummary summary = RunSummary.of(List.of(
                Runs.leaky("org.example.StoreIT", "insert"),
                Runs.leaky("org.example.StoreIT", "update"),
                Runs.crashed("org.example.StoreIT", "crash"),
                Runs.aborted(Runs.crashed("org.example.StoreIT", "abort")),
                called("one", calls),
                called("two", slower)));

        assertThat(summary.failed()).isEqualTo(2);
        assertThat(summary.inconclusive()).isEqualTo(1);
        assertThat(summary.passed()).isEqualTo(2);
        assertThat(summary.leakedBytes()).isEqualTo(768);
        assertThat(summary.p99().get("vexfs_search")).isBetween(3_960_000L, 4_040_000L);
        assertThat(summary.environment()).isEqualTo(Environment.NONE);
        assertThat(summary.at()).isEqualTo(1_001);
    }

    private static TestRun called(String name, GivenOperations calls) {
        TraceWindow window = Findings.window();
        TestRun run = Runs.operations("org.example.StoreIT", name);
        TestId test = new TestId(run.started().uniqueId(), name, 1);
        return run.with(OperationFigures.of(test, window, calls.judged()));
    }

    private static RunSummary run(long at) {
        return new RunSummary(at, HERE, 5, 1, 0, 384, Map.of("vexfs_search", 1_000_000L));
    }
}
