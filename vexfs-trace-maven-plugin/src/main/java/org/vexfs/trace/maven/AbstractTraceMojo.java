package org.vexfs.trace.maven;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.RuntimeMXBean;
import java.util.List;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.vexfs.trace.report.RunRecords;
import org.vexfs.trace.report.TestRun;

/** What the goals share: where the records are, which of them belong to this build, and when not to run. */
abstract class AbstractTraceMojo extends AbstractMojo {

    /**
     * The folder that the traced tests write to: {@code general.output_dir} of the library's configuration.
     *
     * <pre>{@code <outputDirectory>target/vexfs-trace</outputDirectory>}</pre>
     */
    @Parameter(property = "vexfs.trace.output", defaultValue = "${project.build.directory}/vexfs-trace")
    private File outputDirectory;

    /**
     * Whether to leave this goal out.
     *
     * <pre>{@code <skip>true</skip>}</pre>
     */
    @Parameter(property = "vexfs.trace.skip", defaultValue = "false")
    private boolean skip;

    /** Whether the build is told to run no unit tests; Failsafe before 3.6 runs no integration tests then either. */
    @Parameter(property = "skipTests", defaultValue = "false", readonly = true)
    private boolean skipTests;

    /** Whether the build is told to run no integration tests. */
    @Parameter(property = "skipITs", defaultValue = "false", readonly = true)
    private boolean skipIntegrationTests;

    /** Whether the build is told neither to compile nor to run tests. */
    @Parameter(property = "maven.test.skip", defaultValue = "false", readonly = true)
    private boolean skipTestCompilation;

    @Parameter(defaultValue = "${project.packaging}", readonly = true, required = true)
    private String packaging;

    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    private MavenSession session;

    @Parameter(defaultValue = "${mojoExecution}", readonly = true, required = true)
    private MojoExecution execution;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        if (skip) {
            getLog().info("skipped (vexfs.trace.skip)");
            return;
        }
        long setBack = setBack();
        if (setBack > 0) {
            getLog().warn("the clock was set back by " + setBack / 1_000
                    + " s while this build ran, so tests that were traced up to so long before it count as its own."
                    + " What to do: run clean first, or set the clock before a build.");
        }
        try {
            List<TestRun> runs = RunRecords.read(outputDirectory.toPath(), since());
            // What was traced is judged, whatever the build was told: from 3.6 on Failsafe does not heed skipTests.
            if (runs.isEmpty() && (packaging.equals("pom") || noTestsWanted())) {
                getLog().info("skipped: this build runs no integration tests");
                return;
            }
            execute(runs);
        } catch (IOException e) {
            throw new MojoExecutionException(e.getMessage(), e);
        }
    }

    private boolean noTestsWanted() {
        return skipTests || skipIntegrationTests || skipTestCompilation;
    }

    abstract void execute(List<TestRun> runs) throws IOException, MojoFailureException;

    final File outputDirectory() {
        return outputDirectory;
    }

    /** Gives what to say of the whole run, whatever came of its tests. */
    final List<String> remarks() throws IOException {
        return RunRecords.unusedSuppressions(outputDirectory.toPath(), since());
    }

    /** Gives what to say of the Surefire and the Failsafe that run the tests. */
    final List<String> hidingSurefire() {
        return HidingSurefire.in(session.getCurrentProject(), session.getUserProperties());
    }

    /** Within a build only its own tests count; a goal called alone looks at whatever was recorded. */
    private long since() {
        return execution.getLifecyclePhase() == null
                ? 0
                : session.getRequest().getStartTime().getTime() - setBack();
    }

    /** A test that began after the clock was set back would be taken for one of an earlier build, and not be judged. */
    private static long setBack() {
        RuntimeMXBean jvm = ManagementFactory.getRuntimeMXBean();
        return BuildClock.setBack(jvm.getStartTime(), jvm.getUptime(), System.currentTimeMillis());
    }
}
