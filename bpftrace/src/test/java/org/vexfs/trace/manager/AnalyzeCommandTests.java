package org.vexfs.trace.manager;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.manager.Manager.Answer;
import org.vexfs.trace.testing.RecordedCapture;

class AnalyzeCommandTests {

    /** A real one, of a test that loses three objects of 128 bytes, among others. */
    private static final String LEAKY =
            RecordedCapture.path("vector-store-6.12").toString();

    /** A real one of 1,000 searches. */
    private static final String SEARCHES =
            RecordedCapture.path("vector-search-6.12").toString();

    @TempDir
    private Path folder;

    private Manager manager;

    @BeforeEach
    void machine() throws IOException {
        manager = new Manager(folder);
    }

    @Test
    void aCaptureIsAnalysed() {
        Answer answer = manager.run("analyze", SEARCHES);

        assertThat(answer.status()).isZero();
        assertThat(answer.err()).isEmpty();
        assertThat(answer.out())
                .startsWith("Analysis of " + SEARCHES + "\n1,110 events; none is known to be lost; found: slow\n")
                .contains("\nOperations by type\n  SEARCH: 1,000\n  VECTOR INSERT: 101\n");
    }

    @Test
    void whatACaptureEndedWithoutFreeingIsNamed() {
        assertThat(manager.run("analyze", LEAKY).out())
                .contains("held at the end: 3 objects, 384 bytes, allocated at vexfs_fault_leak+0x27")
                .contains("3 objects of 384 bytes in all, allocated at vexfs_fault_leak+0x27, were still held");
    }

    @Test
    void programsGetTheSameAsJson() throws IOException {
        JsonNode json = new ObjectMapper()
                .readTree(manager.run("analyze", SEARCHES, "--format", "json").out());

        assertThat(json.path("entries").asLong()).isEqualTo(1_110);
        assertThat(json.at("/types/SEARCH").asLong()).isEqualTo(1_000);
        assertThat(json.at("/functions/0/name").asText()).isEqualTo("vexfs_vector_search");
        assertThat(json.at("/functions/0/calls").asLong()).isEqualTo(1_000);
        assertThat(json.at("/recommendations/0/rule").asText()).isEqualTo("slow-calls");
    }

    @Test
    void textResultsOfAnOlderToolAreAnalysedAndSeveralFilesAsOne() throws IOException {
        Path older = Files.writeString(folder.resolve("older.txt"), """
                Attaching 14 probes...
                [14:30:15] VexFS SEARCH COMPLETE: vexfs_vector_search() latency=250 μs, results=10
                [14:30:16] VexFS ERROR: vexfs_read() error=-5
                """);

        Answer answer = manager.run("analyze", older.toString(), SEARCHES);

        assertThat(answer.status()).isZero();
        assertThat(answer.out()).contains("1,112 events", "SEARCH: 1,001", "1 x vexfs_read -5");
    }

    @Test
    void aResultOfATraceThatMissedSomethingIsNotComplete() throws IOException {
        Path result = Files.writeString(folder.resolve("result.txt"), """
                # vexfs-trace: module vexfs, script memory
                [14:30:15] VexFS ALLOC: vexfs_insert+0x1c bytes=100, slab
                === Report ===
                The trace is not complete:
                  - 7 events were lost on their way from the kernel.
                    What to do: raise bpftrace.ring_pages.
                """);

        Answer answer = manager.run("analyze", result.toString());

        assertThat(answer.status()).isEqualTo(4);
        assertThat(answer.out())
                .contains("A trace is not complete: 7 events were lost on their way from the kernel\n")
                .contains("(incomplete-trace)");
    }

    @Test
    void aFileThatThereIsNotIsRefused() {
        assertThat(manager.run("analyze", "none.txt")).isEqualTo(new Answer(1, "", """
                        vexfs_trace_manager.sh: there is no file none.txt
                        Remedy: 'vexfs_trace_manager.sh help analyze' says what can be given.
                        """));
    }

    @Test
    void aDamagedCaptureIsRefused() throws IOException {
        Path damaged = Files.writeString(folder.resolve("a.capture.jsonl"), "{\"type\": \"printf\"\n");

        Answer answer = manager.run("analyze", damaged.toString());

        assertThat(answer.status()).isOne();
        assertThat(answer.err()).contains(damaged.toString(), "not a capture");
    }

    @Test
    void aFileThatTellsOfNothingIsSaidToDoSo() throws IOException {
        Path other = Files.writeString(folder.resolve("other.txt"), "hello\n");

        Answer answer = manager.run("analyze", other.toString());

        assertThat(answer.err()).isEqualTo("vexfs_trace_manager.sh: " + other + " tells of no event\n");
        assertThat(answer.out()).contains("0 events");
    }

    @Test
    void spreadsheetsGetTheSameAsCsv() {
        assertThat(manager.run("analyze", SEARCHES, "--format", "csv").out())
                .startsWith("section,name,figure,value,unit\r\n")
                .contains("\r\nresult,,events,1110,\r\n", "\r\nfunction,vexfs_vector_search,calls,1000,\r\n");
    }

    @Test
    void itIsWrittenToTheFileThatIsNamed() throws IOException {
        Path page = Files.writeString(folder.resolve("page.html"), "what was there before");

        assertThat(manager.run("analyze", SEARCHES, "--format", "html", "-o", page.toString()))
                .isEqualTo(new Answer(0, "Analysis: " + page + "\n", ""));
        assertThat(page).content().startsWith("<!DOCTYPE html>").contains("<td>1,000</td>");
    }

    @Test
    void itIsNotWrittenThroughALinkNorOverWhatIsAnalysed() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "precious");
        Path link = Files.createSymbolicLink(folder.resolve("link"), victim);
        Path result = Files.copy(Path.of(SEARCHES), folder.resolve("a.capture.jsonl"));

        Answer linked = manager.run("analyze", SEARCHES, "-o", link.toString());
        assertThat(linked.status()).isEqualTo(2);
        assertThat(linked.err()).startsWith("vexfs_trace_manager.sh: cannot write " + link);
        assertThat(victim).hasContent("precious");

        assertThat(manager.run("analyze", result.toString(), "-o", result.toString())
                        .status())
                .isOne();
        assertThat(result).hasSameTextualContentAs(Path.of(SEARCHES));
    }

    /** Results may be somebody else's. */
    @Test
    void whatAResultHasDoesNotReachTheTerminalAsCommands() throws IOException {
        Path result = Files.writeString(
                folder.resolve("\u001b]0;x\u0007.txt"),
                "[14:30:15] VexFS READ ERROR: \u001b[2J\u202elost error=-EIO\u009b2J\n");

        Answer told = manager.run("analyze", result.toString());

        assertThat(told.out()).contains("?[2J?lost");
        assertThat(told.out().replace("\n", "")).doesNotContainPattern("[\\p{Cntrl}\\u009b\\u202e]");
        assertThat(manager.run("analyze", folder.resolve("\u001b[2J").toString())
                        .err()
                        .replace("\n", ""))
                .contains("there is no file")
                .doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void itFailsOnWhatItIsToldToFailOnAlone() {
        assertThat(manager.run("analyze", LEAKY).status()).isZero();
        assertThat(manager.run("analyze", LEAKY, "--fail-on", "double-frees,invalid-frees,warnings")
                        .status())
                .isZero();

        Answer leaks = manager.run("analyze", LEAKY, "--fail-on", "double-frees,leaks");
        assertThat(leaks.status()).isEqualTo(3);
        assertThat(leaks.err()).isEqualTo("vexfs_trace_manager.sh: found what it was to fail on: leaks\n");
        assertThat(leaks.out()).contains("held at the end: 3 objects");

        assertThat(manager.run("analyze", SEARCHES, "--fail-on", "leaks", "--fail-on", "SLOW")
                        .status())
                .isEqualTo(3);
        assertThat(manager.run("analyze", SEARCHES, "--fail-on", "any").status())
                .isEqualTo(3);
    }

    @Test
    void whatItCannotFailOnIsRefused() {
        assertThat(manager.run("analyze", SEARCHES, "--fail-on", "leak").err())
                .startsWith("vexfs_trace_manager.sh: --fail-on is 'leak'; expected any, leaks, double-frees,"
                        + " invalid-frees, warnings, errors, slow, alerts\n");
    }

    @Test
    void aFindingCountsMoreThanThatSomethingIsMissing() throws IOException {
        Path result = Files.writeString(folder.resolve("result.txt"), """
                # vexfs-trace: module vexfs, script memory
                === Report ===
                LEAK: 1 object, 100 bytes, still held at the end, allocated at vexfs_insert+0x1c
                The trace is not complete:
                  - 7 events were lost on their way from the kernel.
                """);

        assertThat(manager.run("analyze", result.toString(), "--fail-on", "leaks")
                        .status())
                .isEqualTo(3);
        assertThat(manager.run("analyze", result.toString(), "--fail-on", "slow")
                        .status())
                .isEqualTo(4);
    }

    @Test
    void aResultWithoutItsReportIsNotComplete() throws IOException {
        Path result = Files.writeString(
                folder.resolve("result.txt"),
                "# vexfs-trace: module vexfs\n[14:30:15] VexFS ALLOC: vexfs_insert+0x1c bytes=100, slab\n");

        Answer answer = manager.run("analyze", result.toString());

        assertThat(answer.status()).isEqualTo(4);
        assertThat(answer.out()).contains("has no report at its end");
    }

    @Test
    void aCaptureWithoutItsEndIsNotComplete() throws IOException {
        List<String> lines = Files.readAllLines(Path.of(LEAKY));
        Path cut = Files.write(folder.resolve("cut.capture.jsonl"), lines.subList(0, lines.size() - 1));

        Answer answer = manager.run("analyze", cut.toString());

        assertThat(answer.status()).isEqualTo(4);
        assertThat(answer.out())
                .contains("something may be missing", "cut.capture.jsonl does not tell how its trace ended");
        assertThat(manager.run("analyze", LEAKY).status()).isZero();
    }

    @Test
    void otherCommandsWriteTextOrJson() {
        assertThat(manager.run("list", "--format", "csv").err())
                .startsWith("vexfs_trace_manager.sh: --format is csv; expected text or json\n");
    }
}
