package org.vexfs.trace.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vexfs.trace.baseline.LatencyChange;

/** Judges how long operations took by the baseline. */
public final class BaselineVerdict {

    /** How many operations a message lists. */
    private static final int MOST_LISTED = 20;

    private final Policy policy;

    private final List<String> violations = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final List<String> tooFew = new ArrayList<>();
    private final Map<String, List<String>> elsewhere = new LinkedHashMap<>();

    /**
     * Which answers fail a build.
     *
     * @param regressed whether a slower operation does
     * @param noBaseline whether one does that has no baseline
     * @param notComparable whether one does whose baseline was taken in another environment
     * @param inconclusive whether one does of which there is too little to compare
     */
    public record Policy(boolean regressed, boolean noBaseline, boolean notComparable, boolean inconclusive) {}

    private BaselineVerdict(Policy policy) {
        this.policy = policy;
    }

    /** Judges the runs; of a test that was run again, every attempt counts. */
    public static BuildVerdict judge(List<ComparedRun> runs, Policy policy) {
        BaselineVerdict verdict = new BaselineVerdict(policy);
        runs.forEach(compared -> compared.operations().forEach(operation -> verdict.judge(compared.run(), operation)));
        return verdict.told();
    }

    private void judge(TestRun run, ComparedRun.Operation operation) {
        String name = operation.figures().function() + " in " + run.testName();
        for (LatencyChange answer : operation.changes()) {
            if (answer instanceof LatencyChange.Regressed regressed) {
                (policy.regressed() ? violations : warnings)
                        .add(BuildVerdict.entry(run, text(operation, regressed.change(), run)));
            } else if (answer instanceof LatencyChange.Improved improved) {
                remarks.add(run.testName() + " is faster than its baseline: " + operation.text(improved.change()));
            } else if (answer instanceof LatencyChange.NotComparable other) {
                elsewhere
                        .computeIfAbsent(other.reason(), reason -> new ArrayList<>())
                        .add(name);
            } else if (answer instanceof LatencyChange.NoBaseline) {
                unknown.add(name);
            } else if (answer instanceof LatencyChange.Inconclusive open) {
                tooFew.add(name + ": " + open.reason());
            }
        }
    }

    private static String text(ComparedRun.Operation operation, LatencyChange.Change change, TestRun run) {
        return "regressed: " + operation.text(change) + "; allowed are "
                + Quantity.plain(100 * operation.gates().minimum()) + " %.\n"
                + "What to do: mend it, or let it be so: mvn vexfs-trace:baseline\n" + run.capture();
    }

    private BuildVerdict told() {
        tell(
                "no baseline: there is none of",
                unknown,
                "What to do: take one: mvn vexfs-trace:baseline",
                policy.noBaseline());
        elsewhere.forEach((reason, operations) -> tell(
                "not comparable, because " + reason + ":",
                operations,
                "What to do: compare on the machine that the baseline was taken on, or take one for this machine.",
                policy.notComparable()));
        tell(
                "inconclusive: too little to compare of",
                tooFew,
                "What to do: call it more often in the test, or compare other percentiles.",
                policy.inconclusive());
        return new BuildVerdict(violations, warnings, remarks);
    }

    private void tell(String head, List<String> operations, String remedy, boolean violation) {
        if (operations.isEmpty()) {
            return;
        }
        StringBuilder text = new StringBuilder(head);
        operations.stream()
                .limit(MOST_LISTED)
                .forEach(operation -> text.append("\n  ").append(operation));
        if (operations.size() > MOST_LISTED) {
            text.append("\n  and ").append(operations.size() - MOST_LISTED).append(" more");
        }
        (violation ? violations : warnings).add(text.append('\n').append(remedy).toString());
    }
}
