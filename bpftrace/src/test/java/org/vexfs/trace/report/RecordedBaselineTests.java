package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.Gap;
import org.vexfs.trace.analysis.Leak;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.baseline.Baseline;
import org.vexfs.trace.baseline.KnownLeak;
import org.vexfs.trace.baseline.LeakFingerprint;

/** What a baseline takes in, and what it then knows. */
class RecordedBaselineTests {

    private static final BuildVerdict.Rules ALL = new BuildVerdict.Rules(true, true, true, true, true);
    private static final String TEST = "org.example.StoreIT.insert";

    @Test
    void aRunsOperationsAreTakenInWithTheirEnvironment() {
        RecordedBaseline recorded = recorded(Timed.run("insert", 100, 1_000));

        assertThat(recorded.added()).containsExactly(TEST);
        assertThat(recorded.changed()).isEmpty();
        assertThat(recorded.leftOut()).isEmpty();
        assertThat(recorded.baseline().test(TEST)).get().satisfies(test -> {
            assertThat(test.environment()).isEqualTo(Timed.HERE);
            assertThat(test.peakBytes()).isEqualTo(-1);
            assertThat(test.operations().get(Timed.SEARCH).calls()).isEqualTo(100);
            assertThat(test.knownLeaks()).isEmpty();
        });
    }

    @Test
    void testsThatWereNotRunStayUnlessTheyAreToGo() {
        Baseline before = recorded(Timed.run("insert", 100, 1_000), Timed.run("old", 100, 1_000))
                .baseline();
        List<TestRun> runs = List.of(Timed.run("insert", 200, 1_000), Timed.run("anew", 100, 1_000));
        RecordedBaseline kept = RecordedBaseline.of(before, runs, false, false);
        RecordedBaseline pruned = RecordedBaseline.of(before, runs, false, true);

        assertThat(kept.added()).containsExactly("org.example.StoreIT.anew");
        assertThat(kept.changed()).containsExactly(TEST);
        assertThat(kept.baseline().tests()).hasSize(3);
        assertThat(pruned.removed()).containsExactly("org.example.StoreIT.old");
        assertThat(pruned.baseline().tests()).containsOnlyKeys("org.example.StoreIT.anew", TEST);
    }

    @Test
    void whatIsNotFitIsLeftOutWithItsReason() {
        assertThat(recorded(Runs.crashed("org.example.StoreIT", "insert")).leftOut())
                .containsExactly(TEST + ": its JVM ended within it");
        assertThat(recorded(Runs.passed("org.example.StoreIT", "insert")).leftOut())
                .containsExactly(TEST + ": its records are of an earlier version and have no figures; run it again");
        assertThat(recorded(run(Findings.cannotTell(Findings.GAP), "SUCCESSFUL"))
                        .leftOut())
                .containsExactly(TEST + ": its trace is not proven complete");
        assertThat(recorded(run(Findings.freesTwice(Findings.DOUBLE_FREE), "SUCCESSFUL"))
                        .leftOut())
                .containsExactly(TEST + ": it frees what it must not, which no baseline makes right");
        assertThat(recorded(run(Findings.passed(), "FAILED")).leftOut()).containsExactly(TEST + ": the test failed");
        assertThat(recorded(run(Findings.leaks(Findings.LEAK), "SUCCESSFUL")).leftOut())
                .containsExactly(TEST + ": it leaks; mend that, or keep it as known with knownLeaks=true");
    }

    @Test
    void anAbortedTestIsNothing() {
        assertThat(recorded(Runs.aborted(Timed.run("insert", 100, 1_000))).baseline())
                .isEqualTo(Baseline.NONE);
    }

    @Test
    void leaksAreKnownOnlyOnRequest() {
        assertThat(knowing().test(TEST))
                .get()
                .satisfies(test -> assertThat(test.knownLeaks())
                        .containsExactlyEntriesOf(new TreeMap<>(Map.of(
                                LeakFingerprint.of("vexfs", Findings.LEAK),
                                new KnownLeak("vexfs_fault_leak+0x27", 3, 384)))));
    }

    @Test
    void aKnownLeakIsARemark() {
        BuildVerdict verdict =
                BuildVerdict.of(List.of(run(Findings.leaks(Findings.LEAK), "SUCCESSFUL")), ALL, knowing());

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.remarks()).containsExactly(TEST + " leaks 384 bytes in 3 objects, which the baseline knows");
    }

    @Test
    void aKnownLeakThatGrowsIsALeak() {
        Leak grown = Findings.leak(Findings.LEAK_SITE, 4, 512, 1, 1);

        assertThat(BuildVerdict.of(List.of(run(Findings.leaks(grown), "SUCCESSFUL")), ALL, knowing())
                        .violations())
                .hasSize(1);
    }

    @Test
    void anotherLeakBesideAKnownOneIsALeak() {
        Leak other = Findings.leak(new CallSite(1, "vexfs_insert+0x9", Optional.empty(), true), 1, 64, 1, 1);

        assertThat(BuildVerdict.of(List.of(run(Findings.leaks(Findings.LEAK, other), "SUCCESSFUL")), ALL, knowing())
                        .violations())
                .hasSize(1);
    }

    @Test
    void aKnownLeakOfATraceThatIsNotCompleteIsInconclusive() {
        Gap gap = Findings.GAP;
        MemoryJudgement judgement =
                Findings.judgement(Verdict.FAILED, Verdict.PASSED, List.of(Findings.LEAK), List.of(), List.of(gap));

        assertThat(BuildVerdict.of(List.of(run(judgement, "SUCCESSFUL")), ALL, knowing())
                        .violations())
                .hasSize(1);
        assertThat(BuildVerdict.of(
                                List.of(run(judgement, "SUCCESSFUL")),
                                new BuildVerdict.Rules(true, true, true, false, true),
                                knowing())
                        .warnings())
                .hasSize(1);
    }

    private static Baseline knowing() {
        return RecordedBaseline.of(
                        Baseline.NONE, List.of(run(Findings.leaks(Findings.LEAK), "SUCCESSFUL")), true, false)
                .baseline();
    }

    private static TestRun run(MemoryJudgement judgement, String status) {
        RunRecord.Started started = Runs.started("org.example.StoreIT", "insert", 1);
        return TestRun.started(started, Path.of("1.records.jsonl"))
                .with(RunRecord.Window.of(Findings.window().test(), Findings.window(), judgement))
                .with(MemoryFigures.of(Findings.window().test(), Findings.window(), judgement))
                .with(new RunRecord.Finished(started.uniqueId(), 1, status));
    }

    private static RecordedBaseline recorded(TestRun... runs) {
        return RecordedBaseline.of(Baseline.NONE, List.of(runs), false, false);
    }
}
