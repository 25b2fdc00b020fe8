package org.vexfs.trace.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.manager.Manager.Answer;
import org.vexfs.trace.testing.RecordedCapture;

@Timeout(60)
class CleanCommandTests {

    private static final String TEXT = "# vexfs-trace: module vexfs, script memory, since 2026-10-01T00:00:00Z\n";
    private static final String CAPTURE = "{\"type\":\"vexfs-trace\",\"note\":\"header\",\"format\":3}\n";

    @TempDir
    private Path folder;

    private Path results;
    private Manager manager;

    @BeforeEach
    void machine() throws IOException {
        manager = new Manager(folder);
        results = Files.createDirectory(folder.resolve("results"));
    }

    @Test
    void oldResultsAreRemovedWithTheirCaptures() throws IOException {
        String old = result(8);
        String recent = result(6);
        file(old + ".kernel.log", "[1.0] vexfs: unloaded\n", 8);
        file(old + ".rest.jsonl", "{}\n", 8);
        file(old + ".capture.jsonl.raw", "{}\n", 8);

        assertThat(clean()).isEqualTo(new Answer(0, """
                  71 bytes  %1$s.txt
                  50 bytes  %1$s.capture.jsonl
                   3 bytes  %1$s.rest.jsonl
                  22 bytes  %1$s.kernel.log
                   3 bytes  %1$s.capture.jsonl.raw
                Removed from RESULTS: 5 files, 149 bytes.
                """.formatted(old), ""));
        assertThat(files()).containsExactly(recent + ".capture.jsonl", recent + ".txt");
    }

    @Test
    void aDryRunSaysTheSameAndRemovesNothing() throws IOException {
        String old = result(8);

        assertThat(clean("--dry-run")).isEqualTo(new Answer(0, """
                  71 bytes  %1$s.txt
                  50 bytes  %1$s.capture.jsonl
                Would be removed from RESULTS: 2 files, 121 bytes.
                """.formatted(old), ""));
        assertThat(files()).hasSize(2);
    }

    @Test
    void whatIsOldIsSaidInDays() throws IOException {
        String eight = result(8);
        result(6);

        assertThat(clean("--days", "7").out()).contains(eight).endsWith(": 2 files, 121 bytes.\n");
        assertThat(clean("--days", "7").out()).isEqualTo("No result in RESULTS is older than 7 days.\n");
        assertThat(clean("--days", "0").out()).endsWith(": 2 files, 121 bytes.\n");
        assertThat(results).isEmptyDirectory();
    }

    @Test
    void aCaptureThatATraceReallyWroteIsRecognised() throws IOException {
        String name = name(31) + ".capture.jsonl";
        Files.copy(RecordedCapture.path("vector-store-7"), results.resolve(name));
        Files.setLastModifiedTime(results.resolve(name), days(31));

        assertThat(clean().out()).contains(name);
        assertThat(results).isEmptyDirectory();
    }

    @Test
    void whatWasWrittenLatelyIsKeptWhateverItsName() throws IOException {
        String old = name(31);
        file(old + ".txt", TEXT, 31);
        file(old + ".capture.jsonl", CAPTURE, 1);

        assertThat(clean().out()).isEqualTo("No result in RESULTS is older than 7 days.\n");
        assertThat(files()).hasSize(2);
    }

    @Test
    void whatHasALateNameIsKeptWheneverItWasWritten() throws IOException {
        file(name(1) + ".txt", TEXT, 31);

        clean();

        assertThat(files()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "notes.txt",
                "vexfs_memory_trace_20250101_000000",
                "vexfs_memory_trace_20250101_000000.md",
                "vexfs_memory_trace_20250101_000000.txt.gz",
                "my_vexfs_memory_trace_20250101_000000.txt",
                "vexfs_memory_trace_20250141_000000.txt",
                "vexfs__trace_20250101_000000.txt"
            })
    void whatHasAnotherNameIsKept(String name) throws IOException {
        file(name, TEXT, 400);

        assertThat(clean().out()).isEqualTo("No result in RESULTS is older than 7 days.\n");
        assertThat(files()).containsExactly(name);
    }

    @Test
    void whatThisToolDidNotWriteIsKeptAndToldIfAskedFor() throws IOException {
        file("vexfs_kernel_trace_20250101_000000.txt", "VexFS Kernel Tracing Started\n", 400);
        file("vexfs_kernel_trace_20250101_000001.txt", "", 400);
        file("vexfs_kernel_trace_20250101_000002.capture.jsonl", "{\"type\":\"attached_probes\"}\n", 400);
        file("vexfs_kernel_trace_20250101_000003.kernel.log", "[1.0] vexfs\n", 400);

        assertThat(clean().out()).isEqualTo("""
                Nothing is removed from RESULTS.
                Kept though old, and named as a result: 4 files; 'vexfs_trace_manager.sh clean --verbose' says why.
                """);
        assertThat(clean("-v").out()).isEqualTo("""
                Nothing is removed from RESULTS.
                Kept vexfs_kernel_trace_20250101_000003.kernel.log: nothing that a trace wrote is beside it.
                Kept vexfs_kernel_trace_20250101_000002.capture.jsonl: it does not begin as what a trace writes.
                Kept vexfs_kernel_trace_20250101_000001.txt: it does not begin as what a trace writes.
                Kept vexfs_kernel_trace_20250101_000000.txt: it does not begin as what a trace writes.
                """);
        assertThat(files()).hasSize(4);
    }

    @Test
    void noLinkIsFollowedOrRemoved() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), TEXT);
        Files.setLastModifiedTime(victim, days(400));
        Files.createSymbolicLink(results.resolve("vexfs_memory_trace_20250101_000000.txt"), victim);
        Path directory = Files.createDirectory(results.resolve("vexfs_memory_trace_20250101_000001.txt"));
        Files.setLastModifiedTime(directory, days(400));

        assertThat(clean("-v")).isEqualTo(new Answer(0, "No result in RESULTS is older than 7 days.\n", ""));

        assertThat(victim).exists();
        assertThat(files()).hasSize(2);
    }

    @Test
    void aFolderBehindAnotherUsersLinkIsNotCleanedByRoot() throws IOException {
        assumeThat((int) Files.getAttribute(Path.of("/proc/self"), "unix:uid"))
                .as("only root has to beware of what others put there. Remedy: run this as root")
                .isZero();
        String old = result(8);
        Path link = Files.createSymbolicLink(folder.resolve("link"), results);
        Files.setAttribute(link, "unix:uid", TraceProcess.NOBODY, LinkOption.NOFOLLOW_LINKS);

        Answer refused = manager.run("clean", "-o", link.toString());

        assertThat(refused.status()).isOne();
        assertThat(refused.err()).contains(link + " is a link that another user put there");
        assertThat(files()).containsExactly(old + ".capture.jsonl", old + ".txt");
    }

    @Test
    void theFilesOfARunningTraceAreKept() throws Exception {
        String running = result(31);
        String old = result(32);
        try (TraceProcess process = TraceProcess.start()) {
            RunningTrace trace = process.trace(results)
                    .withPlace("", results.resolve(running + ".txt").toString(), running + ".capture.jsonl");
            manager.running.register(trace);

            assertThat(clean("-v").out())
                    .contains(old + ".txt")
                    .contains("Kept " + running + ".txt: its trace is running.\n")
                    .contains("Kept " + running + ".capture.jsonl: its trace is running.\n");
            assertThat(files()).containsExactly(running + ".capture.jsonl", running + ".txt");
        }
        assertThat(clean().out()).contains(running);
    }

    @Test
    void whatCannotBeRemovedIsToldAndTheStatusIs2() throws Exception {
        String old = result(8);
        Files.setPosixFilePermissions(results, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            Answer answer = WeakRoot.run("dac_override", folder, "clean", "-o", results.toString());

            assertThat(answer.status()).isEqualTo(2);
            assertThat(answer.out()).isEqualTo("Nothing is removed from " + results + ".\n");
            assertThat(answer.err())
                    .contains("vexfs_trace_manager.sh: cannot remove " + results.resolve(old + ".txt")
                            + ": AccessDeniedException. Remedy: run this as the user who owns it, or as root.\n");
            assertThat(files()).hasSize(2);
        } finally {
            Files.setPosixFilePermissions(results, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void aFolderThatIsNotThereHasNothingToRemove() throws IOException {
        Files.delete(results);

        assertThat(clean()).isEqualTo(new Answer(0, "No result in RESULTS is older than 7 days.\n", ""));
    }

    @Test
    void quietRemovesAndSaysNothing() throws IOException {
        result(31);

        assertThat(clean("-q")).isEqualTo(new Answer(0, "", ""));
        assertThat(results).isEmptyDirectory();
    }

    @Test
    void jsonHasTheSameForPrograms() throws IOException {
        String old = result(8);
        file("vexfs_kernel_trace_20250101_000001.txt", "", 400);

        JsonNode json = new ObjectMapper().readTree(clean("--format", "json").out());

        assertThat(json.path("days").asInt()).isEqualTo(7);
        assertThat(json.path("dryRun").asBoolean(true)).isFalse();
        assertThat(json.path("bytes").asLong()).isEqualTo(121);
        assertThat(json.at("/removed/0/file").asText()).isEqualTo(old + ".txt");
        assertThat(json.at("/removed/0/bytes").asLong()).isEqualTo(71);
        assertThat(json.at("/kept/vexfs_kernel_trace_20250101_000001.txt").asText())
                .isEqualTo("it does not begin as what a trace writes");
        assertThat(json.path("failed")).isEmpty();
        assertThat(files()).containsExactly("vexfs_kernel_trace_20250101_000001.txt");
    }

    @Test
    void aNumberOfDaysThatCannotBeIsRefused() {
        assertThat(clean("--days=-1").status()).isOne();
        assertThat(clean("--days=-1").err())
                .startsWith("vexfs_trace_manager.sh: --days is -1; expected a number of days, 0 or more\n");
        assertThat(clean("--days=soon").status()).isOne();
    }

    /** Writes a result and its capture, that long ago. Gives what their names begin with. */
    private String result(int days) throws IOException {
        String name = name(days);
        file(name + ".txt", TEXT, days);
        file(name + ".capture.jsonl", CAPTURE, days);
        return name;
    }

    private static String name(int days) {
        return "vexfs_memory_trace_"
                + LocalDateTime.ofInstant(days(days).toInstant(), ZoneId.systemDefault())
                        .format(DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss"));
    }

    private static FileTime days(int days) {
        return FileTime.from(Instant.now().minus(Duration.ofDays(days)));
    }

    private void file(String name, String text, int days) throws IOException {
        Files.setLastModifiedTime(Files.writeString(results.resolve(name), text), days(days));
    }

    private Stream<String> files() throws IOException {
        return Stream.of(results.toFile().list()).sorted();
    }

    private Answer clean(String... options) {
        String[] arguments = Stream.concat(Stream.of("clean", "-o", results.toString()), Stream.of(options))
                .toArray(String[]::new);
        Answer answer = manager.withColumns("160").run(arguments);
        return new Answer(answer.status(), told(answer.out()), told(answer.err()));
    }

    private String told(String text) {
        return text.replace(results.toString(), "RESULTS");
    }
}
