package org.vexfs.trace.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.baseline.Environment;
import org.vexfs.trace.config.Attribution;
import org.vexfs.trace.config.IndirectAllocations;
import org.vexfs.trace.config.TraceScript;
import org.vexfs.trace.event.Note;

class CaptureFileTests {

    private static final CaptureNote.Ended ENDED = new CaptureNote.Ended("stopped");
    private static final String ENDED_LINE = "{\"type\":\"vexfs-trace\",\"note\":\"ended\",\"how\":\"stopped\"}\n";

    @TempDir
    Path folder;

    @Test
    void linesAreOnDiskAsSoonAsTheyAreWhole() throws IOException {
        Path file = folder.resolve("a.capture.jsonl");
        try (CaptureFile capture = CaptureFile.create(file)) {
            append(capture, "one\ntw");
            assertThat(file).hasContent("one\n");
            assertThat(capture.length()).isEqualTo(4);

            append(capture, "o");
            assertThat(file).hasContent("one\n");

            append(capture, "\nthree\n");
            assertThat(Files.readString(file)).isEqualTo("one\ntwo\nthree\n");
            assertThat(capture.length()).isEqualTo(14);
        }
    }

    @Test
    void aThreadThatIsInterruptedWritesAndStaysInterrupted() throws IOException {
        Path file = folder.resolve("a.capture.jsonl");
        try (CaptureFile capture = CaptureFile.create(file)) {
            Thread.currentThread().interrupt();
            capture.note(ENDED);
            assertThat(capture.length()).isEqualTo(ENDED_LINE.length());
            assertThat(Thread.interrupted()).isTrue();
            capture.note(ENDED);
        }

        assertThat(Files.readString(file)).isEqualTo(ENDED_LINE + ENDED_LINE);
    }

    /** Another thread interrupts the writer again as soon as it has noticed, so many interrupts come within a write. */
    @Test
    void anInterruptThatComesWithinAWriteClosesNothing() throws Exception {
        Path file = folder.resolve("a.capture.jsonl");
        Thread writer = Thread.currentThread();
        AtomicBoolean done = new AtomicBoolean();
        Thread interrupter = new Thread(() -> {
            while (!done.get()) {
                writer.interrupt();
            }
        });
        int interrupted = 0;
        int notes = 0;
        try (CaptureFile capture = CaptureFile.create(file)) {
            interrupter.start();
            while (interrupted < 5_000) {
                capture.note(ENDED);
                notes++;
                if (Thread.interrupted()) {
                    interrupted++;
                }
            }
        } finally {
            done.set(true);
            Uninterrupted.call(() -> {
                interrupter.join();
                return null;
            });
            Thread.interrupted();
        }

        assertThat(Files.readAllLines(file)).hasSize(notes).containsOnly(ENDED_LINE.strip());
    }

    @Test
    void aNoteStandsBetweenLinesAndNeverWithinOne() throws IOException {
        Path file = folder.resolve("a.capture.jsonl");
        try (CaptureFile capture = CaptureFile.create(file)) {
            append(capture, "one\ntw");
            capture.note(ENDED);
            append(capture, "o\n");
        }

        assertThat(Files.readString(file)).isEqualTo("one\n" + ENDED_LINE + "two\n");
    }

    @Test
    void onlyTheGivenLengthOfABufferIsWritten() throws IOException {
        Path file = folder.resolve("a.capture.jsonl");
        try (CaptureFile capture = CaptureFile.create(file)) {
            capture.append("one\nold\n".getBytes(UTF_8), 4);
        }

        assertThat(Files.readString(file)).isEqualTo("one\n");
    }

    @Test
    void missingFoldersAreMade() throws IOException {
        Path file = folder.resolve("target/vexfs-trace/a.capture.jsonl");
        CaptureFile.create(file).close();

        assertThat(file).isEmptyFile();
    }

    @Test
    void aFileThatExistsIsNotWrittenOver() throws IOException {
        Path file = Files.writeString(folder.resolve("a.capture.jsonl"), "evidence");

        assertThatExceptionOfType(FileAlreadyExistsException.class).isThrownBy(() -> CaptureFile.create(file));
        assertThat(file).hasContent("evidence");
    }

    @Test
    void aLinkIsNotFollowedWhetherItsTargetExistsOrNot() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Path link = Files.createSymbolicLink(folder.resolve("a.capture.jsonl"), victim);
        Path dangling = Files.createSymbolicLink(folder.resolve("b.capture.jsonl"), folder.resolve("new"));

        assertThatIOException().isThrownBy(() -> CaptureFile.create(link));
        assertThatIOException().isThrownBy(() -> CaptureFile.create(dangling));
        assertThat(victim).hasContent("precious");
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void everyNoteIsReadBackAsItWasWritten() throws IOException {
        List<CaptureNote> notes = List.of(
                new CaptureNote.Header(
                        CaptureNote.FORMAT,
                        "2026-11-23T03:41:40Z",
                        "vexfs",
                        "6.12",
                        "0.23.2",
                        "ffffffffc03a9000",
                        "ffffffffc03be000",
                        Map.of("ffffffffc03a9010", "vexfs_open"),
                        "",
                        Set.of(TraceScript.MEMORY, TraceScript.PERFORMANCE),
                        Set.of("vexfs_open"),
                        true,
                        new Environment("6.12", "amd64", "EPYC", "qemu", "vexfs", "A1B2", "0.23.2")),
                new CaptureNote.Opened(
                        "vx00000c0000001",
                        "[engine:x]/[method:größe(\"a\nb\")]",
                        "größe\n\"",
                        2,
                        Attribution.THREAD,
                        IndirectAllocations.WARN,
                        Set.of(TraceScript.PERFORMANCE)),
                new CaptureNote.OperationsMeasured(
                        "vx00000c0000001",
                        new OperationNotes(
                                Map.of("read", List.of("vexfs_read*")),
                                List.of("vexfs_search:2"),
                                List.of(),
                                1,
                                2,
                                3,
                                4,
                                5,
                                6,
                                7,
                                8.5,
                                9,
                                10,
                                List.of("kernel_trace.error_tracking"),
                                List.of("vexfs_cache_get:1"),
                                List.of())),
                new CaptureNote.OperationsJudged("vx00000c0000001", "noErrors(*)", "vx00000c0000002", ""),
                new CaptureNote.Judged(
                        "vx00000c0000001", "noLeaks", "vx00000c0000002", "", -1, 3, "killed", List.of("waited 5 ms")),
                new CaptureNote.Aborted("vx00000c0000001", "needs \"more\"\nmemory"),
                new CaptureNote.Failed("vx00000c0000001", "java.io.IOException: gone"),
                new CaptureNote.Source("ffffffffc03a9010", "a.c:1"),
                new CaptureNote.Symbol("ffffffff81345670", "kfree+0x20"),
                new CaptureNote.Loaded(
                        "ffffffffc03a9000", "ffffffffc03be000", Map.of("ffffffffc03a9010", "vexfs_open")),
                ENDED);
        Path file = folder.resolve("a.capture.jsonl");
        try (CaptureFile capture = CaptureFile.create(file)) {
            notes.forEach(capture::note);
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSameSizeAs(notes);
        for (int i = 0; i < lines.size(); i++) {
            assertThat(CaptureFile.parse(new Note(lines.get(i)))).isEqualTo(notes.get(i));
        }
    }

    private static void append(CaptureFile capture, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        capture.append(bytes, bytes.length);
    }
}
