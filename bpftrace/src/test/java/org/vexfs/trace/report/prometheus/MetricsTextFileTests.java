package org.vexfs.trace.report.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTextFileTests {

    @TempDir
    private Path folder;

    @Test
    void itHasAllMetricsAndAnybodyMayReadIt() throws IOException {
        Path file = folder.resolve("vexfs.prom");

        write(file);

        assertThat(Files.readAllLines(file))
                .contains("vexfs_trace_calls_total{function=\"vexfs_vector_search\",module=\"vexfs\"} 1000.0");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void itTakesThePlaceOfTheOneBeforeAndLeavesNothingBeside() throws IOException {
        Path file = folder.resolve("vexfs.prom");
        Files.writeString(file, "old");

        write(file);
        write(file);

        assertThat(Files.readString(file)).startsWith("# HELP");
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void aLinkInItsPlaceIsReplacedAndWhatItLedToIsUntouched() throws IOException {
        Path other = Files.writeString(folder.resolve("other"), "untouched");
        Path file = Files.createSymbolicLink(folder.resolve("vexfs.prom"), other);

        write(file);

        assertThat(Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(Files.readString(other)).isEqualTo("untouched");
    }

    @Test
    void whereItCannotBeWrittenTheOldOneStays() throws IOException {
        Path file = Files.createDirectory(folder.resolve("vexfs.prom"));
        Files.writeString(file.resolve("in it"), "");

        assertThatIOException().isThrownBy(() -> write(file));

        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    private static void write(Path file) throws IOException {
        new MetricsTextFile(
                        file,
                        RecordedTrace.of("vector-search-6.12", "performance").registry())
                .write();
    }
}
