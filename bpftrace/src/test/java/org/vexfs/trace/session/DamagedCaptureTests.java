package org.vexfs.trace.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.testing.Fault;
import org.vexfs.trace.testing.FaultOutcome;

@Timeout(120)
class DamagedCaptureTests {

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>(Captures.leakyLines());

    @Test
    @Fault("a capture is cut at any byte offset after its first line")
    void aCaptureCutAnywhereIsUsedUpToTheCut(FaultOutcome outcome) throws IOException {
        byte[] whole = Captures.bytes(lines);
        int header = lines.get(0).length() + 1;
        int opened = endOf("\"note\":\"opened\"");
        int judged = endOf("\"note\":\"judged\"");
        int source = endOf("\"note\":\"source\"");
        Path file = folder.resolve("cut" + Replay.SUFFIX);

        for (int length = header; length <= whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            Replay replay = Replay.of(List.of(file));

            assertThat(replay.windows()).as("cut at %d", length).hasSize(length < opened ? 0 : 1);
            if (length >= opened && length < judged) {
                ReplayedWindow window = replay.windows().get(0);
                assertThatExceptionOfType(CaptureException.class)
                        .isThrownBy(() -> window.judgeMemory("noLeaks"))
                        .withMessageContaining("the capture ends within the window of LeakyIT.losesThreeObjects")
                        .satisfies(refused -> outcome.notJudged("a cut before the window was judged: "
                                + refused.getMessage() + "; after it: the same verdict as live"));
            } else if (length >= judged) {
                var judgement = replay.windows().get(0).judgeMemory("noLeaks");
                assertThat(judgement.leaks()).isEqualTo(Verdict.FAILED);
                assertThat(judgement.leakedBytes()).isEqualTo(384);
                assertThat(judgement.leakFindings().get(0).site().source().isPresent())
                        .as("source line, cut at %d", length)
                        .isEqualTo(length >= source);
            }
        }
    }

    @Test
    void aCaptureCutWithinItsFirstLineIsNoCapture() throws IOException {
        byte[] whole = Captures.bytes(lines);
        Path file = folder.resolve("cut" + Replay.SUFFIX);

        for (int length = 0; length < lines.get(0).length() + 1; length += 97) {
            Files.write(file, Arrays.copyOf(whole, length));

            assertThatExceptionOfType(CaptureException.class)
                    .as("cut at %d", length)
                    .isThrownBy(() -> Replay.of(List.of(file)))
                    .withMessage(file + ", offset 0: not a capture: it has no whole line");
        }
    }

    @Test
    void anEmptyFileIsNoCapture() throws IOException {
        Path file = Files.createFile(folder.resolve("empty" + Replay.SUFFIX));

        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(() -> Replay.ofFolder(folder))
                .withMessage(file + ", offset 0: not a capture: it has no whole line");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello | not a capture: it begins with hello",
                "{\"type\": \"printf\", \"data\": \"H 1\\n\"} | not a capture: it begins with Heartbeat[nanos=1]",
                "{\"type\":\"vexfs-trace\",\"note\":\"ended\",\"how\":\"x\"} | not a capture: it begins with Note[",
                "{\"type\":\"vexfs-trace\",\"note\":\"nonsense\"} | a damaged header: ",
                "{\"type\":\"vexfs-trace\"} | a damaged header: ",
            })
    void aFileThatBeginsWithSomethingElseIsNoCapture(String line, String complaint) throws IOException {
        Path file = Captures.write(folder, List.of(line, lines.get(1)));

        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(() -> Replay.of(List.of(file)))
                .withMessageStartingWith(file + ", offset 0: " + complaint);
    }

    @Test
    void aCaptureOfALaterFormatIsRefused() throws IOException {
        lines.set(0, lines.get(0).replace("\"format\":2", "\"format\":4"));
        Path file = Captures.write(folder, lines);

        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(() -> Replay.of(List.of(file)))
                .withMessage(file + ", offset 0: a capture of format 4; this version reads up to 3. Remedy: use the"
                        + " version that wrote it, or a later one.");
    }

    @Test
    void aCaptureOfAnotherScriptsProtocolIsRefused() throws IOException {
        lines.replaceAll(line -> line.replace("\"R 2 ", "\"R 3 "));
        Path file = Captures.write(folder, lines);

        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(() -> Replay.of(List.of(file)))
                .withMessage(file + ": the lines of its script are of protocol 3; this version reads 2. Remedy: use the"
                        + " version that wrote it.");
    }

    @Test
    void aFieldOfALaterVersionDoesNotMatter() throws IOException {
        lines.set(0, lines.get(0).replace("\"format\":2", "\"format\":2,\"weather\":\"sunny\""));

        assertThat(Replay.of(List.of(Captures.write(folder, lines))).windows()).hasSize(1);
    }

    @Test
    void aNoteThatIsNotKnownIsRefused() throws IOException {
        lines.add("{\"type\":\"vexfs-trace\",\"note\":\"paused\"}");
        Path file = Captures.write(folder, lines);

        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(() -> Replay.of(List.of(file)))
                .withMessageStartingWith(file + ": a note that this version does not know: {");
    }

    @Test
    void aWindowThatNeverEndedCannotBeJudged() throws IOException {
        lines.removeIf(line -> line.contains("\"note\":\"judged\""));
        ReplayedWindow window = Replay.of(List.of(Captures.write(folder, lines)))
                .window(Captures.LEAKY, 1)
                .orElseThrow();

        assertThat(window.judgements()).isEmpty();
        assertThat(window.events()).isNotEmpty();
        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(() -> window.judgeMemory("noLeaks"))
                .withMessageEndingWith("Remedy: see what ended the test's JVM or the kernel.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"M 83391259734 ", "M 84417030695 "})
    void aJudgementWhoseMarkerIsGoneIsRefused(String marker) throws IOException {
        lines.removeIf(line -> line.contains(marker));
        Path file = Captures.write(folder, lines);

        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(() -> Replay.of(List.of(file)))
                .withMessageContaining("of which one is missing");
    }

    @Test
    void aJudgementWhoseDumpIsGoneIsNoProofThatNothingIsHeld() throws IOException {
        lines.removeIf(line -> line.contains("@live") || line.contains("@held"));
        Path file = Captures.write(folder, lines);

        assertThatExceptionOfType(CaptureException.class)
                .isThrownBy(() -> Replay.of(List.of(file)))
                .withMessageContaining("vx5venod000000q");
    }

    @Test
    void linesThatAreLostMakeAnEventsVerdictInconclusive() throws IOException {
        List<String> store = new ArrayList<>(Files.readAllLines(Captures.of("6.12")));
        // the free of the vector in the second test, which was judged on its events
        int opened = indexOf(store, "updateFreesTheOldVector");
        int free = opened;
        while (!store.get(free).contains("\"F ")) {
            free++;
        }
        store.remove(free);
        ReplayedWindow window =
                Replay.of(List.of(Captures.write(folder, store))).windows().get(1);

        assertThat(window.judgeMemory("noLeaks").leaks()).isEqualTo(Verdict.INCONCLUSIVE);
        assertThat(window.judgeMemory("noLeaks").gaps())
                .extracting("cause")
                .containsExactly("1 events were lost on their way from the kernel");
    }

    @Test
    void whateverByteIsDamagedNothingButACaptureExceptionIsThrown() throws IOException {
        byte[] whole = Captures.bytes(lines);
        int header = lines.get(0).length() + 1;
        Path file = folder.resolve("damaged" + Replay.SUFFIX);
        int read = 0;

        for (int i = header; i < whole.length; i++) {
            byte[] damaged = whole.clone();
            damaged[i] = 'x';
            Files.write(file, damaged);
            try {
                Replay.of(List.of(file)).windows();
                read++;
            } catch (CaptureException expected) {
                assertThat(expected).as("byte %d", i).hasMessageContaining(file.toString());
            }
        }
        assertThat(read).isPositive();
    }

    private int endOf(String part) {
        String text = new String(Captures.bytes(lines), StandardCharsets.UTF_8);
        return text.indexOf('\n', text.indexOf(part)) + 1;
    }

    private static int indexOf(List<String> lines, String part) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).contains(part)) {
                return i;
            }
        }
        throw new AssertionError("no line with " + part);
    }
}
