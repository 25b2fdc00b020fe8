package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.analysis.Verdict;

class GithubSummaryTests {

    private static final String STORE = "org.example.StoreIT";

    @Test
    void everyTestHasARowAndEveryFindingItsText() {
        assertThat(GithubSummary.of(List.of(Runs.passed(STORE, "clear"), Runs.leaky(STORE, "insert"))))
                .isEqualTo("""
                        ## vexfs-trace: 2 traced tests

                        1 passed, 1 failed, 0 inconclusive

                        ### FAILED: StoreIT.insert

                        ```text
                        it leaks.
                        Here.
                        ```


                        | Verdict | Test | Leaked bytes | Double frees | Calls |
                        |---|---|---:|---:|---:|
                        | PASSED | StoreIT.clear | 0 | 0 |  |
                        | FAILED | StoreIT.insert | 384 | 0 |  |
                        """);
    }

    @Test
    void aNameIsShownAsItIs() {
        assertThat(GithubSummary.of(List.of(Runs.passed(STORE, "insert(String)[1] <b>|`x`"))))
                .contains("| StoreIT.insert\\(String\\)\\[1\\] \\<b\\>\\|\\`x\\` |");
    }

    @Test
    void nothingWithinAFindingEndsItsFence() {
        assertThat(GithubSummary.of(
                        List.of(Runs.run(STORE, "insert", 1, Verdict.FAILED, Verdict.PASSED, "a\n````\nb"))))
                .contains("`````text\na\n````\nb\n`````\n");
    }

    @Test
    void whatHasNoRoomIsCounted() {
        String finding = "x".repeat(100_000);
        List<TestRun> runs = IntStream.range(0, 20)
                .mapToObj(i -> Runs.run(STORE, "leak" + i, 1, Verdict.FAILED, Verdict.PASSED, finding))
                .toList();

        String summary = GithubSummary.of(runs);

        assertThat(summary.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(1 << 20);
        assertThat(summary).contains("11 more findings had no room here").contains("| FAILED | StoreIT.leak19 |");
    }
}
