package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Verdict;

class RunRecordsTests {

    private static final RunRecord.Started STARTED = new RunRecord.Started(
            "[method:insert()]",
            1,
            "org.example.StoreIT",
            "insert",
            "insert",
            "StoreIT.insert",
            "1.capture.jsonl",
            100);
    private static final RunRecord.Window WINDOW = new RunRecord.Window(
            "[method:insert()]",
            1,
            Verdict.FAILED,
            3,
            384,
            List.of(new RunRecord.Site("vexfs_fault_leak+0x27", "vexfs_faults.c:63", 3, 384)),
            Verdict.INCONCLUSIVE,
            0,
            Verdict.FAILED,
            2,
            List.of("BUG: \"kmalloc-64\" größer"),
            5,
            2,
            List.of(Findings.GAP),
            "It leaks.\nIt größer \"leaks\".");
    private static final RunRecord.Finished FINISHED = new RunRecord.Finished("[method:insert()]", 1, "FAILED");

    @TempDir
    Path folder;

    @Test
    void aThreadThatIsInterruptedWritesAndStaysInterrupted() throws IOException {
        Thread.currentThread().interrupt();
        records("1", STARTED, WINDOW, FINISHED);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(RunRecords.read(folder, 0)).hasSize(1);
    }

    @Test
    void whatIsAppendedIsRead() throws IOException {
        Path file = records("1", STARTED, WINDOW, FINISHED);
        TestRun run = RunRecords.read(folder, 0).get(0);

        assertThat(run.started()).isEqualTo(STARTED);
        assertThat(run.window()).contains(WINDOW);
        assertThat(run.finished()).contains(FINISHED);
        assertThat(run.records()).isEqualTo(file);
        assertThat(run.verdict()).isEqualTo(Verdict.FAILED);
    }

    @Test
    void eachRecordIsALine() throws IOException {
        assertThat(Files.readAllLines(records("1", STARTED, WINDOW, FINISHED)))
                .hasSize(3)
                .last()
                .isEqualTo(
                        "{\"record\":\"finished\",\"uniqueId\":\"[method:insert()]\",\"attempt\":1,\"status\":\"FAILED\"}");
    }

    @Test
    void aRunWithoutAnEndIsInconclusive() throws IOException {
        records("1", STARTED);
        TestRun run = RunRecords.read(folder, 0).get(0);

        assertThat(run.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(run.text())
                .isEqualTo("INCONCLUSIVE: the JVM ended within StoreIT.insert, before its trace was judged.\n"
                        + "What to do: see why it ended (a kernel oops, a timeout, a kill).\n"
                        + "Capture up to its end: 1.capture.jsonl");
    }

    @Test
    void theRunsOfAllJvmsAreInTheOrderInWhichTheyBegan() throws IOException {
        records("2", startedAt("a", 300), startedAt("b", 100));
        records("1", startedAt("c", 200));

        assertThat(RunRecords.read(folder, 0))
                .extracting(run -> run.started().uniqueId())
                .containsExactly("b", "c", "a");
    }

    @Test
    void onlyTestsThatBeganSinceAreRead() throws IOException {
        records("1", startedAt("old", 99), startedAt("new", 100));

        assertThat(RunRecords.read(folder, 100))
                .extracting(run -> run.started().uniqueId())
                .containsExactly("new");
    }

    @Test
    void everyAttemptIsARunOfItsOwn() throws IOException {
        RunRecord.Started again = new RunRecord.Started(
                "[method:insert()]", 2, "org.example.StoreIT", "insert", "insert", "StoreIT.insert", "x", 101);
        records("1", STARTED, WINDOW, again);

        assertThat(RunRecords.read(folder, 0))
                .extracting(TestRun::verdict)
                .containsExactly(Verdict.FAILED, Verdict.INCONCLUSIVE);
    }

    @Test
    void aLastLineThatWasCutIsLeftOutWhereverItWasCut() throws IOException {
        Path file = records("1", STARTED, WINDOW);
        byte[] whole = Files.readAllBytes(file);
        int first = new String(whole, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;

        for (int length = first; length < whole.length - 1; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            assertThat(RunRecords.read(folder, 0))
                    .as("cut at %d", length)
                    .singleElement()
                    .satisfies(run -> assertThat(run.window()).isEmpty());
        }
    }

    @Test
    void aDamagedLineIsReportedWithItsFileAndItsLine() throws IOException {
        Path file = records("1", STARTED);
        Files.writeString(file, Files.readString(file) + "{\"record\":\n" + Files.readString(file));

        assertThatIOException()
                .isThrownBy(() -> RunRecords.read(folder, 0))
                .withMessageStartingWith(file + ", line 2: not a record: ")
                .withMessageEndingWith("Remedy: remove the file, and run the tests again.");
    }

    @Test
    void aFieldOfALaterVersionDoesNotMatter() throws IOException {
        Path file = records("1", STARTED);
        Files.writeString(file, Files.readString(file).replace("\"attempt\":1", "\"attempt\":1,\"weather\":\"sunny\""));

        assertThat(RunRecords.read(folder, 0)).hasSize(1);
    }

    @Test
    void otherFilesAndAMissingFolderHaveNoRuns() throws IOException {
        Files.writeString(folder.resolve("1.capture.jsonl"), "not a record\n");

        assertThat(RunRecords.read(folder, 0)).isEmpty();
        assertThat(RunRecords.read(folder.resolve("none"), 0)).isEmpty();
    }

    @Test
    void nothingIsWrittenThroughALink() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Path link = Files.createSymbolicLink(folder.resolve("1.records.jsonl"), victim);

        assertThatIOException().isThrownBy(() -> RunRecords.append(link, STARTED));
        assertThat(victim).hasContent("precious");
    }

    /** Of a pipe, who reads it would wait for an end; of what a link leads to, a message would tell. */
    @Test
    void whatIsNoFileIsNotRead() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "swordfish");
        Path records = folder.resolve("1.records.jsonl");
        Files.createSymbolicLink(records, secret);
        assertThatIOException()
                .isThrownBy(() -> RunRecords.read(folder, 0))
                .withMessage(records + " is no file of records. Remedy: remove it, and see who put it there.");

        Files.delete(records);
        assertThat(new ProcessBuilder("mkfifo", records.toString()).start().waitFor())
                .isZero();
        assertThatIOException()
                .isThrownBy(() -> RunRecords.read(folder, 0))
                .withMessageStartingWith(records + " is no file of records.");
    }

    @Test
    void aRunBeginsOnce() {
        TestRun run = TestRun.started(STARTED, folder);

        assertThatIllegalArgumentException().isThrownBy(() -> run.with(STARTED));
    }

    @Test
    void aWindowsRecordIsMadeOfItsJudgement() {
        RunRecord.Window window =
                RunRecord.Window.of(Findings.window().test(), Findings.window(), Findings.leaks(Findings.LEAK));

        assertThat(window.uniqueId()).isEqualTo(Findings.UNIQUE_ID);
        assertThat(window.leaks()).isEqualTo(Verdict.FAILED);
        assertThat(window.leakedObjects()).isEqualTo(3);
        assertThat(window.leakedBytes()).isEqualTo(384);
        assertThat(window.leakSites())
                .containsExactly(new RunRecord.Site("vexfs_fault_leak+0x27", "vexfs_faults.c:63", 3, 384));
        assertThat(window.leakSites().get(0)).hasToString("vexfs_fault_leak+0x27 (vexfs_faults.c:63)");
        assertThat(window.allocations()).isEqualTo(5);
        assertThat(window.frees()).isEqualTo(2);
        assertThat(window.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(window.text()).startsWith("StoreIT.insert leaks 384 bytes in 3 objects");
    }

    @Test
    void whatPassedNeedsNoText() {
        assertThat(RunRecord.Window.of(Findings.window().test(), Findings.window(), Findings.passed())
                        .text())
                .isEmpty();
    }

    @Test
    void whatCannotBeToldIsSaidOnce() {
        assertThat(RunRecord.Window.of(Findings.window().test(), Findings.window(), Findings.cannotTell(Findings.GAP))
                        .text())
                .containsOnlyOnce("INCONCLUSIVE")
                .containsOnlyOnce("raise memory_trace.max_objects");
    }

    private Path records(String name, RunRecord... records) throws IOException {
        Path file = folder.resolve(name + RunRecords.SUFFIX);
        for (RunRecord record : records) {
            RunRecords.append(file, record);
        }
        return file;
    }

    private static RunRecord.Started startedAt(String uniqueId, long time) {
        return new RunRecord.Started(uniqueId, 1, "C", "m", "m", "C.m", "x", time);
    }
}
