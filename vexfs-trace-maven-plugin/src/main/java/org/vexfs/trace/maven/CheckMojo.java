package org.vexfs.trace.maven;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.vexfs.trace.report.BuildVerdict;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.report.TextSummary;

/**
 * Fails the build on what the traces found: leaks, double frees, and traces that cannot tell. It judges from the
 * library's own records, and lists every violation before it fails.
 */
@Mojo(name = "check", defaultPhase = LifecyclePhase.VERIFY, threadSafe = true)
public final class CheckMojo extends AbstractTraceMojo {

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

    @Override
    void execute(List<TestRun> runs) throws IOException, MojoFailureException {
        if (!inconclusive.equals("fail") && !inconclusive.equals("warn")) {
            throw new MojoFailureException("inconclusive is '" + inconclusive + "'; expected fail or warn");
        }
        BuildVerdict verdict = BuildVerdict.of(
                runs,
                new BuildVerdict.Rules(
                        noLeaks, noDoubleFree, noInvalidFree, inconclusive.equals("fail"), failOnMissingTraces));
        for (String remark : remarks()) {
            getLog().warn(remark);
        }
        verdict.warnings().forEach(warning -> getLog().warn(warning));
        if (!verdict.violations().isEmpty()) {
            throw new MojoFailureException(verdict.violations().stream()
                    .collect(Collectors.joining(
                            "\n\n", TextSummary.count(verdict.violations().size(), "violation") + ":\n\n", "\n")));
        }
        getLog().info(TextSummary.count(runs.size(), "traced test") + ", no violation");
    }
}
