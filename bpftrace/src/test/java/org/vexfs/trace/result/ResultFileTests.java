package org.vexfs.trace.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.CallSite;
import org.vexfs.trace.analysis.OperationJudgement;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.event.Heartbeat;
import org.vexfs.trace.event.Loss;
import org.vexfs.trace.event.Operation;
import org.vexfs.trace.event.OperationTotals;
import org.vexfs.trace.event.OperationTotals.Bucket;
import org.vexfs.trace.event.OperationTotals.FunctionTotals;
import org.vexfs.trace.session.WindowJudgement;
import org.vexfs.trace.testing.GivenOperations;

class ResultFileTests {

    @TempDir
    private Path folder;

    @Test
    void theFirstLineSaysWhatIsTraced() throws IOException {
        Path path = folder.resolve("results/one.txt");
        create(path).close();

        assertThat(path).hasContent("# vexfs-trace: module vexfs, script memory\n");
    }

    @Test
    void grepCountsEachEventOnceWhateverStatisticsSay() throws IOException {
        Path path = folder.resolve("one.txt");
        try (ResultFile file = create(path)) {
            file.accept(Operation.of(0, 1_000, 1, 2, 0, "vexfs_read", 12));
            file.accept(Operation.of(0, 3_000, 1, 2, 0, "vexfs_read", -5));
            file.accept(Operation.of(0, 20_000_000, 1, 2, 0, "vexfs_write", 12));
            file.statistics(LocalTime.NOON, Duration.ofSeconds(10), Duration.ofSeconds(10));
            file.statistics(LocalTime.NOON, Duration.ofSeconds(20), Duration.ofSeconds(10));
        }

        assertThat(Files.readAllLines(path))
                .filteredOn(line -> line.matches(".*(VECTOR|READ|WRITE).*"))
                .hasSize(3);
        assertThat(Files.readAllLines(path))
                .filteredOn(line -> line.matches(".*(ERROR|SLOW|LEAK).*"))
                .hasSize(2);
        assertThat(Files.readAllLines(path))
                .contains("--- 12:00:00, after 10 s: 3 events, 0 a second; none lost; 0 alerts ---")
                .contains("--- 12:00:00, after 20 s: 0 events, 0 a second; none lost; 0 alerts ---")
                .filteredOn(line -> line.startsWith("  vexfs_read: 2 calls, p50 "))
                .hasSize(1);
    }

    @Test
    void whoFollowsTheFileSeesWhatCameBeforeTheLastSignOfLife() throws IOException {
        Path path = folder.resolve("one.txt");
        try (ResultFile file = create(path)) {
            file.accept(Operation.of(0, 1_000, 1, 2, 0, "vexfs_read", 12));
            file.accept(new Heartbeat(1));

            assertThat(path).content().contains("VexFS READ COMPLETE");
        }
    }

    @Test
    void whatWasLostIsInTheProgress() throws IOException {
        try (ResultFile file = create(folder.resolve("one.txt"))) {
            file.accept(Operation.of(0, 1_000, 1, 2, 0, "vexfs_read", 12));
            file.accept(new Loss(1_234, "Lost 1234 events"));

            assertThat(file.progress(Duration.ofSeconds(2))).isEqualTo("2 events, 1 a second; 1,234 lost; 0 alerts");
            assertThat(file.lost()).isEqualTo(1_234);
        }
    }

    @Test
    void nothingIsWrittenOverOrThroughALink() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Path link = Files.createSymbolicLink(folder.resolve("link.txt"), victim);

        assertThatIOException().isThrownBy(() -> create(link));
        assertThatIOException().isThrownBy(() -> create(victim));
        assertThat(victim).hasContent("precious");
    }

    @Test
    void aFullDiskIsToldAndEndsNothing() throws IOException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.isWritable(full), "there is no /dev/full here");
        ResultFile file = new ResultFile(Files.newBufferedWriter(full), text(), ConfigLoader.shipped());

        file.accept(Operation.of(0, 1_000, 1, 2, 0, "vexfs_read", 12));
        file.accept(new Heartbeat(1));
        file.accept(Operation.of(0, 1_000, 1, 2, 0, "vexfs_read", 12));
        file.close();

        assertThat(file.failure())
                .hasValueSatisfying(failure -> assertThat(failure).hasMessageContaining("No space"));
        assertThat(file.events()).isEqualTo(2);
    }

    @Test
    void itsAnalysisHasTheAddedUpCallsOfItsReportNotThoseBeforeTheWindow() throws IOException {
        List<Bucket> window = List.of(new Bucket(992, 1_023, 70));
        List<Bucket> sinceTheTraceBegan = List.of(new Bucket(992, 1_023, 90));
        OperationJudgement judged = new GivenOperations()
                .callsTooFast(new FunctionTotals("vexfs_read", window, Map.of(5, 2L), 0))
                .judged();
        String report;
        try (ResultFile file = create(folder.resolve("one.txt"))) {
            file.accept(new OperationTotals(
                    "end", List.of(new FunctionTotals("vexfs_read", sinceTheTraceBegan, Map.of(5, 2L), 0))));
            report = file.report(
                    new WindowJudgement(Optional.empty(), Optional.of(judged), Optional.empty()), Optional.empty());
        }

        assertThat(report)
                .contains("vexfs_read: 70 calls", "70 further calls were added up in the kernel", "found: errors")
                .doesNotContain("90");
    }

    private static ResultFile create(Path path) throws IOException {
        return ResultFile.create(path, "module vexfs, script memory", text(), ConfigLoader.shipped());
    }

    private static ResultText text() {
        return new ResultText("vexfs", ConfigLoader.shipped().operations(), CallSite::unknown, nanos -> "12:00:00");
    }
}
