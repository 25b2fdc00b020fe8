package org.vexfs.trace.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexfs.trace.analysis.Suppressions;
import org.vexfs.trace.config.Suppression;
import org.vexfs.trace.event.Note;

/** How a capture keeps what an assertion left out. */
class LeftOutTests {

    @TempDir
    private Path folder;

    @Test
    void whatWasLeftOutIsReadBackAsItWas() throws IOException {
        List<Suppression> leftOut = List.of(
                Suppression.of("vexfs_cache_*", "filled \"once\"\n")
                        .withSize(64)
                        .until(LocalDate.of(2027, 1, 31)),
                Suppression.of("vexfs_insert", "known"));
        Path file = folder.resolve("a.capture.jsonl");
        try (CaptureFile capture = CaptureFile.create(file)) {
            capture.note(CaptureNote.Excepted.of("vx00000c0000001", Suppressions.of(leftOut)));
        }

        CaptureNote note = CaptureFile.parse(new Note(Files.readAllLines(file).get(0)));

        assertThat(note).isInstanceOfSatisfying(CaptureNote.Excepted.class, excepted -> {
            assertThat(excepted.window()).isEqualTo("vx00000c0000001");
            assertThat(excepted.toSuppressions().list()).isEqualTo(leftOut);
        });
    }

    @ParameterizedTest
    @CsvSource({"'', 0, known, ''", "a, -1, known, ''", "a, 0, ' ', ''", "a, 0, known, tomorrow"})
    void aDamagedOneIsRefused(String function, long size, String reason, String expires) {
        CaptureNote.Excepted note = new CaptureNote.Excepted(
                "vx00000c0000001", List.of(new CaptureNote.Suppressed(function, size, reason, expires)));

        assertThatIllegalArgumentException().isThrownBy(note::toSuppressions);
    }
}
