package org.vexfs.trace.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultEntryTests {

    @Test
    void aLineOfTheOlderToolIsReadLikeOneOfOurs() {
        assertThat(entry("[14:30:15] VexFS SEARCH COMPLETE: vexfs_vector_search() latency=250 μs, results=10"))
                .isEqualTo(new ResultEntry(
                        "14:30:15",
                        "VexFS",
                        List.of("SEARCH", "COMPLETE"),
                        "vexfs_vector_search",
                        OptionalLong.of(250_000),
                        "",
                        Map.of("results", 10L),
                        "vexfs_vector_search() latency=250 μs, results=10"));
    }

    @ParameterizedTest
    @CsvSource({"1.5 ns, 2", "250 us, 250000", "250.5 µs, 250500", "1.9 ms, 1900000", "2 s, 2000000000", "3 h, -1"})
    void timesAreReadWithTheirUnit(String time, long nanos) {
        assertThat(entry("[14:30:15] VexFS READ SLOW: vexfs_read() latency=" + time)
                        .nanos())
                .isEqualTo(nanos < 0 ? OptionalLong.empty() : OptionalLong.of(nanos));
    }

    @Test
    void aPlaceIsAFunctionOrAFunctionWithAnOffset() {
        assertThat(entry("[14:30:15] VexFS ALLOC: vexfs_insert+0x1c bytes=100, slab")
                        .place())
                .isEqualTo("vexfs_insert+0x1c");
        assertThat(entry("[14:30:15] VexFS READ ERROR: vexfs_read() latency=1 us, error=-EIO"))
                .returns("vexfs_read", ResultEntry::place)
                .returns("-EIO", ResultEntry::error);
        assertThat(entry("[14:30:15] VexFS KERNEL: Unable to handle (vexfs)").place())
                .isEmpty();
    }

    @Test
    void whatAReportFoundHasNoSubject() {
        assertThat(entry("LEAK: 3 objects, 384 bytes, still held at the end, allocated at vexfs_fault_leak+0x27"))
                .returns("", ResultEntry::subject)
                .returns(List.of("LEAK"), ResultEntry::words);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# vexfs-trace: module vexfs, script memory",
                "--- 15:12:04, after 10 s: 1,124 events, 111 a second; none lost; 0 alerts ---",
                "  vexfs_read: 44 calls, p50 13.3 us, p99 595.1 us, longest 595.1 us",
                "=== Report ===",
                "operations 1,126 calls of 23 functions in 300.97 s",
                "The trace is complete.",
                "    What to do: check that the test reaches the module.",
                "Attaching 12 probes...",
                "@reads: 17"
            })
    void whatTellsOfNoEventIsNone(String line) {
        assertThat(ResultEntry.parse(line)).isEmpty();
    }

    @Test
    void aLineOfAMillionEqualSignsIsReadInOnePass() {
        String line = "[14:30:15] VexFS READ: " + "x=".repeat(1_000_000) + " latency=2 s, results=1";

        assertThat(assertTimeoutPreemptively(Duration.ofMinutes(1), () -> entry(line)))
                .returns(OptionalLong.of(2_000_000_000), ResultEntry::nanos)
                .returns(Map.of("results", 1L), ResultEntry::amounts);
    }

    private static ResultEntry entry(String line) {
        ResultEntry entry = ResultEntry.parse(line).orElseThrow();
        assertThat(entry).hasToString(line);
        return entry;
    }
}
