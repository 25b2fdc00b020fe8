package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.testing.RecordedCapture;

/** Tests whose JVM ended within them, judged from what their capture has. */
class PostMortemTests {

    private static final Path RECORDED = RecordedCapture.path("vector-store-6.12");
    private static final String LEAKY =
            "[engine:junit-jupiter]/[class:org.vexfs.trace.example.LeakyIT]/[method:losesThreeObjects()]";

    @TempDir
    private Path folder;

    @Test
    void aDoubleFreeInTheCaptureFailsTheRun() throws IOException {
        TestRun run = run(capture("D 83586000000 246 250 ff483b7e417ce780 ffffffffc03a9217 83572707927"));

        assertThat(run.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(run.finished()).isEmpty();
        assertThat(run.text())
                .startsWith("LeakyIT.losesThreeObjects makes module vexfs free memory twice, 1 time.")
                .contains("\n\nINCONCLUSIVE: the trace of module vexfs cannot tell whether it leaks")
                .contains("the trace ended before the window did: the JVM that ran the test ended within it");
    }

    @Test
    void aDoubleFreeAndTheKernelsBugThatWereToldAfterTheEndOfTheJvmFailTheRun() throws IOException {
        Path capture = capture("H 83585900000");
        Files.writeString(
                folder.resolve("cut.rest.jsonl"),
                line("D 83586000000 246 250 ff483b7e417ce780 ffffffffc03a9217 83572707927")
                        + line("K 83586100000 246 250").repeat(3));
        Files.writeString(
                folder.resolve("cut.kernel.log"),
                "4,8,83586100,-;------------[ cut here ]------------\n4,9,83586101,-;kernel BUG at mm/slub.c:553!\n"
                        + "4,10,83586102,-;RIP: 0010:kfree+0x2ba/0x3a0\n");

        TestRun run = run(capture);

        assertThat(run.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(run.window().orElseThrow().kernelWarnings()).containsExactly("kernel BUG at mm/slub.c:553!");
        assertThat(run.text())
                .startsWith("LeakyIT.losesThreeObjects makes module vexfs free memory twice, 1 time.")
                .contains("\nThe kernel's log says: kernel BUG at mm/slub.c:553!\n")
                .contains("\n\nLeakyIT.losesThreeObjects makes the kernel complain, 1 time: kernel BUG at"
                        + " mm/slub.c:553!\n\n  kernel BUG at mm/slub.c:553!\n  RIP: 0010:kfree+0x2ba/0x3a0\n")
                .containsOnlyOnce("INCONCLUSIVE");
    }

    @Test
    void whatTheKernelComplainedOfIsNamedWhereNothingElseWasTold() throws IOException {
        Path capture = capture("K 83586100000 246 250");
        Files.writeString(folder.resolve("cut.kernel.log"), "1,9,83586101,-;BUG: kernel NULL pointer dereference\n");

        TestRun run = run(capture);

        assertThat(run.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(run.finished()).isEmpty();
        assertThat(run.text())
                .startsWith("LeakyIT.losesThreeObjects makes the kernel complain, 1 time: BUG: kernel NULL pointer")
                .contains("\n\nINCONCLUSIVE: the trace of module vexfs cannot tell whether it leaks");
    }

    @Test
    void aCaptureWithoutAFindingLeavesItInconclusive() throws IOException {
        TestRun run = run(capture("H 83586000000"));

        assertThat(run.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(run.window()).isEmpty();
    }

    @Test
    void aFileThatIsNoCaptureLeavesItInconclusive() throws IOException {
        assertThat(run(Files.writeString(folder.resolve("x.capture.jsonl"), "hello\n"))
                        .window())
                .isEmpty();
    }

    /** Writes the part of a capture up to the last free of the first test, and one more line. */
    private Path capture(String last) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(RECORDED)) {
            lines.add(line);
            if (line.contains("\"F 83585524338 ")) {
                break;
            }
        }
        lines.add(line(last).strip());
        return Files.write(folder.resolve("cut.capture.jsonl"), lines);
    }

    private static String line(String printed) {
        return "{\"type\": \"printf\", \"data\": \"" + printed + "\\n\"}\n";
    }

    private TestRun run(Path capture) throws IOException {
        RunRecords.append(
                folder.resolve("1" + RunRecords.SUFFIX),
                new RunRecord.Started(
                        LEAKY,
                        1,
                        "org.vexfs.trace.example.LeakyIT",
                        "losesThreeObjects",
                        "losesThreeObjects",
                        "LeakyIT.losesThreeObjects",
                        capture.toString(),
                        100));
        return RunRecords.read(folder, 0).get(0);
    }
}
