package org.vexfs.trace.maven;

import java.io.File;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Shows the traces that the trace manager runs on this machine, whoever started them, and the results of those that ended,
 * newest first, with their sizes.
 *
 * <pre>{@code mvn vexfs-trace:status}</pre>
 */
@Mojo(name = "status", requiresProject = false, threadSafe = true)
public final class StatusMojo extends AbstractManagerMojo {

    /**
     * The folder of the results.
     *
     * <pre>{@code <output>target/results</output>}</pre>
     */
    @Parameter(property = "vexfs.trace.manager.output", defaultValue = "results")
    private File output;

    @Override
    List<String> command() {
        return List.of("status", "--output=" + output);
    }
}
