package org.vexfs.trace.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.vexfs.trace.analysis.Verdict.FAILED;
import static org.vexfs.trace.analysis.Verdict.INCONCLUSIVE;
import static org.vexfs.trace.analysis.Verdict.PASSED;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vexfs.trace.analysis.Verdict;

class BuildVerdictTests {

    private static final BuildVerdict.Rules ALL = new BuildVerdict.Rules(true, true, true, true, true);
    private static final BuildVerdict.Rules NONE = new BuildVerdict.Rules(false, false, false, false, false);

    @Test
    void whatPassedBreaksNoRule() {
        assertThat(BuildVerdict.of(List.of(Runs.passed("org.example.StoreIT", "insert")), ALL))
                .isEqualTo(new BuildVerdict(List.of(), List.of(), List.of()));
    }

    @Test
    void aLeakIsAViolationThatNamesTheTest() {
        assertThat(BuildVerdict.of(List.of(Runs.leaky("org.example.StoreIT", "insert")), ALL)
                        .violations())
                .containsExactly("org.example.StoreIT.insert\n  it leaks.\n  Here.");
    }

    @ParameterizedTest
    @CsvSource({
        // leaks, double frees, rules: noLeaks noDoubleFree inconclusive; violations, warnings
        "FAILED, PASSED, true, true, true, 1, 0",
        "FAILED, PASSED, false, true, true, 0, 1",
        "PASSED, FAILED, true, true, true, 1, 0",
        "PASSED, FAILED, true, false, true, 0, 1",
        "FAILED, FAILED, false, true, true, 1, 0",
        "FAILED, FAILED, true, false, true, 1, 0",
        "FAILED, FAILED, false, false, true, 0, 1",
        "INCONCLUSIVE, PASSED, true, true, true, 1, 0",
        "INCONCLUSIVE, PASSED, true, true, false, 0, 1",
        "INCONCLUSIVE, PASSED, false, true, true, 0, 1",
        "PASSED, INCONCLUSIVE, true, true, true, 1, 0",
        "PASSED, INCONCLUSIVE, true, false, true, 0, 1",
        "PASSED, INCONCLUSIVE, true, true, false, 0, 1",
        "FAILED, INCONCLUSIVE, true, true, false, 1, 0",
        "INCONCLUSIVE, INCONCLUSIVE, true, true, false, 0, 1",
        "PASSED, PASSED, true, true, true, 0, 0",
    })
    void aVerdictCountsAsItsRuleSays(
            Verdict leaks,
            Verdict doubleFrees,
            boolean noLeaks,
            boolean noDoubleFree,
            boolean inconclusive,
            int violations,
            int warnings) {
        BuildVerdict verdict = BuildVerdict.of(
                List.of(Runs.run("StoreIT", "insert", 1, leaks, doubleFrees, "x")),
                new BuildVerdict.Rules(noLeaks, noDoubleFree, true, inconclusive, true));

        assertThat(verdict.violations()).hasSize(violations);
        assertThat(verdict.warnings()).hasSize(warnings);
    }

    @ParameterizedTest
    @CsvSource({
        // invalid frees, rules: noInvalidFree inconclusive; violations, warnings
        "FAILED, true, true, 1, 0",
        "FAILED, true, false, 1, 0",
        "FAILED, false, true, 0, 1",
        "INCONCLUSIVE, true, true, 1, 0",
        "INCONCLUSIVE, true, false, 0, 1",
        "INCONCLUSIVE, false, true, 0, 1",
        "PASSED, true, true, 0, 0",
    })
    void anInvalidFreeCountsAsItsRuleSays(
            Verdict invalidFrees, boolean noInvalidFree, boolean inconclusive, int violations, int warnings) {
        BuildVerdict verdict = BuildVerdict.of(
                List.of(Runs.invalidFrees("StoreIT", "insert", invalidFrees)),
                new BuildVerdict.Rules(true, true, noInvalidFree, inconclusive, true));

        assertThat(verdict.violations()).hasSize(violations);
        assertThat(verdict.warnings()).hasSize(warnings);
    }

    @Test
    void noTracedTestIsAViolationOrAWarning() {
        assertThat(BuildVerdict.of(List.of(), ALL).violations())
                .singleElement()
                .asString()
                .startsWith("no test was traced. What to do: ");
        assertThat(BuildVerdict.of(List.of(), NONE).violations()).isEmpty();
        assertThat(BuildVerdict.of(List.of(), NONE).warnings()).hasSize(1);
    }

    @Test
    void aTestWhoseJvmEndedIsInconclusive() {
        List<TestRun> runs = List.of(Runs.crashed("org.example.StoreIT", "insert"));

        assertThat(BuildVerdict.of(runs, ALL).violations())
                .singleElement()
                .asString()
                .startsWith("org.example.StoreIT.insert\n  INCONCLUSIVE: the JVM ended within StoreIT.insert");
        assertThat(BuildVerdict.of(runs, NONE).violations()).isEmpty();
        assertThat(BuildVerdict.of(runs, NONE).warnings()).hasSize(1);
    }

    @Test
    void anAbortedTestIsNotJudged() {
        assertThat(BuildVerdict.of(
                        List.of(
                                Runs.aborted(Runs.crashed("StoreIT", "insert")),
                                Runs.aborted(Runs.leaky("StoreIT", "insert"))),
                        ALL))
                .isEqualTo(new BuildVerdict(List.of(), List.of(), List.of()));
    }

    @Test
    void ofATestThatWasRunAgainEveryAttemptCounts() {
        assertThat(BuildVerdict.of(
                                List.of(
                                        Runs.run("StoreIT", "insert", 1, PASSED, PASSED, ""),
                                        Runs.run("StoreIT", "insert", 2, FAILED, INCONCLUSIVE, "leak")),
                                ALL)
                        .violations())
                .containsExactly("StoreIT.insert (attempt 2)\n  leak");
    }
}
