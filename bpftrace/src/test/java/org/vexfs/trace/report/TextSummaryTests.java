package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.analysis.Verdict;

class TextSummaryTests {

    @Test
    void everyTestIsALineAndWhatWasFoundFollows() {
        assertThat(TextSummary.of(List.of(
                        Runs.passed("org.example.StoreIT", "update"),
                        Runs.run("org.example.StoreIT", "insert", 2, Verdict.FAILED, Verdict.PASSED, "It leaks."),
                        Runs.crashed("org.example.StoreIT", "delete"))))
                .isEqualToNormalizingNewlines("""
                        3 traced tests: 1 passed, 1 failed, 1 inconclusive

                        VERDICT        LEAKED      BYTES   DOUBLE   ALLOCS    FREES  TEST
                        PASSED              0          0        0        5        2  StoreIT.update
                        FAILED              3        384        0        5        2  StoreIT.insert (attempt 2)
                        INCONCLUSIVE        -          -        -        -        -  StoreIT.delete

                        It leaks.

                        INCONCLUSIVE: the JVM ended within StoreIT.delete, before its trace was judged.
                        What to do: see why it ended (a kernel oops, a timeout, a kill).
                        Capture up to its end: target/vexfs-trace/1.capture.jsonl
                        """);
    }

    @Test
    void whereOperationsWereTracedTheyHaveColumns() {
        assertThat(TextSummary.of(List.of(
                        Runs.passed("org.example.StoreIT", "update"),
                        Runs.operations("org.example.StoreIT", "search"))))
                .isEqualToNormalizingNewlines("""
                        2 traced tests: 2 passed, 0 failed, 0 inconclusive

                        VERDICT        LEAKED      BYTES   DOUBLE   ALLOCS    FREES    CALLS   ERRORS  TEST
                        PASSED              0          0        0        5        2        -        -  StoreIT.update
                        PASSED              -          -        -        -        -     1200        3  StoreIT.search
                        """);
    }

    @Test
    void noNameAndNoFindingIsObeyedByATerminalOrLooksLikeAnotherTest() {
        String text = TextSummary.of(
                List.of(
                        Runs.passed("org.example.StoreIT", "update\nPASSED  insert\u001b[1A\u202e"),
                        Runs.run(
                                "org.example.StoreIT",
                                "x",
                                1,
                                Verdict.FAILED,
                                Verdict.PASSED,
                                "It\u001b[8m\u009b8m leaks."),
                        Runs.crashed("org.example.StoreIT", "delete\r\u0007")),
                List.of("a\u001b[2J remark"));

        assertThat(text)
                .contains(
                        "  StoreIT.update?PASSED  insert?[1A?",
                        "It?[8m?8m leaks.",
                        "  StoreIT.delete??",
                        "a?[2J remark")
                .contains("the JVM ended within StoreIT.delete??, before");
        assertThat(text.lines().filter(line -> line.startsWith("PASSED"))).hasSize(1);
        assertThat(text.replaceAll("\\R", "")).doesNotContainPattern("\\p{Cntrl}");
    }

    @Test
    void withoutTestsThereIsOnlyTheHead() {
        assertThat(TextSummary.of(List.of()).lines())
                .containsExactly(
                        "0 traced tests: 0 passed, 0 failed, 0 inconclusive",
                        "",
                        "VERDICT        LEAKED      BYTES   DOUBLE   ALLOCS    FREES  TEST");
    }
}
