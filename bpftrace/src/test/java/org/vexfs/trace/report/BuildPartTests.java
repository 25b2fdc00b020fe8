package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.baseline.Baseline;

class BuildPartTests {

    private static final String STORE = "org.example.StoreIT";
    private static final Path BASELINE = Path.of("baseline.json");

    @TempDir
    Path artifacts;

    @Test
    void eachFolderWithRecordsIsAPartNamedByItsPath() throws IOException {
        records("linux-6.12/target/vexfs-trace", Runs.passed(STORE, "insert"));
        records("linux-7.2/core/target/vexfs-trace", Runs.passed(STORE, "insert"));
        Files.createDirectories(artifacts.resolve("docs/target/vexfs-trace"));

        assertThat(BuildPart.below(artifacts, BASELINE))
                .extracting(BuildPart::name, BuildPart::folder)
                .containsExactly(
                        tuple("linux-6.12", artifacts.resolve("linux-6.12/target/vexfs-trace")),
                        tuple("linux-7.2/core", artifacts.resolve("linux-7.2/core/target/vexfs-trace")));
    }

    @Test
    void aFolderThatHasThemItselfIsNamedByItsProject() throws IOException {
        Path folder = records("store/target/vexfs-trace", Runs.passed(STORE, "insert"));

        assertThat(BuildPart.below(folder, BASELINE))
                .extracting(BuildPart::name)
                .containsExactly("store");
    }

    @Test
    void theSameTestInTwoPartsIsTwoTests() throws IOException {
        records("linux-6.12", Runs.passed(STORE, "insert"));
        records("linux-7.2", Runs.leaky(STORE, "insert"));

        assertThat(read())
                .extracting(
                        compared -> compared.run().started().reportedName(),
                        compared -> compared.run().started().displayName(),
                        compared -> compared.run().verdict())
                .containsExactlyInAnyOrder(
                        tuple("insert [linux-6.12]", "StoreIT.insert [linux-6.12]", Verdict.PASSED),
                        tuple("insert [linux-7.2]", "StoreIT.insert [linux-7.2]", Verdict.FAILED));
    }

    @Test
    void theTestsOfASinglePartKeepTheirNames() throws IOException {
        records("linux-6.12", Runs.passed(STORE, "insert"));

        assertThat(read())
                .extracting(compared -> compared.run().started().reportedName())
                .containsExactly("insert");
    }

    @Test
    void theBaselineKnowsATestByTheNameThatItHasInItsOwnPart() throws IOException {
        records("linux-6.12", Timed.run("search", 1_000, 1_000_000));
        records("linux-7.2", Timed.run("search", 1_000, 1_200_000));
        Baseline baseline = RecordedBaseline.of(
                        Baseline.NONE, List.of(Timed.run("search", 1_000, 1_000_000)), false, false)
                .baseline();

        assertThat(BuildPart.read(
                        BuildPart.below(artifacts, BASELINE),
                        (part, runs) ->
                                ComparedRun.of(runs, baseline, ComparisonRules.parse("50", "1%", "5%", List.of()))))
                .extracting(compared -> compared.run().started().reportedName(), ComparedRun::regressed)
                .containsExactlyInAnyOrder(tuple("search [linux-6.12]", false), tuple("search [linux-7.2]", true));
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        assertThatIOException()
                .isThrownBy(() -> BuildPart.below(artifacts.resolve("gone"), BASELINE))
                .withMessageContaining("gone");
    }

    private List<ComparedRun> read() throws IOException {
        return BuildPart.read(
                BuildPart.below(artifacts, BASELINE),
                (part, runs) -> runs.stream().map(ComparedRun::alone).toList());
    }

    private Path records(String folder, TestRun run) throws IOException {
        Path file = artifacts.resolve(folder).resolve("1.records.jsonl");
        RunRecords.append(file, run.started());
        for (RunRecord record : run.told()) {
            RunRecords.append(file, record);
        }
        return file.getParent();
    }
}
