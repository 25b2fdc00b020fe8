package org.vexfs.trace.maven;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;

/**
 * Removes results that were written longer ago than some days, with their captures, and says which. Whatever the trace manager
 * did not write stays. It fails the build where a file could not be removed.
 *
 * <pre>{@code mvn vexfs-trace:clean -Dvexfs.trace.manager.dryRun}</pre>
 */
@Mojo(name = "clean", requiresProject = false, threadSafe = true)
public final class CleanMojo extends AbstractManagerMojo {

    /**
     * The folder of the results.
     *
     * <pre>{@code <output>target/results</output>}</pre>
     */
    @Parameter(property = "vexfs.trace.manager.output", defaultValue = "results")
    private File output;

    /**
     * How many days old a result may be; as {@code general.cleanup_after_days} says if not given.
     *
     * <pre>{@code <days>7</days>}</pre>
     */
    @Parameter(property = "vexfs.trace.manager.days")
    private String days;

    /**
     * Whether to say what would be removed, and remove nothing.
     *
     * <pre>{@code <dryRun>true</dryRun>}</pre>
     */
    @Parameter(property = "vexfs.trace.manager.dryRun", defaultValue = "false")
    private boolean dryRun;

    @Override
    List<String> command() {
        List<String> command = new ArrayList<>(List.of("clean", "--output=" + output));
        if (days != null) {
            command.add("--days=" + days);
        }
        if (dryRun) {
            command.add("--dry-run");
        }
        return command;
    }
}
