package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.report.RunRecord.Finished;

class RecordFileTests {

    private static final Finished FIRST = new Finished("[test:first]", 1, "SUCCESSFUL");
    private static final Finished SECOND = new Finished("[test:second]", 1, "FAILED");

    @TempDir
    private Path folder;

    @Test
    void whatWasAddedIsInTheFileWhileThatIsOpen() throws IOException {
        Path path = folder.resolve("of/the/run/1.records.jsonl");
        try (RecordFile file = new RecordFile(path)) {
            file.append(FIRST);
            assertThat(path).content().contains("[test:first]").endsWith("\n");

            file.append(SECOND);
            assertThat(Files.readAllLines(path)).hasSize(2);
        }
    }

    @Test
    void aFileThatWasRemovedIsMadeAgain() throws IOException {
        Path path = folder.resolve("target/1.records.jsonl");
        try (RecordFile file = new RecordFile(path)) {
            file.append(FIRST);
            Files.delete(path);
            Files.delete(path.getParent());

            file.append(SECOND);

            assertThat(path).content().contains("[test:second]").doesNotContain("[test:first]");
        }
    }

    @Test
    void aClosedFileIsOpenedAgainByWhatIsAdded() throws IOException {
        Path path = folder.resolve("1.records.jsonl");
        RecordFile file = new RecordFile(path);
        file.append(FIRST);
        file.close();
        file.append(SECOND);
        file.close();

        assertThat(Files.readAllLines(path)).hasSize(2);
    }

    @Test
    void aThreadThatIsInterruptedWritesAllTheSame() throws IOException {
        Path path = folder.resolve("1.records.jsonl");
        try (RecordFile file = new RecordFile(path)) {
            Thread.currentThread().interrupt();
            file.append(FIRST);
            file.append(SECOND);
        }

        assertThat(Thread.interrupted()).isTrue();
        assertThat(Files.readAllLines(path)).hasSize(2);
    }
}
