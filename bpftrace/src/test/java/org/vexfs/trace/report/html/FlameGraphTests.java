package org.vexfs.trace.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.report.MemoryFigures.LeakFigures;

class FlameGraphTests {

    private static final Pattern FRAME = Pattern.compile("<title>(.*?)</title><rect [^>]*? width=\"([0-9.]+)\"");

    @Test
    void aFrameIsAsWideAsTheBytesAllocatedWithinIt() {
        Chart graph = FlameGraph.of(
                        List.of(leak(300, "inner_a+0x1 (a.c:1)", "outer+0x2"), leak(100, "inner_b+0x1", "outer+0x3")),
                        "x")
                .orElseThrow();

        assertThat(FRAME.matcher(graph.markup()).results().map(frame -> frame.group(1)))
                .containsExactly(
                        "all leaked bytes: 400 bytes in 2 objects, 100.0 %",
                        "outer: 400 bytes in 2 objects, 100.0 %",
                        "inner_a: 300 bytes in 1 object, 75.0 %",
                        "inner_b: 100 bytes in 1 object, 25.0 %");
        assertThat(FRAME.matcher(graph.markup()).results().map(FlameGraphTests::width))
                .containsExactly(379.5, 379.5, 284.5, 94.5);
        assertThat(graph.description())
                .isEqualTo("400 bytes in 2 objects: 300 bytes at inner_a+0x1; 100 bytes at inner_b+0x1");
    }

    @Test
    void leaksThatDoNotCountAreNotDrawn() {
        LeakFigures suppressed =
                new LeakFigures("a+0x1", "", 1, 8, false, "slab", List.of("a+0x1"), "0123456789abcdef", true);

        assertThat(FlameGraph.of(List.of(suppressed), "x")).isEmpty();
    }

    @Test
    void aStackIsFoldedAsToolsForFlameGraphsReadIt() {
        assertThat(FlameGraph.folded(leak(8, "inner+0x1 (a.c:1)", "middle+0x2", "outer+0x3")))
                .isEqualTo("outer;middle;inner 8");
    }

    private static double width(MatchResult frame) {
        return Double.parseDouble(frame.group(2));
    }

    private static LeakFigures leak(long bytes, String... stack) {
        return new LeakFigures(
                stack[0].replaceFirst(" .*", ""),
                "",
                1,
                bytes,
                false,
                "slab",
                List.of(stack),
                "0123456789abcdef",
                false);
    }
}
