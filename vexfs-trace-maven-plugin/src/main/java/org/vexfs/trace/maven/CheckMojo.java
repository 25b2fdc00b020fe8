package org.vexfs.trace.maven;

import java.io.IOException;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.vexfs.trace.baseline.Baseline;
import org.vexfs.trace.baseline.BaselineStore;
import org.vexfs.trace.report.BaselineVerdict;
import org.vexfs.trace.report.BuildVerdict;
import org.vexfs.trace.report.ComparedRun;
import org.vexfs.trace.report.ComparisonRules;
import org.vexfs.trace.report.LatencyLimits;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.report.TextSummary;

/**
 * Fails the build on what the traces found: leaks, double frees, operations that are slower than a limit or than their
 * baseline, and traces that cannot tell. It judges from the library's own records, and lists every violation before it
 * fails.
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class CheckMojo extends AbstractComparingMojo {

    /**
     * Whether a leak fails the build.
     *
     * <pre>{@code <noLeaks>true</noLeaks>}</pre>
     */
    @Parameter(property = "vexfs.trace.check.noLeaks", defaultValue = "true")
    private boolean noLeaks;

    /**
     * Whether a double free fails the build.
     *
     * <pre>{@code <noDoubleFree>true</noDoubleFree>}</pre>
     */
    @Parameter(property = "vexfs.trace.check.noDoubleFree", defaultValue = "true")
    private boolean noDoubleFree;

    /**
     * Whether a free of what no allocator gave out fails the build.
     *
     * <pre>{@code <noInvalidFree>true</noInvalidFree>}</pre>
     */
    @Parameter(property = "vexfs.trace.check.noInvalidFree", defaultValue = "true")
    private boolean noInvalidFree;

    /**
     * What to do about a test whose trace cannot tell: {@code fail} or {@code warn}.
     *
     * <pre>{@code <inconclusive>fail</inconclusive>}</pre>
     */
    @Parameter(property = "vexfs.trace.check.inconclusive", defaultValue = "fail")
    private String inconclusive;

    /**
     * Whether a build in which no test was traced fails.
     *
     * <pre>{@code <failOnMissingTraces>true</failOnMissingTraces>}</pre>
     */
    @Parameter(property = "vexfs.trace.check.failOnMissingTraces", defaultValue = "true")
    private boolean failOnMissingTraces;

    /**
     * Whether a rule that matches no operation of any traced test fails the build.
     *
     * <pre>{@code <failOnUnmatchedRules>true</failOnUnmatchedRules>}</pre>
     */
    @Parameter(property = "vexfs.trace.check.failOnUnmatchedRules", defaultValue = "true")
    private boolean failOnUnmatchedRules;

    /**
     * What to do about an operation that is slower than its baseline: {@code fail} or {@code warn}.
     *
     * <pre>{@code <regressed>fail</regressed>}</pre>
     */
    @Parameter(property = "vexfs.trace.check.regressed", defaultValue = "fail")
    private String regressed;

    /**
     * What to do about an operation that has no baseline: {@code fail} or {@code warn}.
     *
     * <pre>{@code <noBaseline>warn</noBaseline>}</pre>
     */
    @Parameter(property = "vexfs.trace.check.noBaseline", defaultValue = "warn")
    private String noBaseline;

    /**
     * What to do about an operation whose baseline was taken in another environment: {@code fail} or {@code warn}.
     *
     * <pre>{@code <notComparable>warn</notComparable>}</pre>
     */
    @Parameter(property = "vexfs.trace.check.notComparable", defaultValue = "warn")
    private String notComparable;

    /**
     * What to do about an operation that has too few calls to be compared with its baseline: {@code fail} or {@code warn}.
     *
     * <pre>{@code <tooFewCalls>warn</tooFewCalls>}</pre>
     */
    @Parameter(property = "vexfs.trace.check.tooFewCalls", defaultValue = "warn")
    private String tooFewCalls;

    @Override
    void execute(List<TestRun> runs) throws IOException, MojoFailureException {
        Baseline baseline = BaselineStore.read(baselineFile());
        BuildVerdict verdict = verdict(runs, baseline);
        for (String remark : remarks()) {
            getLog().warn(remark);
        }
        hidingSurefire().forEach(warning -> getLog().warn(warning));
        verdict.remarks().forEach(remark -> getLog().info(remark));
        verdict.warnings().forEach(warning -> getLog().warn(warning));
        if (!verdict.violations().isEmpty()) {
            throw Violations.failure("", verdict.violations());
        }
        getLog().info(TextSummary.count(runs.size(), "traced test") + ", no violation");
    }

    private BuildVerdict verdict(List<TestRun> runs, Baseline baseline) throws MojoFailureException {
        try {
            boolean untold = Violations.fails("inconclusive", inconclusive);
            BuildVerdict.Rules always =
                    new BuildVerdict.Rules(noLeaks, noDoubleFree, noInvalidFree, untold, failOnMissingTraces);
            ComparisonRules comparison = comparison();
            BaselineVerdict.Policy policy = new BaselineVerdict.Policy(
                    Violations.fails("regressed", regressed),
                    Violations.fails("noBaseline", noBaseline),
                    Violations.fails("notComparable", notComparable),
                    Violations.fails("tooFewCalls", tooFewCalls));
            BuildVerdict found = BuildVerdict.of(runs, always, baseline)
                    .and(LatencyLimits.judge(runs, comparison.rules(), untold, failOnUnmatchedRules));
            if (baseline.equals(Baseline.NONE) && !policy.noBaseline()) {
                getLog().info("no baseline: " + baselineFile() + " does not exist, so nothing is compared with it");
                return found;
            }
            return found.and(BaselineVerdict.judge(ComparedRun.of(runs, baseline, comparison), policy));
        } catch (IllegalArgumentException e) {
            throw new MojoFailureException(e.getMessage(), e);
        }
    }
}
