package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Verdict;

class BuildPartTests {

    private static final String STORE = "org.example.StoreIT";

    @TempDir
    Path artifacts;

    @Test
    void eachFolderWithRecordsIsAPartNamedByItsPath() throws IOException {
        records("linux-6.12/target/vexfs-trace", Runs.passed(STORE, "insert"));
        records("linux-7.2/core/target/vexfs-trace", Runs.passed(STORE, "insert"));
        Files.createDirectories(artifacts.resolve("docs/target/vexfs-trace"));

        assertThat(BuildPart.below(artifacts))
                .extracting(BuildPart::name, BuildPart::folder)
                .containsExactly(
                        tuple("linux-6.12", artifacts.resolve("linux-6.12/target/vexfs-trace")),
                        tuple("linux-7.2/core", artifacts.resolve("linux-7.2/core/target/vexfs-trace")));
    }

    @Test
    void aFolderThatHasThemItselfIsNamedByItsProject() throws IOException {
        Path folder = records("store/target/vexfs-trace", Runs.passed(STORE, "insert"));

        assertThat(BuildPart.below(folder)).extracting(BuildPart::name).containsExactly("store");
    }

    @Test
    void theSameTestInTwoPartsIsTwoTests() throws IOException {
        records("linux-6.12", Runs.passed(STORE, "insert"));
        records("linux-7.2", Runs.leaky(STORE, "insert"));

        assertThat(BuildPart.read(BuildPart.below(artifacts)))
                .extracting(
                        run -> run.started().reportedName(),
                        run -> run.started().displayName(),
                        TestRun::verdict)
                .containsExactlyInAnyOrder(
                        tuple("insert [linux-6.12]", "StoreIT.insert [linux-6.12]", Verdict.PASSED),
                        tuple("insert [linux-7.2]", "StoreIT.insert [linux-7.2]", Verdict.FAILED));
    }

    @Test
    void theTestsOfASinglePartKeepTheirNames() throws IOException {
        records("linux-6.12", Runs.passed(STORE, "insert"));

        assertThat(BuildPart.read(BuildPart.below(artifacts)))
                .extracting(run -> run.started().reportedName())
                .containsExactly("insert");
    }

    @Test
    void aFolderThatIsNotThereIsNamed() {
        assertThatIOException()
                .isThrownBy(() -> BuildPart.below(artifacts.resolve("gone")))
                .withMessageContaining("gone");
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
