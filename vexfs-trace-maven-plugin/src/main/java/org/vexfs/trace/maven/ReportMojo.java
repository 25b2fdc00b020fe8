package org.vexfs.trace.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.vexfs.trace.analysis.Verdict;
import org.vexfs.trace.report.SurefireReports;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.report.TextSummary;

/**
 * Writes what the traces found into the reports of Surefire and Failsafe, and a summary as plain text. It never fails
 * the build on what was found; {@code check} does.
 */
@Mojo(name = "report", defaultPhase = LifecyclePhase.POST_INTEGRATION_TEST, threadSafe = true)
public final class ReportMojo extends AbstractTraceMojo {

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

    @Override
    void execute(List<TestRun> runs) throws IOException {
        if (runs.isEmpty()) {
            getLog().info("no test was traced");
            return;
        }
        if (enrichReports) {
            int enriched = 0;
            for (Path folder : reportsFolders()) {
                enriched += SurefireReports.enrich(folder, runs);
            }
            getLog().info("wrote the findings of " + TextSummary.count(runs.size(), "traced test") + " into "
                    + TextSummary.count(enriched, "test case"));
        }
        // Failsafe ends such a build before check can say it.
        runs.stream()
                .filter(run -> run.finished().isEmpty() && run.verdict() != Verdict.PASSED)
                .forEach(run -> getLog().warn(run.text()));
        Path summary = outputDirectory().toPath().resolve("summary.txt");
        Files.writeString(summary, TextSummary.of(runs, remarks()));
        getLog().info("summary: " + summary);
    }

    private List<Path> reportsFolders() {
        return reportsDirectories == null || reportsDirectories.isEmpty()
                ? List.of(
                        buildDirectory.toPath().resolve("surefire-reports"),
                        buildDirectory.toPath().resolve("failsafe-reports"))
                : reportsDirectories.stream().map(File::toPath).toList();
    }
}
