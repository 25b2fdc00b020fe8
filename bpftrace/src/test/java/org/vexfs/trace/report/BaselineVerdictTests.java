package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.baseline.Baseline;
import org.vexfs.trace.baseline.Gates;

class BaselineVerdictTests {

    private static final BaselineVerdict.Policy FAIL = new BaselineVerdict.Policy(true, true, true, true);
    private static final BaselineVerdict.Policy WARN = new BaselineVerdict.Policy(false, false, false, false);
    private static final Baseline BASELINE = RecordedBaseline.of(
                    Baseline.NONE, List.of(Timed.run("search", 1_000, 1_000_000)), false, false)
            .baseline();

    @Test
    void whatIsAsFastAsItWasBreaksNothing() {
        assertThat(judge(FAIL, Timed.run("search", 1_000, 1_010_000)))
                .isEqualTo(new BuildVerdict(List.of(), List.of(), List.of()));
    }

    @Test
    void whatIsSlowerHasRegressed() {
        TestRun slower = Timed.run("search", 2_000, 1_200_000);

        assertThat(judge(FAIL, slower).violations())
                .singleElement()
                .asString()
                .startsWith(
                        "org.example.StoreIT.search\n  regressed: the median of vexfs_search was 1.0 ms in 1,000 calls,"
                                + " is 1.2 ms in 2,000 calls: +")
                .contains(
                        " %, at 99 % between +", "; allowed are 5 %.", "mvn vexfs-trace:baseline", "Capture: target/");
        assertThat(judge(WARN, slower).violations()).isEmpty();
        assertThat(judge(WARN, slower).warnings()).hasSize(1);
    }

    @Test
    void theLastRuleThatMatchesSaysHowMuchIsAllowed() {
        TestRun slower = Timed.run("search", 1_000, 1_200_000);
        CheckRule much = CheckRule.parse("*", "vexfs_search", Map.of(), "50%");
        CheckRule little = CheckRule.parse("*", "vexfs_*", Map.of(), "2%");
        CheckRule other = CheckRule.parse("*", "ext4_*", Map.of(), "0%");

        assertThat(judge(FAIL, slower, little, much, other).violations()).isEmpty();
        assertThat(judge(FAIL, slower, much, little).violations())
                .singleElement()
                .asString()
                .contains("allowed are 2 %");
    }

    @Test
    void whatIsFasterIsARemark() {
        BuildVerdict verdict = judge(FAIL, Timed.run("search", 1_000, 700_000));

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.remarks())
                .singleElement()
                .asString()
                .startsWith(
                        "org.example.StoreIT.search is faster than its baseline: the median of vexfs_search was 1.0 ms");
    }

    @Test
    void whatWasNotThereHasNoBaseline() {
        TestRun anew = Timed.run("insert", 1_000, 1_000_000);

        assertThat(judge(FAIL, anew).violations())
                .containsExactly("no baseline: there is none of\n  vexfs_search in org.example.StoreIT.insert\n"
                        + "What to do: take one: mvn vexfs-trace:baseline");
        assertThat(judge(WARN, anew).warnings()).hasSize(1);
    }

    @Test
    void whatWasMeasuredElsewhereIsNotComparable() {
        TestRun elsewhere =
                Timed.run("search", Timed.THERE, Verdict.PASSED, Timed.figures(Timed.SEARCH, 1_000, 9_000_000));

        assertThat(judge(FAIL, elsewhere).violations())
                .singleElement()
                .asString()
                .startsWith("not comparable, because the kernel was 6.12, is 7.0:\n"
                        + "  vexfs_search in org.example.StoreIT.search\n");
        assertThat(judge(WARN, elsewhere).warnings()).hasSize(1);
    }

    @Test
    void whatIsCalledTooSeldomIsInconclusive() {
        TestRun seldom = Timed.run("search", 19, 9_000_000);

        assertThat(judge(FAIL, seldom).violations())
                .singleElement()
                .asString()
                .startsWith("inconclusive: too little to compare of\n  vexfs_search in org.example.StoreIT.search:"
                        + " there were 19 calls; to compare p50, 20 are needed\n");
        assertThat(judge(WARN, seldom).warnings()).hasSize(1);
    }

    @Test
    void aTraceThatIsNotCompleteIsNotCompared() {
        assertThat(judge(
                        FAIL,
                        Timed.run(
                                "search",
                                Timed.HERE,
                                Verdict.INCONCLUSIVE,
                                Timed.figures(Timed.SEARCH, 1_000, 9_000_000))))
                .isEqualTo(new BuildVerdict(List.of(), List.of(), List.of()));
    }

    private static BuildVerdict judge(BaselineVerdict.Policy policy, TestRun run, CheckRule... rules) {
        return BaselineVerdict.judge(
                ComparedRun.of(
                        List.of(run), BASELINE, new ComparisonRules(List.of(50.0), Gates.DEFAULT, List.of(rules))),
                policy);
    }
}
