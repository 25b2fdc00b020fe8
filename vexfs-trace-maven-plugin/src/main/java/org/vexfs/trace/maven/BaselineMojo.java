package org.vexfs.trace.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.vexfs.trace.baseline.Baseline;
import org.vexfs.trace.baseline.BaselineStore;
import org.vexfs.trace.report.RecordedBaseline;
import org.vexfs.trace.report.TestRun;
import org.vexfs.trace.report.TextSummary;

/**
 * Writes down how the traced tests are now, so that {@code check} can tell when they get slower: latencies, counts and
 * peak memory, and on request the leaks that may stay. The file is to be committed. A test that failed, or whose trace is
 * not proven complete, is left out. On a build server it writes nothing, unless it is told to.
 *
 * <pre>{@code mvn verify vexfs-trace:baseline}</pre>
 */
@Mojo(name = "baseline", threadSafe = true)
public final class BaselineMojo extends AbstractTraceMojo {

    /**
     * The file to write. Tests that it has and that were not run stay in it.
     *
     * <pre>{@code <baselineFile>src/test/vexfs-trace/baseline.json</baselineFile>}</pre>
     */
    @Parameter(
            property = "vexfs.trace.baseline.file",
            defaultValue = "${project.basedir}/src/test/vexfs-trace/baseline.json")
    private File baselineFile;

    /**
     * Whether to write on a build server, too.
     *
     * <pre>{@code <force>true</force>}</pre>
     */
    @Parameter(property = "vexfs.trace.baseline.force", defaultValue = "false")
    private boolean force;

    /**
     * Whether leaks are written down as known, so that {@code check} lets them pass as long as they do not grow. Otherwise a
     * test that leaks is left out.
     *
     * <pre>{@code <knownLeaks>true</knownLeaks>}</pre>
     */
    @Parameter(property = "vexfs.trace.baseline.knownLeaks", defaultValue = "false")
    private boolean knownLeaks;

    /**
     * Whether tests that were not run are removed from the file.
     *
     * <pre>{@code <prune>true</prune>}</pre>
     */
    @Parameter(property = "vexfs.trace.baseline.prune", defaultValue = "false")
    private boolean prune;

    @Override
    void execute(List<TestRun> runs) throws IOException, MojoFailureException {
        Optional<String> server = BuildServer.of(System.getenv());
        if (server.isPresent() && !force) {
            throw new MojoFailureException("a build server (" + server.get() + ") writes no baseline, as nobody would"
                    + " commit it. What to do: run the goal where you commit, or set -Dvexfs.trace.baseline.force.");
        }
        if (runs.isEmpty()) {
            throw new MojoFailureException("no test was traced, so there is nothing to write. What to do: run the tests"
                    + " first: mvn verify vexfs-trace:baseline");
        }
        Path file = baselineFile.toPath();
        Baseline before = BaselineStore.read(file);
        RecordedBaseline recorded = RecordedBaseline.of(before, runs, knownLeaks, prune);
        recorded.leftOut().forEach(reason -> getLog().warn("left out " + reason));
        if (recorded.baseline().equals(before)) {
            getLog().info(file + " stays as it is");
            return;
        }
        BaselineStore.write(file, recorded.baseline());
        tell("added", recorded.added());
        tell("changed", recorded.changed());
        tell("removed", recorded.removed());
        getLog().info("wrote " + TextSummary.count(recorded.baseline().tests().size(), "test") + " into " + file
                + "; commit it");
    }

    private void tell(String what, List<String> tests) {
        if (!tests.isEmpty()) {
            getLog().info(what + " " + TextSummary.count(tests.size(), "test") + ": " + String.join(", ", tests));
        }
    }
}
