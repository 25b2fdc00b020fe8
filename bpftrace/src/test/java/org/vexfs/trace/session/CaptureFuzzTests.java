package org.vexfs.trace.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;
import org.vexfs.trace.analysis.Verdict;

/** Whatever bytes a capture has, its windows are judged, or it is refused with its name. */
class CaptureFuzzTests {

    @TempDir
    static Path folder;

    static Stream<byte[]> seeds() throws IOException {
        List<String> store6 = Files.readAllLines(Captures.of("6.12"));
        List<String> search =
                Files.readAllLines(Path.of("src/test/resources/captures/vector-search-6.12.capture.jsonl"));
        return Stream.of(
                Captures.bytes(Captures.leakyLines()),
                Captures.bytes(store6.subList(0, 110)),
                Captures.bytes(search.subList(0, 95)),
                """
                {"type":"vexfs-trace","note":"header","format":3}
                """.getBytes(UTF_8));
    }

    @MethodSource("seeds")
    @FuzzTest
    void aCaptureIsJudgedOrRefusedByName(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("fuzzed" + Replay.SUFFIX), bytes);
        try {
            Replay.of(List.of(file)).windows().forEach(CaptureFuzzTests::judge);
        } catch (CaptureException refused) {
            assertThat(refused).hasMessageContaining(file.toString());
        }
        try {
            RecordedEvents.read(
                    file, (capture, event) -> assertThat(capture.module()).isNotNull());
        } catch (CaptureException refused) {
            assertThat(refused).hasMessageContaining(file.toString());
        }
    }

    /** Of a window that nothing closed, nothing is ever found to be right. */
    private static void judge(ReplayedWindow window) {
        window.found()
                .ifPresent(found -> assertThat(found.verdict() != Verdict.PASSED
                                || !found.kernelWarnings().isEmpty())
                        .isTrue());
        if (window.judgements().isEmpty() && window.found().isEmpty()) {
            try {
                assertThat(window.judgeMemory("noLeaks")).isNull();
            } catch (CaptureException endsWithin) {
                assertThat(endsWithin).hasMessageContaining("the capture ends within the window");
            }
        }
    }
}
