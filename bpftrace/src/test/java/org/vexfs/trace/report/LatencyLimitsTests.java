package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.vexfs.trace.analysis.Verdict;

class LatencyLimitsTests {

    private static final CheckRule RULE = CheckRule.parse("*StoreIT.*", "vexfs_s*", Map.of("p99", "1ms"), null);

    @Test
    void whatStaysBelowItsLimitBreaksNoRule() {
        assertThat(judge(Timed.run("search", 100, 900_000)))
                .isEqualTo(new BuildVerdict(List.of(), List.of(), List.of()));
    }

    @Test
    void whatDoesNotIsAViolationThatNamesTheTestTheOperationAndTheFigures() {
        assertThat(judge(Timed.run("search", 1_000, 2_000_000)).violations()).containsExactly("""
                org.example.StoreIT.search
                  too slow: the p99 of vexfs_search is 2.2 ms in 1,000 calls; expected below 1 ms.
                  Capture: target/vexfs-trace/1.capture.jsonl""");
    }

    @Test
    void everyViolationIsListed() {
        assertThat(judge(Timed.run("one", 100, 2_000_000), Timed.run("two", 100, 3_000_000))
                        .violations())
                .hasSize(2);
    }

    @Test
    void fewCallsCannotTellAPercentile() {
        assertThat(judge(Timed.run("search", 99, 2_000_000)).violations())
                .singleElement()
                .asString()
                .contains("inconclusive: the p99 of vexfs_search", "none of so few calls is expected beyond it");
    }

    @Test
    void aTraceThatIsNotCompleteCannotTell() {
        assertThat(judge(Timed.run(
                                "search",
                                Timed.HERE,
                                Verdict.INCONCLUSIVE,
                                Timed.figures(Timed.SEARCH, 1_000, 100_000)))
                        .violations())
                .singleElement()
                .asString()
                .contains("inconclusive: ", "but the trace is not proven complete");
    }

    @Test
    void callsThatWereAddedUpBreakARuleOnlyIfTheirBoundsSaySo() {
        assertThat(judge(addedUp(1_048_576, 2_097_151)).violations())
                .singleElement()
                .asString()
                .contains("too slow: ");
        assertThat(judge(addedUp(524_288, 1_048_575)).violations())
                .singleElement()
                .asString()
                .contains("inconclusive: ", "only added up in the kernel");
        assertThat(judge(addedUp(262_144, 524_287)).violations()).isEmpty();
    }

    @Test
    void whatCannotBeToldIsAWarningWhereThatIsAllowed() {
        BuildVerdict verdict =
                LatencyLimits.judge(List.of(Timed.run("search", 50, 2_000_000)), List.of(RULE), false, true);

        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.warnings()).hasSize(1);
    }

    @Test
    void aRuleThatMatchesNothingIsAViolationOrAWarning() {
        CheckRule other = CheckRule.parse("*", "ext4_*", Map.of("p99", "1ms"), null);
        List<TestRun> runs = List.of(Timed.run("search", 100, 1_000));

        assertThat(LatencyLimits.judge(runs, List.of(other), true, true).violations())
                .singleElement()
                .asString()
                .startsWith("the rule for operation ext4_* of tests * matches nothing that was traced");
        assertThat(LatencyLimits.judge(runs, List.of(other), true, false).violations())
                .isEmpty();
        assertThat(LatencyLimits.judge(runs, List.of(other), true, false).warnings())
                .hasSize(1);
    }

    private static TestRun addedUp(long low, long high) {
        return Timed.run("search", Timed.HERE, Verdict.PASSED, Timed.addedUp(Timed.SEARCH, 1_000, low, high));
    }

    private static BuildVerdict judge(TestRun... runs) {
        return LatencyLimits.judge(List.of(runs), List.of(RULE), true, true);
    }
}
