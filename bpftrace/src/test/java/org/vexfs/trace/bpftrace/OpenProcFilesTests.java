package org.vexfs.trace.bpftrace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenProcFilesTests {

    @TempDir
    Path folder;

    @Test
    void eachReadingGivesWhatTheFileSaysThen() throws IOException {
        Path first = Files.writeString(folder.resolve("first"), "recursion_misses:\t1\n");
        Path second = Files.writeString(folder.resolve("second"), "recursion_misses:\t2\n");
        try (OpenProcFiles files = OpenProcFiles.of(List.of(first.toString(), second.toString()))) {
            assertThat(files.readAll()).containsExactly("recursion_misses:\t1\n", "recursion_misses:\t2\n");

            Files.writeString(first, "recursion_misses:\t10\n");
            assertThat(files.readAll()).containsExactly("recursion_misses:\t10\n", "recursion_misses:\t2\n");
        }
    }

    @Test
    void aLongFileIsReadToItsEnd() throws IOException {
        String text = "name: vexfs_insert\n".repeat(1_000);
        Path file = Files.writeString(folder.resolve("long"), text);
        try (OpenProcFiles files = OpenProcFiles.of(List.of(file.toString()))) {
            assertThat(files.readAll()).containsExactly(text);
        }
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> OpenProcFiles.of(List.of(folder.resolve("gone").toString())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("gone");
    }

    @Test
    void ofAProcessThatHasEndedNothingCanBeRead() throws IOException {
        Process process = new ProcessBuilder("cat").start();
        try (OpenProcFiles files = OpenProcFiles.of(List.of("/proc/" + process.pid() + "/fdinfo/0"))) {
            assertThat(files.readAll()).singleElement().asString().contains("pos:");

            process.getOutputStream().close();
            process.onExit().join();
            assertThatThrownBy(files::readAll).isInstanceOf(IOException.class);
        }
    }
}
