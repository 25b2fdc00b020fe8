package org.vexfs.trace.maven;

import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.output.OutputFile;
import org.vexfs.trace.report.Attachments;
import org.vexfs.trace.report.CiSystem;
import org.vexfs.trace.report.ComparedRun;
import org.vexfs.trace.report.GithubAnnotations;
import org.vexfs.trace.report.GithubSummary;
import org.vexfs.trace.report.JUnitXml;
import org.vexfs.trace.report.RunHistory;
import org.vexfs.trace.report.RunSummary;
import org.vexfs.trace.report.SurefireReports;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.report.TestSources;
import org.vexfs.trace.report.TextSummary;
import org.vexfs.trace.report.html.HtmlPage;

/**
 * Writes what the traces found into the reports of Surefire and Failsafe, a summary as plain text, a page with charts, and
 * what the system of continuous integration reads. It never fails the build on what was found; {@code check} does.
 */
@Mojo(name = "report", defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST, threadSafe = true)
public final class ReportMojo extends AbstractComparingMojo {

    /**
     * The folders of the XML reports to enrich; one that does not exist is left out.
     *
     * <pre>{@code
     * <reportsDirectories>
     *   <directory>target/failsafe-reports</directory>
     * </reportsDirectories>
     * }</pre>
     */
    @Parameter
    private List<File> reportsDirectories;

    @Parameter(defaultValue = "${project.build.directory}", readonly = true, required = true)
    private File buildDirectory;

    /**
     * Whether to enrich the XML reports.
     *
     * <pre>{@code <enrichReports>false</enrichReports>}</pre>
     */
    @Parameter(property = "vexfs.trace.report.enrich", defaultValue = "true")
    private boolean enrichReports;

    /**
     * Whether to write a JUnit XML report of the traces' own, {@code junit/TEST-vexfs-trace.xml} in the output directory.
     *
     * <pre>{@code <junitXml>true</junitXml>}</pre>
     */
    @Parameter(property = "vexfs.trace.report.junitXml", defaultValue = "false")
    private boolean junitXml;

    /**
     * For which system of continuous integration to write: {@code github} gets annotations and a step's summary,
     * {@code gitlab} and {@code jenkins} a file with the findings of each test that did not pass, which its test case names.
     * {@code auto} is the one that runs the build, as its environment tells; {@code none} is none.
     *
     * <pre>{@code <ci>gitlab</ci>}</pre>
     */
    @Parameter(property = "vexfs.trace.ci", defaultValue = CiSystem.DETECTED)
    private String ci;

    @Parameter(defaultValue = "${project.basedir}", readonly = true, required = true)
    private File baseDirectory;

    @Parameter(defaultValue = "${project.testCompileSourceRoots}", readonly = true, required = true)
    private List<String> testSourceRoots;

    /**
     * Whether to write the page.
     *
     * <pre>{@code <html>false</html>}</pre>
     */
    @Parameter(property = "vexfs.trace.report.html", defaultValue = "true")
    private boolean html;

    /**
     * The file to write the page to; {@code index.html} in the output folder if none is given. Its style sheet,
     * {@code vexfs-trace.css}, is written beside it, and belongs with it wherever it is published.
     *
     * <pre>{@code <htmlFile>target/site/vexfs-trace/index.html</htmlFile>}</pre>
     */
    @Parameter(property = "vexfs.trace.report.htmlFile")
    private File htmlFile;

    /**
     * The file that keeps what the last 30 runs came to, for the page to show a trend; it should lie where
     * {@code mvn clean} leaves it. A replay is no run of its own, and adds nothing. If none is given, {@code .vexfs-trace/history.jsonl} in the project's folder is used
     * where that exists, and nothing is kept otherwise.
     *
     * <pre>{@code <historyFile>/var/cache/my-module/history.jsonl</historyFile>}</pre>
     */
    @Parameter(property = "vexfs.trace.report.historyFile")
    private File historyFile;

    @Parameter(defaultValue = "${project.basedir}/.vexfs-trace/history.jsonl", readonly = true, required = true)
    private File usualHistoryFile;

    @Override
    void execute(List<TestRun> runs) throws IOException, MojoFailureException {
        CiSystem system = ciSystem();
        if (runs.isEmpty()) {
            getLog().info("no test was traced");
            if (html && Files.exists(page())) {
                // What an earlier build found must not pass for what this one did.
                writePage(runs, remarks());
            }
            return;
        }
        Path base = baseDirectory.toPath();
        Path workspace = system.workspace(System.getenv()).orElse(base);
        TestSources sources = new TestSources(
                base.startsWith(workspace) ? workspace : base,
                testSourceRoots.stream().map(Path::of).toList());
        Attachments attachments =
                new Attachments(system, outputDirectory().toPath().resolve("findings"), workspace);
        if (enrichReports) {
            SurefireReports reports = new SurefireReports(sources, attachments);
            int enriched = 0;
            for (Path folder : reportsFolders()) {
                enriched += reports.enrich(folder, runs);
            }
            getLog().info("wrote the findings of " + TextSummary.count(runs.size(), "traced test") + " into "
                    + TextSummary.count(enriched, "test case"));
        }
        if (junitXml) {
            Path own = outputDirectory().toPath().resolve("junit/TEST-vexfs-trace.xml");
            new JUnitXml(sources, attachments).write(own, runs);
            getLog().info("JUnit XML: " + own);
        }
        if (system == CiSystem.GITHUB) {
            tellGithub(runs, workspace, sources);
        }
        // Failsafe ends such a build before check can say it.
        runs.stream()
                .filter(run -> run.finished().isEmpty() && run.verdict() != Verdict.PASSED)
                .forEach(run -> getLog().warn(run.text()));
        Path summary = outputDirectory().toPath().resolve("summary.txt");
        List<String> remarks = remarks();
        OutputFile.replace(summary, TextSummary.of(runs, remarks));
        getLog().info("summary: " + summary);
        if (html) {
            writePage(runs, remarks);
        }
    }

    private void writePage(List<TestRun> runs, List<String> remarks) throws IOException {
        List<ComparedRun> compared = Page.compared(runs, baselineFile(), this::comparison, getLog());
        Page.write(page(), new HtmlPage.Content(compared, remarks, history(runs)), getLog());
    }

    private Path page() {
        return htmlFile == null ? outputDirectory().toPath().resolve("index.html") : htmlFile.toPath();
    }

    private List<RunSummary> history(List<TestRun> runs) throws IOException {
        if (runs.isEmpty() || historyFile == null && !usualHistoryFile.exists()) {
            return List.of();
        }
        File file = historyFile == null ? usualHistoryFile : historyFile;
        return RunHistory.add(file.toPath(), runs);
    }

    private CiSystem ciSystem() throws MojoFailureException {
        try {
            return CiSystem.of(ci, System.getenv());
        } catch (IllegalArgumentException e) {
            throw new MojoFailureException(e.getMessage(), e);
        }
    }

    private void tellGithub(List<TestRun> runs, Path workspace, TestSources sources) throws IOException {
        // GitHub reads commands at the beginning of a line only, where Maven's log has its level, and on Maven 4
        // System.out, too.
        PrintStream console = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        new GithubAnnotations(workspace, baseDirectory.toPath(), sources)
                .of(runs)
                .forEach(console::println);
        String summary = System.getenv("GITHUB_STEP_SUMMARY");
        if (summary != null && !summary.isEmpty()) {
            Files.writeString(
                    Path.of(summary), GithubSummary.of(runs), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    private List<Path> reportsFolders() {
        return reportsDirectories == null || reportsDirectories.isEmpty()
                ? List.of(
                        buildDirectory.toPath().resolve("surefire-reports"),
                        buildDirectory.toPath().resolve("failsafe-reports"))
                : reportsDirectories.stream().map(File::toPath).toList();
    }
}
