package org.vexfs.trace.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vexfs.trace.analysis.KernelWarning;
import org.vexfs.trace.analysis.MemoryJudgement;
import org.vexfs.trace.analysis.Verdict;

/** A window that its JVM did not live to close, with what was written down after: the leaky one, cut behind the last free. */
class AftermathTests {

    private static final String FREED_AGAIN =
            line("D 83586000000 246 250 ff483b7e417ce780 ffffffffc03a9217 83572707927");
    private static final String LOGGED = line("K 83586100000 246 250");
    private static final String HEARTBEAT = line("H 83587000000");

    @TempDir
    private Path folder;

    private List<String> lines;

    @BeforeEach
    void cut() {
        List<String> whole = Captures.leakyLines();
        int end = 0;
        while (!whole.get(end).contains("\"F 83585524338 ")) {
            end++;
        }
        lines = new ArrayList<>(whole.subList(0, end + 1));
    }

    @Test
    void whatWasToldAfterwardsIsOfTheWindow() throws IOException {
        MemoryJudgement judgement = found(capture(), text(FREED_AGAIN, HEARTBEAT));

        assertThat(judgement.doubleFrees()).isEqualTo(Verdict.FAILED);
        assertThat(judgement.doubleFreeFindings()).hasSize(1);
        assertThat(judgement.leaks()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(judgement.invalidFrees()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void itMayBeginWithinALineWhoseBeginningIsLost() throws IOException {
        MemoryJudgement judgement = found(capture(), HEARTBEAT.substring(40) + "\n" + text(FREED_AGAIN));

        assertThat(judgement.doubleFreeFindings()).hasSize(1);
        assertThat(judgement.gaps()).hasSize(1);
    }

    @Test
    void itMayEndWithinALine() throws IOException {
        MemoryJudgement judgement = found(capture(), text(FREED_AGAIN) + HEARTBEAT.substring(0, 40));

        assertThat(judgement.doubleFreeFindings()).hasSize(1);
    }

    @Test
    void whatTheCaptureEndsInIsNotTakenTwice() throws IOException {
        String twice = text(lines.subList(lines.size() - 4, lines.size()).toArray(String[]::new));

        MemoryJudgement judgement = found(capture(), twice + text(FREED_AGAIN));

        assertThat(judgement.activity().frees()).isEqualTo(2);
        assertThat(judgement.activity().allocations()).isEqualTo(5);
        assertThat(judgement.doubleFreeFindings()).hasSize(1);
    }

    @Test
    void aLineInWhichTheCaptureEndsIsTakenOnce() throws IOException {
        String last = lines.remove(lines.size() - 1);
        String before = lines.get(lines.size() - 1);
        Path capture = capture();
        Files.writeString(capture, Files.readString(capture) + last.substring(0, 40));

        MemoryJudgement judgement = found(capture, text(before, last, FREED_AGAIN));

        assertThat(judgement.activity().frees()).isEqualTo(2);
        assertThat(judgement.doubleFreeFindings()).hasSize(1);
    }

    @Test
    void whatTheKernelComplainedOfWithinTheWindowIsFound() throws IOException {
        Path capture = capture();
        Files.writeString(
                Aftermath.of(capture).kernelLog(),
                "4,1,70000000,-;BUG: an earlier one\n4,2,83000000,-;something else\n"
                        + "4,3,83500000,-;kernel BUG at mm/slub.c:553!\n4,4,83500010,-;RIP: 0010:kfree+0x2ba/0x3a0\n");

        MemoryJudgement judgement = found(capture, text(LOGGED, LOGGED, HEARTBEAT));

        assertThat(judgement.kernelWarnings())
                .singleElement()
                .extracting(KernelWarning::lines)
                .isEqualTo(List.of("kernel BUG at mm/slub.c:553!", "RIP: 0010:kfree+0x2ba/0x3a0"));
        assertThat(judgement.kernelLog()).isEqualTo(Verdict.FAILED);
        assertThat(judgement.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    }

    @Test
    void whatTheKernelComplainedOfBeforeIsNotFoundHoweverManyPiecesItsLastLineHad() throws IOException {
        Path capture = capture();
        Files.writeString(
                Aftermath.of(capture).kernelLog(),
                "4,1,70000000,-;BUG: an earlier one\n4,2,83500000,-;Modules linked in: a b c\n");
        Files.writeString(Aftermath.of(capture).rest(), text(LOGGED, LOGGED, LOGGED, LOGGED, HEARTBEAT));

        assertThat(window(capture).found()).isEmpty();
    }

    @Test
    void aLogThatCouldNotBeReadIsNone() throws IOException {
        Path capture = capture();
        Files.createFile(Aftermath.of(capture).kernelLog());

        assertThat(found(capture, text(LOGGED, FREED_AGAIN)).kernelWarnings()).isEmpty();
    }

    private Path capture() throws IOException {
        return Captures.write(folder, lines);
    }

    private static MemoryJudgement found(Path capture, String rest) throws IOException {
        Files.writeString(Aftermath.of(capture).rest(), rest);
        return window(capture).found().orElseThrow();
    }

    private static ReplayedWindow window(Path capture) throws IOException {
        return Replay.of(List.of(capture)).windows().get(0);
    }

    private static String line(String printed) {
        return "{\"type\": \"printf\", \"data\": \"" + printed + "\\n\"}";
    }

    private static String text(String... lines) {
        return new String(Captures.bytes(List.of(lines)), StandardCharsets.UTF_8);
    }
}
