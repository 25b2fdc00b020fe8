package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SuppressionUseTests {

    @TempDir
    Path folder;

    @Test
    void oneThatNoJvmHadAUseForIsTold() throws IOException {
        write("a", use("vexfs_cache_* (filled once)", "", false));
        write("b", use("vexfs_cache_* (filled once)", "", false));

        assertThat(RunRecords.unusedSuppressions(folder, 0))
                .containsExactly(
                        "known.yaml: the suppression of vexfs_cache_* (filled once) matched no leak of any traced"
                                + " test. Remedy: remove it, or correct its function or size.");
    }

    @Test
    void oneThatAnyJvmHadAUseForIsNotTold() throws IOException {
        write("a", use("first", "", false), use("second", "", true));
        write("b", use("first", "", true), use("second", "", false));

        assertThat(RunRecords.unusedSuppressions(folder, 0)).isEmpty();
    }

    @Test
    void oneThatHasExpiredIsToldWithItsDay() throws IOException {
        write("a", use("vexfs_insert (known)", "2026-11-23", false));

        assertThat(RunRecords.unusedSuppressions(folder, 0))
                .singleElement()
                .asString()
                .startsWith(
                        "known.yaml: the suppression of vexfs_insert (known) expired on 2026-11-23 and suppresses nothing");
    }

    @Test
    void whatAnEarlierBuildFoundIsLeftOut() throws IOException {
        write("a", use("first", "", false));

        assertThat(RunRecords.unusedSuppressions(folder, 1_001)).isEmpty();
        assertThat(RunRecords.unusedSuppressions(folder.resolve("nothing"), 0)).isEmpty();
    }

    @Test
    void theRunsOfTestsAreReadBesideThem() throws IOException {
        write(
                "a",
                new RunRecord.Started("[test:x]", 1, "X", "x", "x", "X.x", "x.capture.jsonl", 1_000),
                use("first", "", true),
                new RunRecord.Finished("[test:x]", 1, "SUCCESSFUL"));

        assertThat(RunRecords.read(folder, 0))
                .singleElement()
                .satisfies(run -> assertThat(run.finished()).isPresent());
    }

    @Test
    void theSummaryTellsThemUnderItsTable() {
        assertThat(TextSummary.of(List.of(), List.of("one is of no use")).lines())
                .endsWith("", "Note: one is of no use");
    }

    private void write(String jvm, RunRecord... records) throws IOException {
        for (RunRecord record : records) {
            RunRecords.append(folder.resolve(jvm + RunRecords.SUFFIX), record);
        }
    }

    private static RunRecord use(String suppression, String expired, boolean used) {
        return new RunRecord.SuppressionUse("known.yaml", suppression, expired, used, 1_000);
    }
}
