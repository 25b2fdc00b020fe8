package org.vexfs.trace.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.vexfs.trace.output.OutputFile;
import org.vexfs.trace.report.BuildPart;
import org.vexfs.trace.report.BuildVerdict;
import org.vexfs.trace.report.ComparedRun;
import org.vexfs.trace.report.ComparisonRules;
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.report.TextSummary;
import org.vexfs.trace.report.html.HtmlPage;

/**
 * Makes one page, one summary and one verdict of several modules, CI jobs or kernels. Leaks that the baseline of
 * a test knows pass; the page has latencies beside those of the baseline, and whether a slower one fails a build is for each
 * module's own {@code check} to say.
 */
@Mojo(name = "aggregate", aggregator = true, threadSafe = true)
public final class AggregateMojo extends AbstractMojo {

    /**
     * Folders in or below which there are output folders of traced tests, such as the artifacts of several CI jobs; each is
     * named by its path from there. If none is given, the output folders of all modules of this build are taken.
     *
     * <pre>{@code
     * <directories>
     *   <directory>artifacts</directory>
     * </directories>
     * }</pre>
     */
    @Parameter(property = "vexfs.trace.aggregate.directories")
    private List<File> directories;

    /**
     * The folder to write to: {@code index.html} with its style sheet, and {@code summary.txt}.
     *
     * <pre>{@code <outputDirectory>target/vexfs-trace-aggregate</outputDirectory>}</pre>
     */
    @Parameter(
            property = "vexfs.trace.aggregate.output",
            defaultValue = "${project.build.directory}/vexfs-trace-aggregate")
    private File outputDirectory;

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
     * Whether it fails if there is no traced test, or none in one of the folders that are named.
     *
     * <pre>{@code <failOnMissingTraces>true</failOnMissingTraces>}</pre>
     */
    @Parameter(property = "vexfs.trace.check.failOnMissingTraces", defaultValue = "true")
    private boolean failOnMissingTraces;

    /**
     * The baseline that the page draws and tells of. A path that is not absolute begins at the module that has the tests, or,
     * with {@code directories}, at this project.
     *
     * <pre>{@code <baselineFile>src/test/vexfs-trace/baseline.json</baselineFile>}</pre>
     */
    @Parameter(property = "vexfs.trace.baseline.file", defaultValue = "src/test/vexfs-trace/baseline.json")
    private String baselineFile;

    /**
     * The rules of {@code check}; what the page calls slower is more than the last one that matches allows.
     *
     * <pre>{@code
     * <rules>
     *   <rule>
     *     <operation>vexfs_search*</operation>
     *     <allowedRegression>10%</allowedRegression>
     *   </rule>
     * </rules>
     * }</pre>
     */
    @Parameter
    private List<Rule> rules;

    /**
     * Which percentiles are compared with the baseline, each above 0 and below 100.
     *
     * <pre>{@code <percentiles>50,99</percentiles>}</pre>
     */
    @Parameter(property = "vexfs.trace.check.percentiles", defaultValue = "50,99")
    private String percentiles;

    /**
     * How much slower than the baseline an operation may be, where no rule says otherwise.
     *
     * <pre>{@code <allowedRegression>5%</allowedRegression>}</pre>
     */
    @Parameter(property = "vexfs.trace.check.allowedRegression", defaultValue = "5%")
    private String allowedRegression;

    /**
     * The change that is noise: the confidence interval of a regression lies beyond it.
     *
     * <pre>{@code <noiseThreshold>1%</noiseThreshold>}</pre>
     */
    @Parameter(property = "vexfs.trace.check.noiseThreshold", defaultValue = "1%")
    private String noiseThreshold;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Override
    public void execute() throws MojoExecutionException, MojoFailureException {
        BuildVerdict.Rules judged = judged();
        try {
            List<BuildPart> parts = parts();
            List<ComparedRun> compared = BuildPart.read(
                    parts, (part, runs) -> Page.compared(runs, part.baseline(), this::comparison, getLog()));
            List<TestRun> runs = compared.stream().map(ComparedRun::run).toList();
            List<String> remarks = new ArrayList<>();
            for (BuildPart part : parts) {
                remarks.addAll(RunRecords.unusedSuppressions(part.folder(), 0));
            }
            write(runs, compared, remarks);
            judge(parts, compared, judged);
        } catch (IOException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        }
    }

    private BuildVerdict.Rules judged() throws MojoFailureException {
        try {
            return new BuildVerdict.Rules(
                    noLeaks,
                    noDoubleFree,
                    noInvalidFree,
                    Violations.fails("inconclusive", inconclusive),
                    failOnMissingTraces);
        } catch (IllegalArgumentException e) {
            throw new MojoFailureException(e.getMessage(), e);
        }
    }

    private ComparisonRules comparison() {
        return ComparisonRules.parse(percentiles, noiseThreshold, allowedRegression, Rule.parse(rules));
    }

    private List<BuildPart> parts() throws IOException, MojoFailureException {
        List<BuildPart> parts = new ArrayList<>();
        if (directories == null || directories.isEmpty()) {
            for (MavenProject module : session.getProjects()) {
                Path folder = Path.of(module.getBuild().getDirectory(), "vexfs-trace");
                Path baseline = baseline(module);
                if (Files.isDirectory(folder)
                        && !BuildPart.below(folder, baseline).isEmpty()) {
                    parts.add(new BuildPart(module.getArtifactId(), folder, baseline));
                }
            }
            return parts;
        }
        for (File directory : directories) {
            if (!directory.isDirectory()) {
                throw new MojoFailureException(
                        "directories has '" + directory + "', which is no folder. Remedy: name the"
                                + " folder that the jobs' output folders were brought to.");
            }
            List<BuildPart> below = BuildPart.below(directory.toPath(), baseline(session.getCurrentProject()));
            if (below.isEmpty() && failOnMissingTraces) {
                throw new MojoFailureException(
                        "no test was traced in " + directory + ", nor in a folder below it. Remedy:"
                                + " see that its job ran, and that its *" + RunRecords.SUFFIX
                                + " were brought here, or set failOnMissingTraces to false.");
            }
            parts.addAll(below);
        }
        return parts;
    }

    private Path baseline(MavenProject module) {
        return module.getBasedir().toPath().resolve(baselineFile);
    }

    private void write(List<TestRun> runs, List<ComparedRun> compared, List<String> remarks) throws IOException {
        Path folder = outputDirectory.toPath();
        Path summary = folder.resolve("summary.txt");
        OutputFile.replace(summary, TextSummary.of(runs, remarks));
        getLog().info("summary: " + summary);
        Page.write(folder.resolve("index.html"), new HtmlPage.Content(compared, remarks, List.of()), getLog());
    }

    private void judge(List<BuildPart> parts, List<ComparedRun> runs, BuildVerdict.Rules rules)
            throws MojoFailureException {
        BuildVerdict verdict = BuildVerdict.judge(runs, rules);
        verdict.remarks().forEach(remark -> getLog().info(remark));
        verdict.warnings().forEach(warning -> getLog().warn(warning));
        String where = TextSummary.count(runs.size(), "traced test") + " of " + TextSummary.count(parts.size(), "part")
                + parts.stream().map(BuildPart::name).collect(Collectors.joining(", ", " (", ")"));
        if (!verdict.violations().isEmpty()) {
            throw Violations.failure(where + ", ", verdict.violations());
        }
        getLog().info(where + ", no violation");
    }
}
