package org.vexfs.trace.result;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;
import org.vexfs.trace.config.ConfigLoader;
import org.vexfs.trace.config.TraceConfig;
import org.vexfs.trace.session.CaptureException;
import org.vexfs.trace.session.RecordedEvents;

/** Whatever bytes a text result has, it is analysed; a capture is, or is refused with its name. */
class ResultFuzzTests {

    private static final TraceConfig CONFIG = ConfigLoader.shipped();

    @TempDir
    static Path folder;

    static Stream<byte[]> seeds() throws IOException {
        return Stream.of(
                told("vector-store-6.12"), told("vector-store-7"), told("vector-search-6.12"), """
                # vexfs-trace: module vexfs, script memory
                [14:30:15] VexFS ALLOC: vexfs_insert+0x1c bytes=100, slab
                [14:30:15] VexFS SEARCH COMPLETE: vexfs_vector_search() latency=250 μs, results=10, dimension=128
                [14:30:16] VexFS READ ERROR: vexfs_read() latency=1.5 ms, error=-EIO
                [14:30:16] VexFS LOCK WAIT: vexfs_lock() waited=12 ms
                === Report ===
                LEAK ERROR: 384 bytes of 3 allocations at vexfs_insert+0x1c
                The trace is not complete:
                  - 7 events were lost on their way from the kernel.
                    What to do: raise bpftrace.ring_pages.
                """.getBytes(UTF_8));
    }

    /** Gives the lines that a capture's events have in a text result. */
    private static byte[] told(String capture) throws IOException {
        List<String> lines = new ArrayList<>();
        RecordedEvents.read(Path.of("src/test/resources/captures", capture + ".capture.jsonl"), (events, event) -> {
            if (lines.size() < 40) {
                new ResultText(events.module(), CONFIG.operations(), events::nameOnly, nanos -> "14:30:15")
                        .entry(event)
                        .ifPresent(entry -> lines.add(entry.toString()));
            }
        });
        return String.join("\n", lines).getBytes(UTF_8);
    }

    @MethodSource("seeds")
    @FuzzTest
    void aResultIsAnalysedOrRefusedByName(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("result.txt"), bytes);
        ResultFiles results = new ResultFiles(CONFIG.operations(), CONFIG.usage());
        try {
            long events = results.read(file);

            assertThat(events).isBetween(0L, 1L + bytes.length);
            Analysis analysis = results.analysis();
            assertThat(analysis.types().values().stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isLessThanOrEqualTo(events);
            assertThat(AnalysisText.of(analysis)).isNotBlank();
            assertThat(AnalysisCsv.of(analysis)).startsWith("section,");
        } catch (CaptureException refused) {
            assertThat(bytes[0]).isEqualTo((byte) '{');
            assertThat(refused).hasMessageContaining(file.toString());
        }
    }
}
