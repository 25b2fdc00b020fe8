package org.vexfs.trace.manager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RunningTracesTests {

    @TempDir
    private Path folder;

    private RunningTraces traces;
    private TraceProcess process;

    @BeforeEach
    void start() throws IOException {
        traces = new RunningTraces(folder);
        process = TraceProcess.start();
    }

    @AfterEach
    void end() {
        process.close();
    }

    @Test
    void aTraceIsThereUntilItsEntryIsClosed() throws IOException {
        try (RunningTraces.Entry entry = traces.register(trace())) {
            assertThat(entry).isNotNull();
            assertThat(traces.running()).singleElement().satisfies(trace -> {
                assertThat(trace.pid()).isEqualTo(process.pid());
                assertThat(trace.script()).isEqualTo("memory");
                assertThat(trace.module()).isEqualTo("vexfs");
                assertThat(trace.result()).isEqualTo(trace().result());
                assertThat(trace.since()).isEqualTo("2026-11-28T14:30:15Z");
            });
        }
        assertThat(traces.running()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void itTellsHowFarItIs() throws IOException {
        try (RunningTraces.Entry entry = traces.register(trace())) {
            entry.progress(12_345, 6);

            assertThat(traces.running()).singleElement().satisfies(trace -> {
                assertThat(trace.events()).isEqualTo(12_345);
                assertThat(trace.lost()).isEqualTo(6);
            });
        }
    }

    @Test
    void afterItsEndItTellsNothing() throws IOException {
        RunningTraces.Entry entry = traces.register(trace());
        entry.close();
        entry.progress(1, 0);
        entry.close();

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void filesAreNamedSuchThatOthersFindThem() throws IOException {
        RunningTrace relative = new RunningTrace(
                process.pid(), "", "alice", "memory", "vexfs", "results/a.txt", "results/a.jsonl", "", 0, 0);
        try (RunningTraces.Entry entry = traces.register(relative)) {
            assertThat(entry).isNotNull();
            assertThat(traces.running()).singleElement().satisfies(trace -> {
                assertThat(trace.result())
                        .isEqualTo(Path.of("results/a.txt").toAbsolutePath().toString());
                assertThat(trace.capture())
                        .isEqualTo(Path.of("results/a.jsonl").toAbsolutePath().toString());
            });
        }
    }

    @Test
    void othersMayReadAnEntryAndNotWriteIt() throws IOException {
        try (RunningTraces.Entry entry = traces.register(trace())) {
            entry.progress(1, 0);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file(process.pid()))))
                    .isEqualTo("rw-r--r--");
        }
    }

    @Test
    void theEntryOfAProcessThatEndedIsRemoved() throws IOException {
        traces.register(trace());
        process.close();

        assertThat(traces.running()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aProcessThatOnlyItsParentStillWaitsForHasEnded() throws Exception {
        Process parent = new ProcessBuilder("/bin/sh", "-c", "sleep 600 & echo $!; exec sleep 600").start();
        try {
            long pid = Long.parseLong(parent.inputReader().readLine());
            // As long as it is a shell, it asks for its children.
            while (!Files.readString(Path.of("/proc/" + parent.pid() + "/comm")).equals("sleep\n")) {
                Thread.onSpinWait();
            }
            assertThat(ProcessIdentity.of(pid)).isPresent();
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            while (ProcessIdentity.of(pid).isPresent()) {
                Thread.onSpinWait();
            }
            assertThat(Path.of("/proc/" + pid))
                    .as("its parent has not asked for it")
                    .exists();
        } finally {
            parent.destroyForcibly().waitFor();
        }
    }

    @Test
    void anEntryWhosePidBelongsToAnotherProcessByNowIsRemoved() throws IOException {
        traces.register(trace());
        String text = Files.readString(file(process.pid()));
        Files.writeString(file(process.pid()), text.replaceFirst("\"processStart\":\"\\d+ ", "\"processStart\":\"12 "));

        assertThat(traces.running()).isEmpty();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aProcessOfAnEarlierBootIsAnother() throws IOException {
        traces.register(trace());
        String text = Files.readString(file(process.pid()));
        Files.writeString(file(process.pid()), text.replaceFirst("after boot [^\"]+", "after boot 0-0"));

        assertThat(traces.running()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "{}",
                "{\"pid\":%d}",
                "\u0000",
                "{\"pid\":%d,\"processStart\":null,\"user\":\"\",\"script\":\"\",\"module\":\"\",\"result\":\"\","
                        + "\"capture\":\"\",\"since\":\"\",\"events\":0,\"lost\":0}"
            })
    void aBrokenEntryIsLeftOut(String text) throws IOException {
        Files.writeString(file(process.pid()), text.formatted(process.pid()));

        assertThat(traces.running()).isEmpty();
    }

    @Test
    void anEndlessEntryIsLeftOut() throws IOException {
        Files.writeString(file(process.pid()), "[".repeat(1_000_000));

        assertThat(traces.running()).isEmpty();
    }

    @Test
    void anEntryUnderTheNumberOfAnotherProcessIsLeftOut() throws Exception {
        try (TraceProcess other = TraceProcess.start()) {
            traces.register(trace());
            Files.move(file(process.pid()), file(other.pid()));

            assertThat(traces.running()).isEmpty();
        }
    }

    @Test
    void aLinkIsNoEntry() throws IOException {
        traces.register(trace());
        Path elsewhere = Files.move(file(process.pid()), folder.resolve("elsewhere"));
        Files.createSymbolicLink(file(process.pid()), elsewhere);

        assertThat(traces.running()).isEmpty();
        assertThat(elsewhere).exists();
    }

    @Test
    void aLinkPlantedAsTheEntryIsNotWrittenThrough() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Files.createSymbolicLink(file(process.pid()), victim);
        Files.createSymbolicLink(folder.resolve(file(process.pid()).getFileName() + ".new"), victim);

        try (RunningTraces.Entry entry = traces.register(trace())) {
            entry.progress(1, 0);

            assertThat(file(process.pid())).isRegularFile();
            assertThat(Files.isSymbolicLink(file(process.pid()))).isFalse();
            assertThat(traces.running()).hasSize(1);
        }
        assertThat(victim).hasContent("precious");
    }

    @Test
    void anEntryThatNamesAnotherUsersProcessIsLeftOut() throws IOException {
        TraceProcess.assumeRoot();
        traces.register(trace());
        Files.setAttribute(file(process.pid()), "unix:uid", TraceProcess.NOBODY, LinkOption.NOFOLLOW_LINKS);

        assertThat(traces.running()).isEmpty();
    }

    @Test
    void whoStartedATraceIsTakenFromItsFileUnlessThatIsRoots() throws Exception {
        try (TraceProcess other = TraceProcess.ofNobody()) {
            traces.register(trace());
            traces.register(other.trace(folder));
            Files.setAttribute(file(other.pid()), "unix:uid", TraceProcess.NOBODY, LinkOption.NOFOLLOW_LINKS);

            assertThat(traces.running()).extracting(RunningTrace::user).containsExactlyInAnyOrder("alice", "nobody");
        }
    }

    @Test
    void aProcessThatIsNotThereCannotBeRegistered() {
        process.close();

        assertThatIOException().isThrownBy(() -> traces.register(trace())).withMessageContaining("no such process");
    }

    private RunningTrace trace() {
        return process.trace(folder);
    }

    private Path file(long pid) {
        return folder.resolve("vexfs-trace-" + pid + ".json");
    }
}
